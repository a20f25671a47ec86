using System.Text.Json;
using System.Text.Json.Nodes;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Twitter.Twin;

/// <summary>One call with a good token: who calls, with which rights, and what is to go wrong.</summary>
internal sealed record TwinCall(HttpContext Http, string Op, IReadOnlyList<string> Path, ActiveFault Fault, TwinFamily Family)
{
    public string UserId => Family.UserId;

    /// <summary>What the answer holds and has to be paid for.</summary>
    public int Results { get; set; } = 1;

    public string? Query(string name) => Http.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>The same question under the older and the newer name.</summary>
    public IReadOnlyList<string> Fields =>
        (Query("tweet.fields") ?? Query("post.fields") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Null where the body is no JSON object.</summary>
    public async Task<JsonObject?> BodyAsync(CancellationToken token)
    {
        try
        {
            return await JsonNode.ParseAsync(Http.Request.Body, cancellationToken: token) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
