using System.Globalization;
using Microsoft.AspNetCore.Components;
using VideoSaas.Domain.Auditing;
using VideoSaas.Web.Engine.Live;
using VideoSaas.Web.Host;

namespace VideoSaas.Web.Components.Shared;

/// <summary>
/// A component that shows a person's own rows and keeps them true: it reads them, reads them again on every change that
/// concerns it (at once, then at most ten times a second) and after a gap, and lets go when it is gone.
/// </summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationToken _ended;

    // A component is made in its person's language; a signal arrives in that of whoever caused the change.
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;
    private readonly CultureInfo _uiCulture = CultureInfo.CurrentUICulture;
    private IDisposable? _subscription;
    private ThrottledRedraw? _redraw;
    private bool _needsRead = true;

    // Written by whatever thread brings a signal.
    private long _toldAt;
    private int _wantsWhole;

    // The token outlives its source, which may be disposed while a read is still on its way.
    protected LiveComponent() => _ended = _end.Token;

    [Inject]
    protected ICurrentActor CurrentActor { get; set; } = default!;

    [Inject]
    private ILiveEvents Live { get; set; } = default!;

    [Inject]
    protected TimeProvider Time { get; set; } = default!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = default!;

    /// <summary>Whose page it is; known before the first reading.</summary>
    protected Actor? Person { get; private set; }

    /// <summary>Cancelled when the component is gone.</summary>
    protected CancellationToken Ended => _ended;

    /// <summary>Reads what is shown into fields; called before the first drawing and again for every change.</summary>
    protected abstract Task ReadAsync(Actor actor, CancellationToken token);

    /// <summary>Whether a change may be seen here. A gap always may.</summary>
    protected virtual bool Concerns(LiveSignal signal) => true;

    /// <summary>True when the page's persisted state already holds what <see cref="ReadAsync"/> would read.</summary>
    protected virtual bool IsRestored => false;

    /// <summary>Whether a change may be no more than figures that <see cref="ReadFiguresAsync"/> reads.</summary>
    protected virtual bool IsFigures(LiveSignal signal) => false;

    /// <summary>Reads only the figures that move. False: more than they changed, and the whole is read.</summary>
    protected virtual Task<bool> ReadFiguresAsync(Actor actor, CancellationToken token) => Task.FromResult(false);

    /// <summary>By the clock's timestamps: a reading that began then or later holds everything this component was told of.</summary>
    protected long ToldAt => Interlocked.Read(ref _toldAt);

    /// <summary>Reads and draws now, for example after the person's own command.</summary>
    protected async Task RefreshAsync()
    {
        Tell(Time.GetTimestamp());
        await ReadAsync(await CurrentActor.GetAsync(), Ended);
        StateHasChanged();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (!_needsRead)
        {
            return;
        }

        _needsRead = false;
        Person = await CurrentActor.GetAsync();
        if (!IsRestored)
        {
            Tell(Time.GetTimestamp());
            await ReadAsync(Person, Ended);
        }
    }

    /// <summary>The address's parameters changed: what is shown belongs to another thing.</summary>
    protected void ReadAnew() => _needsRead = true;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || Ended.IsCancellationRequested)
        {
            return;
        }

        var actor = await CurrentActor.GetAsync();
        _redraw = new ThrottledRedraw(Time, RedrawAsync);
        _subscription = Live.Subscribe(actor.PersonId, OnSignal);
        if (Ended.IsCancellationRequested)
        {
            _subscription.Dispose();
            return;
        }

        // What changed between the page's drawing and this moment was told to nobody.
        Volatile.Write(ref _wantsWhole, 1);
        Tell(Time.GetTimestamp());
        _redraw.Signal();
    }

    public async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        _redraw?.Dispose();
        await _end.CancelAsync();
        await DisposeMoreAsync();
        _end.Dispose();
        GC.SuppressFinalize(this);
    }

    protected virtual ValueTask DisposeMoreAsync() => ValueTask.CompletedTask;

    private void OnSignal(LiveSignal signal)
    {
        // Asked of a gap too: whoever notes what changed must hear that it may be anything.
        if (!Concerns(signal) && signal.Kind != LiveSignal.Gap)
        {
            return;
        }

        if (signal.Kind == LiveSignal.Gap || !IsFigures(signal))
        {
            Volatile.Write(ref _wantsWhole, 1);
        }

        Tell(signal.HeardAt == 0 ? Time.GetTimestamp() : signal.HeardAt);
        _redraw?.Signal();
    }

    private void Tell(long at)
    {
        var before = Interlocked.Read(ref _toldAt);
        while (before < at)
        {
            var found = Interlocked.CompareExchange(ref _toldAt, at, before);
            if (found == before)
            {
                return;
            }

            before = found;
        }
    }

    private async Task RedrawAsync()
    {
        try
        {
            await InvokeAsync(async () =>
            {
                (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (_culture, _uiCulture);
                var actor = await CurrentActor.GetAsync();
                if (Interlocked.Exchange(ref _wantsWhole, 0) == 1 || !await ReadFiguresAsync(actor, Ended))
                {
                    await ReadAsync(actor, Ended);
                }

                StateHasChanged();
            });
        }
        catch (OperationCanceledException)
        {
        }
        catch (ObjectDisposedException)
        {
        }
        catch (Exception failure)
        {
            LiveLog.ReadFailed(Loggers.CreateLogger(GetType()), failure);

            // The card says so, instead of showing old rows as if they were true.
            await DispatchExceptionAsync(failure);
        }
    }
}

internal static partial class LiveLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Reading again after a change failed")]
    public static partial void ReadFailed(ILogger logger, Exception exception);
}
