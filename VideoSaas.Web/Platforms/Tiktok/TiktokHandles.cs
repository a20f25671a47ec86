using System.Text.Json;
using System.Text.Json.Serialization;

namespace VideoSaas.Web.Platforms.Tiktok;

/// <summary>What TikTok calls its side of one post; kept as JSON with the attempt.</summary>
/// <param name="UploadAddress">Authorises by itself, for an hour from <paramref name="CreatedAt"/>.</param>
/// <param name="SentBytes">Where the next chunk begins: always a boundary of the plan.</param>
/// <param name="Username">Of the account when it was begun, for the post's address.</param>
/// <param name="AcceptedAt">When the last chunk was acknowledged.</param>
/// <param name="PostId">Known only when the post is public and moderated.</param>
public sealed record TiktokHandles(
    [property: JsonPropertyName("publish_id")] string PublishId,
    [property: JsonPropertyName("upload_address")] string UploadAddress,
    [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("size_bytes")] long SizeBytes,
    [property: JsonPropertyName("chunk_bytes")] long ChunkBytes,
    [property: JsonPropertyName("chunk_count")] int ChunkCount,
    [property: JsonPropertyName("sent_bytes")] long SentBytes = 0,
    [property: JsonPropertyName("username")] string? Username = null,
    [property: JsonPropertyName("accepted_at")] DateTimeOffset? AcceptedAt = null,
    [property: JsonPropertyName("post_id")] string? PostId = null)
{
    [JsonIgnore]
    public ChunkPlan Plan => new(SizeBytes, ChunkBytes, ChunkCount);

    public string ToJson() => JsonSerializer.Serialize(this);

    public static TiktokHandles Parse(string json) =>
        JsonSerializer.Deserialize<TiktokHandles>(json) ?? throw new JsonException("Empty handles.");
}

/// <summary>What TikTok needs to know of an account beside its tokens; <c>platform_accounts.details</c>.</summary>
/// <param name="RefreshEndsAt">After this the person must consent again.</param>
public sealed record TiktokAccountDetails(
    [property: JsonPropertyName("union_id")] string? UnionId,
    [property: JsonPropertyName("avatar_url")] string? AvatarAddress,
    [property: JsonPropertyName("refresh_ends_at")] DateTimeOffset? RefreshEndsAt)
{
    public string ToJson() => JsonSerializer.Serialize(this);
}
