using System.Text.Json;
using System.Text.Json.Serialization;

namespace VideoSaas.Web.Platforms.Twitter;

/// <summary>What X calls its side of one post; kept as JSON with the attempt.</summary>
/// <param name="MediaKey">Of this upload alone: by it a post in the timeline is known to be ours.</param>
/// <param name="ChunkBytes">Of this upload: a segment's number names the same bytes whatever is configured later.</param>
/// <param name="ChunksStored">Segments that the platform has, from the first on.</param>
/// <param name="ExpiresAt">When finished media can no longer be attached.</param>
/// <param name="PostId">Known from the answer to the commit, or from the timeline.</param>
public sealed record TwitterHandles(
    [property: JsonPropertyName("media_id")] string MediaId,
    [property: JsonPropertyName("media_key")] string MediaKey,
    [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("size_bytes")] long SizeBytes,
    [property: JsonPropertyName("chunk_bytes")] int ChunkBytes,
    [property: JsonPropertyName("chunks_stored")] int ChunksStored = 0,
    [property: JsonPropertyName("finalized_at")] DateTimeOffset? FinalizedAt = null,
    [property: JsonPropertyName("expires_at")] DateTimeOffset? ExpiresAt = null,
    [property: JsonPropertyName("post_id")] string? PostId = null)
{
    /// <summary>Segments of the whole file.</summary>
    [JsonIgnore]
    public int Chunks => (int)((SizeBytes + ChunkBytes - 1) / ChunkBytes);

    public string ToJson() => JsonSerializer.Serialize(this);

    public static TwitterHandles Parse(string json) =>
        JsonSerializer.Deserialize<TwitterHandles>(json) ?? throw new JsonException("Empty handles.");
}

/// <summary>What is kept of an account beside its tokens; <c>platform_accounts.details</c>.</summary>
/// <param name="Subscription">X's word: <c>None</c>, <c>Basic</c>, <c>Premium</c>, <c>PremiumPlus</c>; null where it was not told.</param>
public sealed record TwitterAccountDetails(
    [property: JsonPropertyName("subscription")] string? Subscription,
    [property: JsonPropertyName("verified_type")] string? VerifiedType,
    [property: JsonPropertyName("read_at")] DateTimeOffset ReadAt)
{
    public string ToJson() => JsonSerializer.Serialize(this);
}
