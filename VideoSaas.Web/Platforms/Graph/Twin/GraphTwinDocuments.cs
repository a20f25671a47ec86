using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Graph.Twin;

/// <summary>A person of a twin with Pages, of which some can be published to.</summary>
internal sealed record TwinUser(string Id, string Login, IReadOnlyList<TwinPage> Pages) : ITwinDocument
{
    static string ITwinDocument.Kind => "user";
}

/// <param name="AccountId">What is published to by way of this Page; null where nothing can be.</param>
internal sealed record TwinPage(string Id, string Name, string? AccountId, string? Username);

/// <summary>What is published to, found by its id.</summary>
internal sealed record TwinAccount(string Id, string Username, string Name, string Login) : ITwinDocument
{
    static string ITwinDocument.Kind => "account";
}

/// <summary>One consent: what was ticked. Every token that came of it dies with it.</summary>
internal sealed record TwinGrant(
    string Id, string Login, IReadOnlyList<string> Scopes, IReadOnlyList<string> DeclinedScopes, IReadOnlyList<string> PageIds, bool IsRevoked) : ITwinDocument
{
    static string ITwinDocument.Kind => "grant";
}

/// <summary>Kept under the hash of the code: the code itself is nowhere.</summary>
internal sealed record TwinCode(string GrantId, string RedirectAddress, DateTimeOffset EndsAt, bool IsUsed) : ITwinDocument
{
    static string ITwinDocument.Kind => "code";
}

internal enum TwinTokenKind
{
    ShortUser,
    LongUser,
    Page,
}

/// <summary>Kept under the hash of the token.</summary>
/// <param name="EndsAt">Null: does not end by time.</param>
internal sealed record TwinToken(
    TwinTokenKind Kind, string GrantId, string? PageId, string? AccountId, DateTimeOffset IssuedAt, DateTimeOffset? EndsAt) : ITwinDocument
{
    static string ITwinDocument.Kind => "token";
}
