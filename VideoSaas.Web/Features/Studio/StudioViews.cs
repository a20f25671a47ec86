using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Analytics;
using VideoSaas.Web.Features.Publishing;

namespace VideoSaas.Web.Features.Studio;

/// <summary>A video as cards and lists show it.</summary>
/// <param name="Title">First line of the caption, else the file's name without its ending.</param>
/// <param name="ErrorCode">Of a failed video.</param>
/// <param name="Percent">Of the download or the encoding that runs now.</param>
/// <param name="Posts">Drafts included, oldest first.</param>
public sealed record Clip(
    Guid Id,
    string Title,
    string? ThumbnailAddress,
    string? PreviewAddress,
    int DurationSeconds,
    VideoStatus Status,
    string? ErrorCode,
    IReadOnlyList<string> ErrorArguments,
    int? Percent,
    IReadOnlyList<ClipPost> Posts)
{
    public string Filename { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when it is in the bin; null: it is not.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>By name.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}

public sealed record ClipPost(
    Guid Id,
    Platform Platform,
    PostStatus Status,
    bool IsSubmitted,
    bool IsUnconfirmed,
    HoldCode? Hold,
    DateTimeOffset? ScheduledFor)
{
    public DateTimeOffset? PostedAt { get; init; }
}

/// <summary>One row of work as its pages show it.</summary>
/// <param name="Waits">Not released yet: another job comes first.</param>
public sealed record JobView(
    Guid Id,
    string Type,
    JobStatus Status,
    int Attempts,
    int MaxAttempts,
    int? Percent,
    string? Stage,
    JobProgressDetails? Details,
    DateTimeOffset? StartedAt,
    DateTimeOffset? CompletedAt,
    int? DurationMs,
    DateTimeOffset? BackoffUntil,
    string? ErrorCode,
    Guid? DependsOn,
    bool Waits,
    DateTimeOffset UpdatedAt,
    IReadOnlyList<AttemptView> Tries)
{
    public bool HasGivenUp => Status == JobStatus.Failed && BackoffUntil is null;
}

public sealed record AttemptView(int Number, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, AttemptOutcome? Outcome, string? ErrorCode);

/// <summary>What the progress of a video's processing is drawn from.</summary>
/// <param name="Jobs">Of the present making, oldest first; publishing left out.</param>
public sealed record VideoWork(
    VideoStatus Status,
    string? ErrorCode,
    IReadOnlyList<string> ErrorArguments,
    long SizeBytes,
    int? Width,
    int? Height,
    DateTimeOffset? StartedAt,
    IReadOnlyList<JobView> Jobs);

/// <param name="MadeFor">Platforms that take the file; empty for the source.</param>
/// <param name="Work">How it came to be; null of a source.</param>
public sealed record VersionView(
    Guid Id, AssetKind Kind, long SizeBytes, int? Width, int? Height, FileWork? Work, IReadOnlyList<Platform> MadeFor);

/// <summary>Facts of the source; unknown is null.</summary>
public sealed record SourceFacts(
    string Filename,
    long SizeBytes,
    string? Container,
    int? Width,
    int? Height,
    double? FramesPerSecond,
    bool IsHdr,
    string? VideoCodec,
    string? AudioCodec,
    int? AudioChannels,
    TimeSpan? Length,
    double? LoudnessLufs,
    string? Sha256);

/// <summary>A deed from the trail, in the words of the trail.</summary>
public sealed record TrailLine(DateTimeOffset At, string Action, string? ActorType, Guid? ResourceId, string? After);

/// <param name="DeletedAt">Since when it is in the bin.</param>
/// <param name="PlayAddress">The result, else a preview; null while there is neither.</param>
/// <param name="IsPreview">What plays is only the quick preview.</param>
/// <param name="HasSource">A refused file is removed: there is nothing to process again.</param>
/// <param name="UploadStartedAt">Null when the video did not come by an upload of ours.</param>
/// <param name="IsImported">It was fetched from an address, or is to be.</param>
public sealed record VideoView(
    Guid Id,
    string Title,
    string? Caption,
    DateTimeOffset? DeletedAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset? UploadStartedAt,
    bool IsImported,
    string? ThumbnailAddress,
    string? PlayAddress,
    bool IsPreview,
    bool IsPublishable,
    bool HasSource,
    VideoWork Work,
    SourceFacts Facts,
    IReadOnlyList<VersionView> Versions,
    IReadOnlyList<PlatformDecision> Decisions,
    IReadOnlyList<PostRow> Posts,
    IReadOnlyList<EarnedSeries> Numbers,
    IReadOnlyList<TrailLine> Trail)
{
    public bool IsDeleted => DeletedAt is not null;
}

/// <summary>A post in a list that mixes videos.</summary>
public sealed record PostOfClip(PostRow Post, string Title, string? ThumbnailAddress);

public sealed record WorkOfClip(Clip Clip, VideoWork Work);

/// <param name="Views">Null: never read.</param>
public sealed record PostThatWentOut(PostRow Post, string Title, string? ThumbnailAddress, long? Views);

/// <param name="GoingOut">The next departures, in order.</param>
/// <param name="Quota">Set when this month's videos are used up.</param>
/// <param name="HasVideo">Of the first-run checklist, with the two that follow; computed from what is there.</param>
public sealed record HomeView(
    IReadOnlyList<Clip> FailedVideos,
    IReadOnlyList<PostOfClip> TroubledPosts,
    IReadOnlyList<WorkOfClip> Processing,
    IReadOnlyList<PostOfClip> Publishing,
    IReadOnlyList<Departure> GoingOut,
    IReadOnlyList<PostThatWentOut> WentOut,
    EarnedWeek Week,
    IReadOnlyList<ChannelView> Channels,
    QuotaUsed? Quota,
    bool HasVideo,
    bool HasChannel,
    bool HasPublished);

/// <summary>Every video of the month is used.</summary>
public sealed record QuotaUsed(int Quota, DateOnly Resets);
