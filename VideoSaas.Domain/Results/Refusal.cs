namespace VideoSaas.Domain.Results;

/// <summary>
/// An expected refusal. The base type alone decides the HTTP status; <paramref name="Code"/> is the stable word that APIs
/// show and that names the sentence in the resource files (<c>Refusal_{Code}</c>).
/// </summary>
/// <param name="Code">snake_case, for example <c>quota_used_up</c>.</param>
/// <param name="Arguments">Values for the sentence's placeholders, in order.</param>
public abstract record Refusal(string Code, params object[] Arguments);

/// <summary>There is no such thing for this person; a stranger's thing looks the same (404).</summary>
public record NotFound(string Code = "not_found", params object[] Arguments) : Refusal(Code, Arguments);

/// <summary>The input cannot be taken as it is (400).</summary>
public record Invalid(string Code, params object[] Arguments) : Refusal(Code, Arguments);

/// <summary>The thing is not in a state that allows this (409).</summary>
public record Conflict(string Code, params object[] Arguments) : Refusal(Code, Arguments);

/// <summary>This person may not do this, and may know that it exists (403).</summary>
public record Forbidden(string Code = "forbidden", params object[] Arguments) : Refusal(Code, Arguments);

/// <summary>A limit of the person's tier is used up (403, with what would lift it).</summary>
public record LimitReached(string Code, params object[] Arguments) : Refusal(Code, Arguments);
