using Microsoft.Extensions.Time.Testing;
using VideoSaas.Web.Components.Shared;

namespace VideoSaas.Tests.Components.Shared;

public sealed class ThrottledRedrawTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SemaphoreSlim _drawn = new(0);
    private readonly ThrottledRedraw _redraw;
    private Func<Task> _work = () => Task.CompletedTask;
    private int _draws;

    public ThrottledRedrawTests() => _redraw = new ThrottledRedraw(_time, async () =>
    {
        Interlocked.Increment(ref _draws);
        await _work();
        _drawn.Release();
    });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _redraw.Dispose();
        _drawn.Dispose();
    }

    [Fact]
    public async Task Signal_TheFirst_DrawsAtOnce()
    {
        _redraw.Signal();
        await _drawn.WaitAsync(Token);
        Assert.Equal(1, _draws);
    }

    [Fact]
    public async Task Signals_WithinTheInterval_BringOneMoreDrawAtItsEnd()
    {
        _redraw.Signal();
        await _drawn.WaitAsync(Token);
        for (var i = 0; i < 50; i++)
        {
            _redraw.Signal();
        }

        _time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(1, _draws);

        // The end of a draw is noted just after it is told: until then a signal only asks for another.
        await Fixtures.Eventually.HoldsAsync(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            return _draws == 2;
        });
        await _drawn.WaitAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(2, _draws);
    }

    [Fact]
    public async Task Signal_DuringADraw_IsNotLost()
    {
        var gate = new TaskCompletionSource();
        _work = () => gate.Task;
        _redraw.Signal();
        await Fixtures.Eventually.HoldsAsync(() => Volatile.Read(ref _draws) == 1);
        _redraw.Signal();
        _redraw.Signal();
        Assert.Equal(1, _draws);

        gate.SetResult();
        await _drawn.WaitAsync(Token);
        await Fixtures.Eventually.HoldsAsync(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            return _draws == 2;
        });
    }

    [Fact]
    public async Task Signal_AfterDispose_DrawsNothing()
    {
        _redraw.Signal();
        await _drawn.WaitAsync(Token);
        _redraw.Signal();
        _redraw.Dispose();
        _redraw.Signal();
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, _draws);
    }
}
