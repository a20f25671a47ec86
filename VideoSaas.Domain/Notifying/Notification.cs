namespace VideoSaas.Domain.Notifying;

/// <summary>What a person is told of; each kind can be turned off by itself, in the app and by mail.</summary>
public enum NotificationKind
{
    PostFailed,
    PostUnconfirmed,
    PostWarning,
    ChannelReconnect,
    QuotaLow,
    VideoFailed,
    WeeklyDigest,
}

/// <summary>One thing that a person was told in the app.</summary>
public sealed class Notification
{
    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    public NotificationKind Kind { get; init; }

    /// <summary>The same news told twice is one row: unique for the person.</summary>
    public required string Key { get; init; }

    /// <summary>What it is about: post, video, account, user.</summary>
    public required string ResourceType { get; init; }

    public Guid ResourceId { get; init; }

    /// <summary>JSON: <see cref="NotificationFacts"/>.</summary>
    public required NotificationFacts Facts { get; init; }

    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>What it was about is mended or gone by itself.</summary>
    public DateTimeOffset? SettledAt { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The structure of <c>notifications.facts</c>: what its sentence needs, as it was when it was told.</summary>
/// <param name="Code">Why, a stable word such as <c>media_refused</c>.</param>
/// <param name="Platform">The platform's word, where one is meant.</param>
/// <param name="Subject">What the person calls the thing: a caption's first line, a file name, a channel's name.</param>
/// <param name="Arguments">Values for the sentence's placeholders.</param>
public sealed record NotificationFacts(
    string? Code = null, string? Platform = null, string? Subject = null, IReadOnlyList<string>? Arguments = null);
