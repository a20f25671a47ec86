using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Youtube.Twin;

/// <summary>A person with a Google account and one channel; found by the login, which is the channel's handle too.</summary>
internal sealed record TwinUser(string Login, string ChannelId, string Title) : ITwinDocument
{
    static string ITwinDocument.Kind => "user";

    public string UploadsPlaylist => $"UU{ChannelId[2..]}";
}

/// <summary>Finds the person of a channel.</summary>
internal sealed record TwinChannel(string Id, string Login) : ITwinDocument
{
    static string ITwinDocument.Kind => "channel";
}

/// <summary>One consent: what was ticked. Every token that came of it dies with it.</summary>
/// <param name="HasChannel">False: the Google account that consented has no channel.</param>
internal sealed record TwinGrant(string Id, string Login, IReadOnlyList<string> Scopes, bool HasChannel, bool IsRevoked) : ITwinDocument
{
    static string ITwinDocument.Kind => "grant";
}

/// <summary>Kept under the hash of the code: the code itself is nowhere.</summary>
/// <param name="Challenge">Of PKCE, by S256; null where none was sent.</param>
/// <param name="IsOffline">A refresh token comes with it.</param>
internal sealed record TwinCode(
    string GrantId, string RedirectAddress, string? Challenge, bool IsOffline, DateTimeOffset EndsAt, bool IsUsed) : ITwinDocument
{
    static string ITwinDocument.Kind => "code";
}

/// <summary>Kept under the hash of the token.</summary>
/// <param name="EndsAt">Of an access token; a refresh token does not end by time.</param>
internal sealed record TwinToken(bool IsRefresh, string GrantId, DateTimeOffset? EndsAt) : ITwinDocument
{
    static string ITwinDocument.Kind => "token";
}

/// <summary>An upload, kept under the hash of its id. Its bytes lie where those of its video will.</summary>
/// <param name="SizeBytes">Null while nobody has said it.</param>
/// <param name="Parts">Of the resource, which the final answer holds.</param>
/// <param name="EndStatus">Of the final answer, which is said again to whoever asks again.</param>
internal sealed record TwinSession(
    string VideoId,
    string ChannelId,
    long? SizeBytes,
    string ContentType,
    string? Slug,
    string Metadata,
    string Parts,
    DateTimeOffset OpenedAt,
    int? EndStatus = null,
    string? EndBody = null) : ITwinDocument
{
    static string ITwinDocument.Kind => "session";

    public string BlobKey => TwinVideo.BlobKeyOf(VideoId);
}

/// <summary>Finds the channel of a video.</summary>
internal sealed record TwinVideoOwner(string ChannelId) : ITwinDocument
{
    static string ITwinDocument.Kind => "video_owner";
}

internal sealed record TwinSnippet(
    string Title, string Description, IReadOnlyList<string> Tags, string CategoryId, string? DefaultLanguage = null);

internal sealed record TwinStatus(
    string PrivacyStatus,
    DateTimeOffset? PublishAt,
    string License,
    bool Embeddable,
    bool PublicStatsViewable,
    bool SelfDeclaredMadeForKids,
    bool ContainsSyntheticMedia);

/// <summary>Kept under the channel's id and its own.</summary>
/// <param name="Verdict">processed, failed or rejected; null until the file was looked at.</param>
/// <param name="Reason">Why it failed or was rejected.</param>
/// <param name="CoverType">Of the picture that was set for it; null: YouTube draws its own.</param>
/// <param name="ShownAt">When it was first to be seen by others than its owner; null: never.</param>
internal sealed record TwinVideo(
    string Id,
    string ChannelId,
    string? Slug,
    long SizeBytes,
    DateTimeOffset UploadedAt,
    TwinSnippet Snippet,
    TwinStatus Status,
    DateTimeOffset? ShownAt,
    string? Verdict = null,
    string? Reason = null,
    long? DurationMs = null,
    int? Width = null,
    int? Height = null,
    string? CoverType = null) : ITwinDocument
{
    static string ITwinDocument.Kind => "video";

    public string Key => $"{ChannelId}/{Id}";

    public string BlobKey => BlobKeyOf(Id);

    public string CoverKey => BlobKey.Replace(".mp4", ".cover", StringComparison.Ordinal);

    public bool IsPrivate => Status.PrivacyStatus == YoutubeMetadata.Private;

    /// <summary>Not by the id itself: two of them may differ in nothing but their capitals.</summary>
    public static string BlobKeyOf(string videoId) => $"sandbox/youtube/{TwinSecrets.HashOf(videoId)[..32]}.mp4";
}
