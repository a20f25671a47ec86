using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing.Jobs;

/// <summary>The structure of <c>publish_attempts.remote_handles</c>: the platform's own handles and what a later run must know.</summary>
/// <param name="AssetId">The file that this arming sends: the same one to the last byte, also when a newer is made meanwhile.</param>
/// <param name="Remote">What the platform calls its side; null before its first answer and after it was found spoilt.</param>
/// <param name="Next">Phase of the step that comes.</param>
/// <param name="Begun">Remote handles that this arming has begun.</param>
/// <param name="PreparedAt">Everything is with the platform.</param>
/// <param name="CoverAt">When the cover's picture was sent, whatever was said to it.</param>
/// <param name="ReadyAt">When the platform said that only the commit is left.</param>
/// <param name="RenewedAt">When the account's token was renewed because it was refused.</param>
/// <param name="SentAt">When the latest intent was stored.</param>
/// <param name="Commits">Intents that were stored.</param>
/// <param name="SeenNotLiveAt">When reconciling first saw that it was not out.</param>
/// <param name="Refused">What the platform said to the latest commit, if it said anything.</param>
public sealed record StoredHandles(
    [property: JsonPropertyName("asset_id")] Guid AssetId,
    [property: JsonPropertyName("remote")] JsonNode? Remote = null,
    [property: JsonPropertyName("next")] PublishPhase Next = PublishPhase.Preparing,
    [property: JsonPropertyName("begun")] int Begun = 1,
    [property: JsonPropertyName("prepared_at")] DateTimeOffset? PreparedAt = null,
    [property: JsonPropertyName("cover_at")] DateTimeOffset? CoverAt = null,
    [property: JsonPropertyName("ready_at")] DateTimeOffset? ReadyAt = null,
    [property: JsonPropertyName("renewed_at")] DateTimeOffset? RenewedAt = null,
    [property: JsonPropertyName("sent_at")] DateTimeOffset? SentAt = null,
    [property: JsonPropertyName("commits")] int Commits = 0,
    [property: JsonPropertyName("seen_not_live_at")] DateTimeOffset? SeenNotLiveAt = null,
    [property: JsonPropertyName("refused")] CommitRefusal? Refused = null)
{
    [JsonIgnore]
    public string? RemoteText => Remote?.ToJsonString();

    public StoredHandles With(string remote) => this with { Remote = JsonNode.Parse(remote) };

    public string ToJson() => JsonSerializer.Serialize(this);

    public static StoredHandles Parse(string json) =>
        JsonSerializer.Deserialize<StoredHandles>(json) ?? throw new JsonException("Empty handles.");
}

/// <summary>A refusal of the commit, kept until it is known whether the post is out all the same.</summary>
public sealed record CommitRefusal(
    [property: JsonPropertyName("class")] PlatformErrorClass Class,
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("wait_seconds")] double? WaitSeconds,
    [property: JsonPropertyName("remote_code")] int? RemoteCode,
    [property: JsonPropertyName("remote_subcode")] int? RemoteSubcode,
    [property: JsonPropertyName("trace_id")] string? TraceId)
{
    public static CommitRefusal Of(PlatformError error) => new(
        error.Class, error.Code, error.Message, error.Wait?.TotalSeconds, error.RemoteCode, error.RemoteSubcode, error.TraceId);

    public PlatformError ToError() => new(
        Class, Code, Message, WaitSeconds is { } wait ? TimeSpan.FromSeconds(wait) : null, RemoteCode, RemoteSubcode, TraceId);
}
