using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Features.Publishing.Compose;

namespace VideoSaas.Web.Features.Publishing;

/// <param name="Id">Our key of the account.</param>
/// <param name="WaitingPosts">Posts that go out after a reconnect.</param>
public sealed record ChannelView(
    Guid Id,
    Platform Platform,
    string? Username,
    string? DisplayName,
    AccountHealth Health,
    DateTimeOffset HealthSince,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset ConnectedAt,
    int WaitingPosts)
{
    /// <summary>Its person lets nothing go out there until further notice; null: it goes.</summary>
    public DateTimeOffset? PausedAt { get; init; }
}

/// <summary>One platform that can be connected here, and the person's accounts on it.</summary>
public sealed record PlatformChannels(Platform Platform, string ConnectAddress, IReadOnlyList<ChannelView> Accounts);

/// <summary>One channel in the composer.</summary>
/// <param name="Post">The post that this video already has on the platform, whatever its state.</param>
/// <param name="File">What would be sent; null while there is none.</param>
/// <param name="Facts">What the platform last said of the account; null where it was not asked.</param>
/// <param name="Title">Of the post's draft.</param>
/// <param name="TextLimits">Those of this account.</param>
/// <param name="SameClipAt">When the same file last went to this account under another row; null where it never did.</param>
public sealed record ComposeChannel(
    ChannelView Channel,
    PostRow? Post,
    TextLimits TextLimits,
    FileToPublish? File,
    AccountFacts? Facts,
    string? Title,
    PostSettings Settings,
    DateTimeOffset? SameClipAt = null)
{
    /// <summary>Nothing of this clip is out there or on its way.</summary>
    public bool IsOpen => Post switch
    {
        null or { Status: PostStatus.Failed or PostStatus.Cancelled } => true,
        { Status: PostStatus.Pending, IsSubmitted: false } => true,
        _ => false,
    };

    /// <summary>Written and never submitted.</summary>
    public bool HasDraft => IsOwn && Post is { Status: PostStatus.Pending, IsSubmitted: false };

    /// <summary>The platform's post, if any, is to go to this very account.</summary>
    public bool IsOwn => Post?.AccountId is null || Post.AccountId == Channel.Id;

    public bool NeedsReconnect => Channel.Health is AccountHealth.NeedsReauth or AccountHealth.Revoked;
}

/// <param name="Caption">The video's own, else of a post of it.</param>
/// <param name="FileAddress">What would be sent, to be played; null while there is none.</param>
public sealed record ComposeView(
    Guid VideoId,
    string OriginalFilename,
    string? ThumbnailAddress,
    string? FileAddress,
    int DurationSeconds,
    int? Width,
    int? Height,
    string? Caption,
    IReadOnlyList<ComposeChannel> Channels)
{
    /// <summary>Of the file that is shown.</summary>
    public long? SizeBytes { get; init; }

    public int? FramesPerSecond { get; init; }

    /// <summary>What the clip is called: its caption's first line, else its file's name.</summary>
    public string Title => ComposeQueries.FirstLineOf(Caption) ?? Path.GetFileNameWithoutExtension(OriginalFilename);
}

/// <summary>A post in a list. What the chip shows follows from status, submitted, hold and unconfirmed.</summary>
public sealed record PostRow(
    Guid Id,
    Guid VideoId,
    Platform Platform,
    Guid? AccountId,
    string? AccountName,
    string? Caption,
    PostStatus Status,
    DateTimeOffset StatusSince,
    int UploadProgress,
    bool IsSubmitted,
    bool IsUnconfirmed,
    HoldCode? HoldCode,
    string? ErrorCode,
    string? ErrorMessage,
    DateTimeOffset? ScheduledFor,
    DateTimeOffset? PostedAt,
    string? Address,
    string? ShortCode);

/// <summary>One arming's way to the platform.</summary>
public sealed record AttemptRow(
    int Arming,
    string Step,
    DateTimeOffset StartedAt,
    DateTimeOffset ChangedAt,
    DateTimeOffset? IntentAt,
    CommitOutcome? Outcome,
    string? ResolvedBy,
    DateTimeOffset? ResolvedAt,
    string? LastAnswer);

/// <summary>One line of the post's history, newest first.</summary>
/// <param name="Action">Word of the trail, such as <c>post.published</c>.</param>
/// <param name="Changes">JSON object: column → [before, after].</param>
public sealed record TimelineRow(DateTimeOffset At, string Action, string? ActorType, string? ActorId, string? Changes, string? Reason);

/// <summary>One step with the platform.</summary>
/// <param name="RequestId">By which the platform's people can find it.</param>
/// <param name="NextTryAt">What follows, where that is known.</param>
public sealed record StepRow(
    DateTimeOffset At, int Arming, string Step, StepOutcome Outcome, string? ErrorCode, string? Message, string? RequestId, DateTimeOffset? NextTryAt);

/// <summary>What was found when the post was looked at ahead of its time.</summary>
public sealed record CheckRow(DateTimeOffset At, CheckStage Stage, VerdictLevel Outcome, IReadOnlyList<CheckFinding> Findings);

/// <param name="CanCancel">Nothing irreversible was sent.</param>
/// <param name="NextTryAt">When the machine tries again by itself.</param>
public sealed record PostPage(
    PostRow Post,
    string VideoFilename,
    string? ThumbnailAddress,
    int RetryCount,
    int MaxRetries,
    bool IsCommitted,
    bool CanCancel,
    bool CanRetry,
    DateTimeOffset? NextTryAt,
    string? ApiResponse,
    string? ErrorDetails,
    IReadOnlyList<AttemptRow> Attempts,
    IReadOnlyList<TimelineRow> Timeline,
    IReadOnlyList<StepRow> Steps,
    IReadOnlyList<CheckRow> Checks)
{
    /// <summary>The post is out, but its clip was deleted for good here.</summary>
    public bool IsVideoGone { get; init; }
}

/// <summary>A video that can be posted. The title is the caption's first line, else the file's name.</summary>
public sealed record PostableVideo(Guid Id, string Title, string? ThumbnailAddress);
