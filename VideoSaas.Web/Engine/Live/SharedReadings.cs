namespace VideoSaas.Web.Engine.Live;

/// <summary>
/// One reading for all of a person's tabs in this process that show the same thing. A reading that began after a change was
/// heard of shows it and may be joined, one that began before may not.
/// </summary>
public sealed class SharedReadings<T>(TimeProvider time)
{
    /// <summary>A tab that comes this late joins a reading that is over; no change can have been heard of since.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(Guid Person, Guid Resource), Reading> _newest = [];

    /// <param name="since">By the clock's timestamps: the reading must have begun then or later.</param>
    /// <param name="read">Not cancelled with <paramref name="token"/>, which ends only this one's waiting.</param>
    public Task<T> ReadAsync(Guid personId, Guid resource, long since, Func<Task<T>> read, CancellationToken token)
    {
        var key = (personId, resource);
        Reading reading;
        lock (_gate)
        {
            if (!_newest.TryGetValue(key, out reading) || reading.Began < since || reading.Result.IsFaulted)
            {
                // Away from the circuit that happens to come first: the others must not wait for its turn.
                reading = new Reading(time.GetTimestamp(), Task.Run(read, CancellationToken.None));
                _newest[key] = reading;
                _ = ForgetAsync(key, reading);
            }
        }

        return reading.Result.WaitAsync(token);
    }

    /// <summary>How many are kept: nothing stays of what nobody looks at.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _newest.Count;
            }
        }
    }

    private async Task ForgetAsync((Guid Person, Guid Resource) key, Reading reading)
    {
        // Whoever waits for it hears of a failure.
        await reading.Result.ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
        await Task.Delay(Kept, time).ConfigureAwait(false);
        lock (_gate)
        {
            if (_newest.TryGetValue(key, out var newest) && newest == reading)
            {
                _newest.Remove(key);
            }
        }
    }

    private readonly record struct Reading(long Began, Task<T> Result);
}
