namespace VideoSaas.Web.Engine.Live;

/// <summary>A change that a person's pages may want to show. The database is the truth: read your rows again.</summary>
/// <param name="Kind">user, video, job, post, upload, account; or <see cref="Gap"/>.</param>
public readonly record struct LiveSignal(string Kind, Guid Resource)
{
    /// <summary>The listener was away: anything may have changed.</summary>
    public const string Gap = "gap";

    /// <summary>
    /// By the clock's timestamps, when this process heard of it: what is read from then on shows the change. 0 when not known.
    /// No part of what the signal says, nor of its equality.
    /// </summary>
    public long HeardAt { get; init; }

    public bool Equals(LiveSignal other) => Kind == other.Kind && Resource == other.Resource;

    public override int GetHashCode() => HashCode.Combine(Kind, Resource);
}

/// <summary>One listener a process hands changes to whoever subscribed, by owner.</summary>
public interface ILiveEvents
{
    /// <summary>
    /// Calls <paramref name="onSignal"/> for each change of that owner's things, on any thread, without waiting for it.
    /// It must return quickly (set a flag, schedule a redraw). Ends on dispose.
    /// </summary>
    IDisposable Subscribe(Guid ownerId, Action<LiveSignal> onSignal);
}
