using System.Text.Json;
using System.Text.Json.Serialization;

namespace VideoSaas.Web.Platforms.Youtube;

/// <summary>What YouTube calls its side of one post; kept as JSON with the attempt.</summary>
/// <param name="Slug">The file's name at YouTube, made for this one upload: by it a video is known whose id was never told.</param>
/// <param name="SessionAddress">Of the upload; a secret, because it takes bytes from whoever knows it. Forgotten with the last byte.</param>
/// <param name="LastPartAt">From when the last bytes may have been sent, and so a video may exist.</param>
public sealed record YoutubeHandles(
    [property: JsonPropertyName("slug")] string Slug,
    [property: JsonPropertyName("session_address")] string? SessionAddress,
    [property: JsonPropertyName("opened_at")] DateTimeOffset OpenedAt,
    [property: JsonPropertyName("last_part_at")] DateTimeOffset? LastPartAt = null,
    [property: JsonPropertyName("video_id")] string? VideoId = null,
    [property: JsonPropertyName("uploaded_at")] DateTimeOffset? UploadedAt = null)
{
    public string ToJson() => JsonSerializer.Serialize(this);

    public static YoutubeHandles Parse(string json) =>
        JsonSerializer.Deserialize<YoutubeHandles>(json) ?? throw new JsonException("Empty handles.");

    /// <summary>All bytes are there.</summary>
    public YoutubeHandles Uploaded(string videoId, DateTimeOffset now) =>
        this with { SessionAddress = null, VideoId = videoId, UploadedAt = now };

    public override string ToString() => $"YoutubeHandles of {Slug}";
}

/// <summary>What YouTube needs to know of a channel beside its tokens; <c>platform_accounts.details</c>.</summary>
/// <param name="UploadsPlaylist">Of everything the channel uploaded, private videos too.</param>
/// <param name="HasAnalytics">The right to reports was given.</param>
public sealed record YoutubeChannelDetails(
    [property: JsonPropertyName("uploads_playlist")] string? UploadsPlaylist,
    [property: JsonPropertyName("has_analytics")] bool HasAnalytics)
{
    public string ToJson() => JsonSerializer.Serialize(this);

    public static YoutubeChannelDetails Parse(string? json) =>
        (json is null ? null : JsonSerializer.Deserialize<YoutubeChannelDetails>(json)) ?? new YoutubeChannelDetails(null, false);

    /// <summary>A channel's id begins with UC, the playlist of its uploads is the same with UU.</summary>
    public string PlaylistOf(string channelId) =>
        UploadsPlaylist ?? (channelId.StartsWith("UC", StringComparison.Ordinal) ? $"UU{channelId[2..]}" : channelId);
}
