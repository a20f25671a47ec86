namespace VideoSaas.Web.Data;

/// <summary>
/// A hint for browsers, kept an hour. Written by triggers with the change itself, so that no path can forget it.
/// </summary>
public sealed class LiveEvent
{
    /// <summary>Rises with time; a listener that was away reads what is above its last one.</summary>
    public long Id { get; init; }

    public Guid OwnerId { get; init; }

    /// <summary>user, video, job, post, upload, account, notification, export.</summary>
    public required string Kind { get; init; }

    public Guid Resource { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
