using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Results;

namespace VideoSaas.Web.Features.Publishing.Compose;

public enum KeepStatus
{
    /// <summary>Nothing was changed yet.</summary>
    Untouched,

    Waiting,
    Saved,

    /// <summary>Tried again by itself.</summary>
    Failed,

    /// <summary>Never will be: trying again would be refused again.</summary>
    Refused,
}

/// <summary>
/// Keeps a composer's content while it is written: a choice at once, words a moment after the last keystroke and never long after the
/// first, again and again where it fails. Everything here runs on the screen's own dispatcher.
/// </summary>
/// <param name="dispatch">Runs on the screen's dispatcher; its end is nobody's business.</param>
/// <param name="changed">Draws what is shown of the keeping.</param>
public sealed class DraftKeeper(
    TimeProvider time,
    ILogger<DraftKeeper> logger,
    Func<ComposeState> state,
    Func<SaveDraftInput, Task<Outcome<IReadOnlyDictionary<Guid, Guid>>>> save,
    Func<Func<Task>, Task> dispatch,
    Action changed) : IAsyncDisposable
{
    /// <summary>After the last keystroke.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(600);

    /// <summary>Whoever types without a pause is kept all the same.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _one = new(1);
    private ITimer? _timer;
    private DateTimeOffset? _waitingSince;
    private int _failures;
    private bool _ended;

    public KeepStatus Status { get; private set; }

    public DateTimeOffset? SavedAt { get; private set; }

    /// <summary>Why it is refused for good.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>Something was changed.</summary>
    public void Touch()
    {
        if (_ended || !state().IsDirty)
        {
            return;
        }

        var now = time.GetUtcNow();
        _waitingSince ??= now;
        Status = Status == KeepStatus.Failed ? KeepStatus.Failed : KeepStatus.Waiting;
        var left = _waitingSince.Value + LongestWait - now;
        Start(!state().WasTyped ? TimeSpan.Zero : left < Pause ? left : Pause);
    }

    /// <summary>Keeps now what is not kept yet.</summary>
    /// <returns>The posts of the chosen channels by account; null when it failed or was refused.</returns>
    public async Task<IReadOnlyDictionary<Guid, Guid>?> KeepAsync()
    {
        await _one.WaitAsync();
        try
        {
            _timer?.Dispose();
            _timer = null;
            _waitingSince = null;
            var revision = state().Revision;
            var outcome = await save(state().ToSave());
            Refusal = outcome.Refusal;
            if (outcome.Refusal is not null)
            {
                Status = KeepStatus.Refused;
                return null;
            }

            _failures = 0;
            state().Kept(revision);
            SavedAt = time.GetUtcNow();
            Status = state().IsDirty ? KeepStatus.Waiting : KeepStatus.Saved;
            return outcome.Value;
        }
        catch (Exception failure) when (failure is DbException or DbUpdateException or TimeoutException or IOException
            or InvalidOperationException { InnerException: DbException or TimeoutException })
        {
            KeeperLog.NotKept(logger, failure);
            Status = KeepStatus.Failed;
            if (!_ended)
            {
                var wait = FirstRetry * Math.Pow(2, Math.Min(_failures++, 6));
                Start(wait < LongestRetry ? wait : LongestRetry);
            }

            return null;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>What was not kept yet is kept now: whoever leaves the page loses nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        _ended = true;
        _timer?.Dispose();
        if (state().IsDirty && Status is KeepStatus.Waiting or KeepStatus.Failed)
        {
            await KeepAsync();
        }
    }

    private void Start(TimeSpan wait)
    {
        _timer?.Dispose();
        _timer = time.CreateTimer(
            _ => _ = dispatch(async () =>
            {
                if (!_ended)
                {
                    await KeepAsync();
                    changed();
                }
            }),
            null,
            wait < TimeSpan.Zero ? TimeSpan.Zero : wait,
            Timeout.InfiniteTimeSpan);
    }
}

internal static partial class KeeperLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A draft could not be kept; it is tried again")]
    public static partial void NotKept(ILogger logger, Exception exception);
}
