namespace VideoSaas.Web.Engine.Live;

/// <summary>
/// One subscriber's hints, in order and one at a time, on the thread pool: a slow one neither holds up the listener nor piles
/// up hints without end.
/// </summary>
internal sealed partial class LiveSubscription(
    Guid ownerId, Action<LiveSignal> onSignal, int limit, Action<LiveSubscription> onDispose, ILogger log)
    : IDisposable, IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly Queue<LiveSignal> _waiting = [];
    private bool _running;
    private bool _disposed;

    public Guid OwnerId => ownerId;

    public void Post(LiveSignal signal)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            if (_waiting.Count >= limit)
            {
                _waiting.Clear();
                signal = new LiveSignal(LiveSignal.Gap, Guid.Empty);
            }

            _waiting.Enqueue(signal);
            if (_running)
            {
                return;
            }

            _running = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Execute()
    {
        while (Next() is { } signal)
        {
            try
            {
                onSignal(signal);
            }
            catch (Exception failure)
            {
                LogSubscriberFailed(failure);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _waiting.Clear();
        }

        onDispose(this);
    }

    private LiveSignal? Next()
    {
        lock (_gate)
        {
            if (!_disposed && _waiting.TryDequeue(out var signal))
            {
                return signal;
            }

            _running = false;
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A subscriber of live events failed")]
    private partial void LogSubscriberFailed(Exception failure);
}
