using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VideoSaas.Domain.Processing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Tests.Engine.Jobs;

/// <summary>The loop of one run against a lease that only counts, on a clock that the test moves.</summary>
public sealed class ProgressTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly CountingLease _lease = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly JobsOptions _options = new();
    private readonly ActiveRun _run;
    private readonly Task _keeping;

    public ProgressTests()
    {
        _run = new ActiveRun(_lease, _options, _clock, NullLogger.Instance)
        {
            Job = ProcessingJob.Queued(Guid.CreateVersion7(), Guid.Empty, Guid.Empty, "work", JobKind.Light, 5, _clock.GetUtcNow(), 1),
            Attempt = 1,
            LeaseToken = Guid.Empty,
        };
        _keeping = _run.KeepAsync(_ended.Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _keeping;
        _run.Dispose();
        _ended.Dispose();
    }

    [Fact]
    public async Task Reports_AreWrittenAtMostTwiceASecond()
    {
        _run.Report("encoding", 0);
        await WrittenAsync(0);
        for (var percent = 1; percent <= 100; percent++)
        {
            // Ten seconds of a report every tenth of one.
            _run.Report("encoding", percent);
            await StepAsync(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(_lease.Written.Count, 10, 21);
        Assert.Equal(_lease.Written.Select(progress => progress.Percent).Order(), _lease.Written.Select(progress => progress.Percent));
    }

    [Fact]
    public async Task NewStage_IsWrittenAtOnce()
    {
        _run.Report("probing", 10);
        await WrittenAsync(10);

        _run.Report("encoding", 20);

        await WrittenAsync(20);
    }

    [Fact]
    public async Task LastReport_IsNotForgotten()
    {
        _run.Report("encoding", 1);
        await WrittenAsync(1);
        _run.Report("encoding", 2);
        _run.Report("encoding", 3);

        await StepAsync(_options.ProgressInterval);

        await WrittenAsync(3);
        Assert.Equal([1, 3], _lease.Written.Select(progress => progress.Percent!.Value));
    }

    [Fact]
    public async Task FailedWrite_IsRepeatedAndTheRunGoesOn()
    {
        _lease.Broken = true;
        _run.Report("encoding", 5);
        await Eventually.HoldsAsync(() => _lease.Failures > 0);
        _lease.Broken = false;

        await Eventually.HoldsAsync(
            async () =>
            {
                await StepAsync(_options.CancelPoll);
                return _lease.Written.Any(progress => progress.Percent == 5);
            });

        Assert.False(_run.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Lease_ThatCannotBeRenewedForItsWholeLength_IsGivenUp()
    {
        _lease.Broken = true;

        await Eventually.HoldsAsync(
            async () =>
            {
                await StepAsync(TimeSpan.FromSeconds(1));
                return _run.Lost.IsCancellationRequested;
            });

        Assert.True(_clock.GetUtcNow() - _clock.Start > _options.Lease);
    }

    private Task WrittenAsync(int percent) =>
        Eventually.HoldsAsync(() => _lease.Written is [.., var last] && last.Percent == percent);

    /// <summary>Moves the clock once the loop waits for it, and lets the loop answer.</summary>
    private async Task StepAsync(TimeSpan step)
    {
        _clock.Advance(step);
        await Task.Delay(TimeSpan.FromMilliseconds(2), Token);
    }

    private sealed class CountingLease : IRunLease
    {
        private readonly List<RunProgress> _written = [];
        private int _failures;

        public volatile bool Broken;

        public int Failures => Volatile.Read(ref _failures);

        public IReadOnlyList<RunProgress> Written
        {
            get
            {
                lock (_written)
                {
                    return [.. _written];
                }
            }
        }

        public Task<bool> IsMineAsync(CancellationToken token) => Answer();

        public Task<bool> RenewAsync(CancellationToken token) => Answer();

        public async Task<bool> WriteProgressAsync(RunProgress progress, CancellationToken token)
        {
            await Answer();
            lock (_written)
            {
                _written.Add(progress);
            }

            return true;
        }

        private Task<bool> Answer()
        {
            if (!Broken)
            {
                return Task.FromResult(true);
            }

            Interlocked.Increment(ref _failures);
            throw new TimeoutException("The database does not answer.");
        }
    }
}
