using System.Text.Json;
using System.Text.Json.Serialization;

namespace VideoSaas.Web.Platforms.Facebook;

/// <summary>What Facebook calls its side of one post; kept as JSON with the attempt.</summary>
/// <param name="VideoId">Known from the first answer on, so that whatever gets lost is found by it.</param>
/// <param name="UploadAddress">Of a reel, as it was given: another host than ours to guess.</param>
/// <param name="SessionId">Of a video that is no reel.</param>
/// <param name="StartOffset">First byte of the chunk that comes; the platform corrects it.</param>
/// <param name="EndOffset">The byte after that chunk.</param>
/// <param name="AcceptedAt">When the platform took the finish: it is at work and will be public unless that work fails.</param>
public sealed record FacebookHandles(
    [property: JsonPropertyName("video_id")] string VideoId,
    [property: JsonPropertyName("upload_address")] string? UploadAddress,
    [property: JsonPropertyName("session_id")] string? SessionId,
    [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("size_bytes")] long SizeBytes,
    [property: JsonPropertyName("start_offset")] long StartOffset = 0,
    [property: JsonPropertyName("end_offset")] long EndOffset = 0,
    [property: JsonPropertyName("uploaded_at")] DateTimeOffset? UploadedAt = null,
    [property: JsonPropertyName("accepted_at")] DateTimeOffset? AcceptedAt = null)
{
    [JsonIgnore]
    public bool IsReel => SessionId is null;

    public string ToJson() => JsonSerializer.Serialize(this);

    public static FacebookHandles Parse(string json) =>
        JsonSerializer.Deserialize<FacebookHandles>(json) ?? throw new JsonException("Empty handles.");
}

/// <summary>What Facebook needs to know of a Page beside its tokens; <c>platform_accounts.details</c>.</summary>
/// <param name="UserTokenEndsAt">Of the person's own token, from which the Page's can be read again.</param>
/// <param name="DataAccessEndsAt">After this the person must consent again, even where the Page's token lives on.</param>
public sealed record FacebookPageDetails(
    [property: JsonPropertyName("page_name")] string? PageName,
    [property: JsonPropertyName("tasks")] IReadOnlyList<string> Tasks,
    [property: JsonPropertyName("user_token_ends_at")] DateTimeOffset? UserTokenEndsAt,
    [property: JsonPropertyName("data_access_ends_at")] DateTimeOffset? DataAccessEndsAt)
{
    public string ToJson() => JsonSerializer.Serialize(this);
}
