namespace VideoSaas.Web.Components.Shared;

/// <summary>
/// Turns any number of signals into few redraws: the first at once, the next no sooner than the interval after the one before,
/// never two at the same time, and none lost: a signal during a redraw brings one more.
/// </summary>
public sealed class ThrottledRedraw : IDisposable
{
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly Func<Task> _redraw;
    private ITimer? _timer;
    private long? _lastStart;
    private bool _running;
    private bool _again;
    private bool _ended;

    /// <param name="redraw">Must not throw; what it throws is lost with its task.</param>
    public ThrottledRedraw(TimeProvider time, Func<Task> redraw, TimeSpan? interval = null)
    {
        _time = time;
        _redraw = redraw;
        _interval = interval ?? DefaultInterval;
    }

    /// <summary>From any thread; returns at once.</summary>
    public void Signal()
    {
        lock (_gate)
        {
            if (_ended || _timer is not null)
            {
                return;
            }

            if (_running)
            {
                _again = true;
                return;
            }

            StartOrWait();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            _timer?.Dispose();
            _timer = null;
        }
    }

    private void StartOrWait()
    {
        var wait = _lastStart is { } last ? _interval - _time.GetElapsedTime(last) : TimeSpan.Zero;
        if (wait <= TimeSpan.Zero)
        {
            Start();
        }
        else
        {
            _timer = _time.CreateTimer(_ => OnTime(), null, wait, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnTime()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
            if (!_ended)
            {
                Start();
            }
        }
    }

    private void Start()
    {
        _running = true;
        _lastStart = _time.GetTimestamp();
        _ = Task.Run(RunAsync);
    }

    private async Task RunAsync()
    {
        try
        {
            await _redraw();
        }
        finally
        {
            lock (_gate)
            {
                _running = false;
                if (_again && !_ended)
                {
                    _again = false;
                    StartOrWait();
                }
            }
        }
    }
}
