using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;

namespace VideoSaas.Domain.Publishing;

/// <summary>One clip on one platform. A failed or cancelled post is re-armed in its own row.</summary>
public sealed class PlatformPost : EventSource, IAudited
{
    public const string OutcomeUnknownCode = "outcome_unknown";

    private PlatformPost()
    {
    }

    public Guid Id { get; private init; }

    public Guid VideoId { get; private init; }

    public Guid UserId { get; private init; }

    public Platform Platform { get; private init; }

    /// <summary>The platform's own id of the account.</summary>
    public string? PlatformAccountId { get; private set; }

    /// <summary>Our key of the connected account; null once that is removed.</summary>
    public Guid? ConnectedAccountId { get; private set; }

    /// <summary>For platforms whose posts have one.</summary>
    public string? Title { get; private set; }

    public string? Caption { get; private set; }

    /// <summary>JSON: <see cref="PostSettings"/>.</summary>
    public string? Settings { get; private set; }

    public string[]? Hashtags { get; private set; }

    public string[]? Mentions { get; private set; }

    public PostStatus UploadStatus { get; private set; }

    public DateTimeOffset StatusChangedAt { get; private set; }

    /// <summary>0 to 100: bytes that the platform has.</summary>
    public int UploadProgress { get; private set; }

    public string? PlatformPostId { get; private set; }

    public string? PlatformPostUrl { get; private set; }

    public string? PlatformShortCode { get; private set; }

    /// <summary>JSON: full_response, headers without secrets, status_code of the last answer that mattered.</summary>
    public string? ApiResponse { get; private set; }

    public string? ErrorCode { get; private set; }

    public string? ErrorMessage { get; private set; }

    /// <summary>JSON: the platform's class, code, subcode, trace id.</summary>
    public string? ErrorDetails { get; private set; }

    public int RetryCount { get; private set; }

    public int MaxRetries { get; private set; } = 3;

    public DateTimeOffset? LastRetryAt { get; private set; }

    public DateTimeOffset? ScheduledFor { get; private set; }

    /// <summary>Null: a draft. Set: the person wants it out.</summary>
    public DateTimeOffset? SubmittedAt { get; private set; }

    /// <summary>When a prepared post is to be committed.</summary>
    public DateTimeOffset? CommitAt { get; private set; }

    public DateTimeOffset? PostedAt { get; private set; }

    public HoldCode? HoldCode { get; private set; }

    /// <summary>Counts how often it was armed; the key of its publish attempts.</summary>
    public int Arming { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public bool IsUnconfirmed => UploadStatus == PostStatus.Checking && ErrorCode == OutcomeUnknownCode;

    string IAudited.AuditResourceType => "platform_post";

    Guid? IAudited.AuditOwnerId => UserId;

    IReadOnlyList<string> IAudited.AuditedProperties { get; } =
        [nameof(UploadStatus), nameof(ErrorCode), nameof(HoldCode), nameof(ScheduledFor), nameof(PlatformPostId)];

    /// <summary>A draft: pending, not submitted.</summary>
    public static PlatformPost Draft(
        Guid id, Guid videoId, Guid userId, Platform platform, Guid connectedAccountId, string platformAccountId, DateTimeOffset now) => new()
        {
            Id = id,
            VideoId = videoId,
            UserId = userId,
            Platform = platform,
            ConnectedAccountId = connectedAccountId,
            PlatformAccountId = platformAccountId,
            CreatedAt = now,
        };

    public void Write(string? caption, string[] hashtags, string[] mentions)
    {
        Caption = caption;
        Hashtags = hashtags;
        Mentions = mentions;
    }

    /// <summary>What goes out beside the caption.</summary>
    public void Choose(string? title, PostSettings settings)
    {
        Title = title;
        Settings = settings == PostSettings.None ? null : settings.ToJson();
    }

    /// <summary>Sends it to another connected account of the same platform.</summary>
    /// <exception cref="InvalidOperationException">It is under way or published: its account is history.</exception>
    public void SendTo(Guid connectedAccountId, string platformAccountId)
    {
        if (UploadStatus is not (PostStatus.Pending or PostStatus.Failed or PostStatus.Cancelled))
        {
            throw new InvalidOperationException("A post that is under way or published keeps its account.");
        }

        ConnectedAccountId = connectedAccountId;
        PlatformAccountId = platformAccountId;
    }

    /// <summary>Of a draft: when it is to go out once it is submitted; null when that is open.</summary>
    /// <exception cref="InvalidOperationException">It was submitted: its time is moved, not wished for.</exception>
    public void WishFor(DateTimeOffset? at)
    {
        if (SubmittedAt is not null)
        {
            throw new InvalidOperationException("A submitted post has a time.");
        }

        ScheduledFor = at;
    }

    /// <summary>Submits it for <paramref name="at"/> under a new arming; records <see cref="PostArmed"/>. Also begins one anew that was not committed yet.</summary>
    /// <exception cref="InvalidOperationException">It is under way or published.</exception>
    public void Arm(DateTimeOffset at, DateTimeOffset now)
    {
        MoveTo(PostStatus.Pending);
        Arming++;
        SubmittedAt = now;
        ScheduledFor = at;
        CommitAt = null;
        HoldCode = null;
        UploadProgress = 0;
        ErrorCode = null;
        ErrorMessage = null;
        ErrorDetails = null;
        Happened(new PostArmed(Id, VideoId, UserId, Platform, at));
    }

    /// <summary>Another minute, the same arming: what is prepared stays so.</summary>
    /// <exception cref="InvalidOperationException">It is not waiting for a time.</exception>
    public void MoveTime(DateTimeOffset at)
    {
        if (SubmittedAt is null || UploadStatus is PostStatus.Published or PostStatus.Failed or PostStatus.Cancelled)
        {
            throw new InvalidOperationException("Only a submitted post that is not at its end has a time to move.");
        }

        ScheduledFor = at;
        CommitAt = CommitAt is null ? null : at;
    }

    /// <summary>Everything is with the platform; only the commit is left, and it waits for its minute.</summary>
    /// <param name="at">Null: it waits no longer, the commit is on its way.</param>
    public void AwaitCommit(DateTimeOffset? at)
    {
        if (UploadStatus != PostStatus.Checking)
        {
            throw new InvalidOperationException("Only a prepared post waits for its commit.");
        }

        CommitAt = at;
    }

    /// <exception cref="InvalidOperationException">The step is not in <see cref="PostTransitions"/>.</exception>
    public void MoveTo(PostStatus status)
    {
        PostTransitions.Table.Demand(UploadStatus, status);
        UploadStatus = status;
        if (status != PostStatus.Checking)
        {
            CommitAt = null;
        }
    }

    public void ReportProgress(int percent) => UploadProgress = Math.Clamp(percent, 0, 100);

    public void KeepAnswer(string apiResponse) => ApiResponse = apiResponse;

    public void Publish(string? platformPostId, DateTimeOffset postedAt)
    {
        MoveTo(PostStatus.Published);
        PlatformPostId = platformPostId ?? PlatformPostId;
        PostedAt ??= postedAt;
        UploadProgress = 100;
        ErrorCode = null;
        ErrorMessage = null;
        ErrorDetails = null;
        Happened(new PostWentOn(Id, UserId));
    }

    /// <summary>Where to see it; may come after it was published.</summary>
    public void Locate(string? url, string? shortCode)
    {
        PlatformPostUrl = url ?? PlatformPostUrl;
        PlatformShortCode = shortCode ?? PlatformShortCode;
    }

    public void Fail(string code, string message, string? details)
    {
        MoveTo(PostStatus.Failed);
        ErrorCode = code;
        ErrorMessage = message;
        ErrorDetails = details;
        Happened(new PostFailed(Id, UserId, Arming));
    }

    /// <summary>The commit was sent and its answer never came: stays checking, shown as unconfirmed.</summary>
    public void MarkUnknown(string message, string? details)
    {
        if (UploadStatus != PostStatus.Checking)
        {
            throw new InvalidOperationException("Only a post that is being checked can have an unknown outcome.");
        }

        if (!IsUnconfirmed)
        {
            Happened(new PostUnconfirmed(Id, UserId, Arming));
        }

        ErrorCode = OutcomeUnknownCode;
        ErrorMessage = message;
        ErrorDetails = details;
    }

    /// <summary>Back to pending and out of the queue until what holds it is mended.</summary>
    public void Hold(HoldCode why, string message)
    {
        MoveTo(PostStatus.Pending);
        HoldCode = why;
        ErrorMessage = message;
        UploadProgress = 0;
        Happened(new PostHeld(Id, UserId, Arming, why));
    }

    /// <summary>What held it is mended and the same arming goes on.</summary>
    public void Release()
    {
        if (HoldCode is not null)
        {
            Happened(new PostWentOn(Id, UserId));
        }

        HoldCode = null;
        ErrorMessage = null;
    }

    /// <summary>The person called it off before anything irreversible was sent; a second time is no change.</summary>
    /// <exception cref="InvalidOperationException">It is published.</exception>
    public void Cancel()
    {
        MoveTo(PostStatus.Cancelled);
        HoldCode = null;
        UploadProgress = 0;
        Happened(new PostWentOn(Id, UserId));
    }

    /// <summary>A failed post goes round again by itself.</summary>
    public void Retry(DateTimeOffset now)
    {
        RetryCount++;
        LastRetryAt = now;
        Arm(now, now);
    }
}
