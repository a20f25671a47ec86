using Microsoft.Extensions.Time.Testing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Live;

namespace VideoSaas.Tests.Engine.Live;

public sealed class SharedReadingsTests
{
    private static readonly Guid Person = Guid.CreateVersion7();
    private static readonly Guid Video = Guid.CreateVersion7();

    private readonly FakeTimeProvider _clock = new();
    private readonly SharedReadings<int> _readings;
    private int _begun;

    public SharedReadingsTests() => _readings = new SharedReadings<int>(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reading_ThatBeganAfterTheChange_IsJoined()
    {
        var heard = _clock.GetTimestamp();
        var gate = new TaskCompletionSource();
        var first = ReadAsync(Person, heard, gate.Task);
        var second = ReadAsync(Person, heard, gate.Task);
        gate.SetResult();
        var third = ReadAsync(Person, heard, gate.Task);
        Assert.Equal((1, 1), (await first, await second));
        Assert.Equal(1, await third);
    }

    [Fact]
    public async Task Reading_ThatBeganBeforeTheChange_IsNot()
    {
        var gate = new TaskCompletionSource();
        var before = ReadAsync(Person, _clock.GetTimestamp(), gate.Task);
        await Eventually.HoldsAsync(() => Volatile.Read(ref _begun) == 1);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        var after = ReadAsync(Person, _clock.GetTimestamp(), gate.Task);
        gate.SetResult();
        Assert.Equal((1, 2), (await before, await after));
    }

    [Fact]
    public async Task Reading_OfAnotherPerson_IsNot()
    {
        var heard = _clock.GetTimestamp();
        Assert.Equal(1, await ReadAsync(Person, heard, Task.CompletedTask));
        Assert.Equal(2, await ReadAsync(Guid.CreateVersion7(), heard, Task.CompletedTask));
    }

    [Fact]
    public async Task Reading_ThatFailed_IsTriedAgain()
    {
        var heard = _clock.GetTimestamp();
        await Assert.ThrowsAsync<InvalidOperationException>(() => ReadAsync(Person, heard, Task.FromException(new InvalidOperationException())));
        Assert.Equal(2, await ReadAsync(Person, heard, Task.CompletedTask));
    }

    [Fact]
    public async Task Waiting_ThatIsGivenUp_LeavesTheReadingToTheOthers()
    {
        var heard = _clock.GetTimestamp();
        var gate = new TaskCompletionSource();
        using var gone = new CancellationTokenSource();
        var first = _readings.ReadAsync(Person, Video, heard, () => OneAsync(gate.Task), gone.Token);
        var second = ReadAsync(Person, heard, gate.Task);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();
        Assert.Equal(1, await second);
    }

    [Fact]
    public async Task Reading_ThatIsOver_IsSoonForgotten()
    {
        await ReadAsync(Person, _clock.GetTimestamp(), Task.CompletedTask);
        await Eventually.HoldsAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return _readings.Count == 0;
        });
    }

    private Task<int> ReadAsync(Guid person, long since, Task until) => _readings.ReadAsync(person, Video, since, () => OneAsync(until), Token);

    private async Task<int> OneAsync(Task until)
    {
        var number = Interlocked.Increment(ref _begun);
        await until;
        return number;
    }
}
