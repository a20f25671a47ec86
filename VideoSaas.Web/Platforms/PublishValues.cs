using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms;

/// <summary>One post, as a platform needs it.</summary>
/// <param name="StorageKey">Of the file to send.</param>
/// <param name="BytesSent">Told the bytes that the platform has so far; may be called often and must return at once.</param>
public sealed record PublishWork(
    Guid PostId,
    AccountCredentials Account,
    string? Caption,
    string StorageKey,
    long SizeBytes,
    Action<long> BytesSent)
{
    /// <summary>Counts the post's submissions; with the post's id it names this one way to the platform.</summary>
    public int Arming { get; init; }

    public string? Title { get; init; }

    public PostSettings Settings { get; init; } = PostSettings.None;

    /// <summary>Of the file; null when not known.</summary>
    public TimeSpan? Duration { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    public string ContentType { get; init; } = "video/mp4";

    /// <summary>When the person wants it out.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }

    /// <summary>The picture of the cover that the person chose; null where they chose none.</summary>
    public CoverPicture? Cover { get; init; }
}

/// <summary>A stored picture.</summary>
/// <param name="ContentType">Such as <c>image/jpeg</c>.</param>
public sealed record CoverPicture(string StorageKey, long SizeBytes, string ContentType);

/// <summary>What stands in the post's status while a step runs.</summary>
public enum PublishPhase
{
    Preparing,
    Uploading,
    Checking,
}

/// <summary>Where one step of preparation led.</summary>
public abstract record PrepareAnswer
{
    private PrepareAnswer()
    {
    }

    /// <summary>A step is done; store the handles, then ask again.</summary>
    /// <param name="Step">Stable word for the timeline, such as <c>container_created</c>.</param>
    /// <param name="Next">The phase of the step that comes.</param>
    public sealed record Advanced(string Step, string Handles, PublishPhase Next, PlatformAnswer? Answer) : PrepareAnswer;

    /// <summary>Everything is with the platform; from here <see cref="IPlatform.CheckAsync"/> is asked.</summary>
    public sealed record Prepared(string Handles, PlatformAnswer? Answer) : PrepareAnswer;

    public sealed record Refused(PlatformError Error) : PrepareAnswer;
}

public abstract record CheckAnswer
{
    private CheckAnswer()
    {
    }

    /// <summary>The platform is at work; ask again after <paramref name="Wait"/>.</summary>
    public sealed record Working(TimeSpan Wait, PlatformAnswer? Answer) : CheckAnswer;

    /// <summary>Only the commit is left.</summary>
    public sealed record ReadyToCommit(PlatformAnswer? Answer) : CheckAnswer;

    /// <summary>It is out already, by a commit whose answer we never saw.</summary>
    public sealed record AlreadyLive(PlatformAnswer? Answer) : CheckAnswer;

    public sealed record Refused(PlatformError Error) : CheckAnswer;
}

/// <summary>What became of a cover's picture.</summary>
/// <param name="Error">Null: it was taken. A code that begins with <c>cover_</c> has a sentence of its own.</param>
public sealed record CoverAnswer(PlatformAnswer? Answer, PlatformError? Error);

public abstract record CommitAnswer
{
    private CommitAnswer()
    {
    }

    /// <param name="Handles">With the remote id in them.</param>
    public sealed record Committed(string? RemoteId, string Handles, PlatformAnswer Answer) : CommitAnswer;

    /// <summary>
    /// The platform took it and is still at work: whether it becomes public is asked by <see cref="IPlatform.ReconcileAsync"/>.
    /// </summary>
    public sealed record Accepted(string Handles, PlatformAnswer Answer) : CommitAnswer;

    /// <summary>Everything else. What it means for the post only <see cref="IPlatform.ReconcileAsync"/> can say.</summary>
    public sealed record NotAcknowledged(PlatformError Error) : CommitAnswer;
}

/// <summary>What is known about a commit that was permitted.</summary>
/// <param name="IntentAt">When the permission was stored: nothing was sent before.</param>
/// <param name="TakenRemoteIds">Ids on this account that other posts of ours already own.</param>
public sealed record CommitTrace(DateTimeOffset IntentAt, IReadOnlyCollection<string> TakenRemoteIds)
{
    /// <summary>When the latest permission was stored, where the same commit was sent more than once.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>How often it was permitted with these handles.</summary>
    public int Commits { get; init; } = 1;

    /// <summary>What the platform said to the latest commit, if it refused; a word, not yet the truth.</summary>
    public PlatformError? Refused { get; init; }
}

public abstract record ReconcileAnswer
{
    private ReconcileAnswer()
    {
    }

    /// <param name="RemoteId">Null when it is out but the platform does not tell which one it is.</param>
    public sealed record Live(string? RemoteId, string Handles, PlatformAnswer? Answer) : ReconcileAnswer;

    /// <summary>The platform has the commit and is at work on it; ask again after <paramref name="Wait"/>.</summary>
    public sealed record Working(TimeSpan Wait, string Handles, PlatformAnswer? Answer) : ReconcileAnswer;

    /// <summary>
    /// It is not out, and the handles are of a kind that can never be out twice: once seen again after
    /// <paramref name="Wait"/>, the same commit may be sent again.
    /// </summary>
    public sealed record NotYet(TimeSpan Wait, PlatformAnswer? Answer) : ReconcileAnswer;

    /// <summary>It is not out and these handles never will be.</summary>
    public sealed record NeverWillBe(PlatformError Error) : ReconcileAnswer;

    /// <summary>Nothing can be said now.</summary>
    /// <param name="Error">Why; Reauth means that only a new connection can tell.</param>
    public sealed record CannotTell(TimeSpan Wait, PlatformError Error) : ReconcileAnswer;
}

public abstract record ReadBackAnswer
{
    private ReadBackAnswer()
    {
    }

    public sealed record Found(string? RemoteId, string? Address, string? ShortCode, PlatformAnswer Answer) : ReadBackAnswer;

    /// <param name="RemoteId">The id, where at least that was found.</param>
    public sealed record NotYet(string? RemoteId, PlatformError? Error) : ReadBackAnswer;
}
