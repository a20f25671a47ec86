namespace VideoSaas.Web.Engine.Live;

/// <summary>A change that a person's pages may want to show. The database is the truth: read your rows again.</summary>
/// <param name="Kind">user, video, job, post, upload, account; or <see cref="Gap"/>.</param>
public readonly record struct LiveSignal(string Kind, Guid Resource)
{
    /// <summary>The listener was away: anything may have changed.</summary>
    public const string Gap = "gap";
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
