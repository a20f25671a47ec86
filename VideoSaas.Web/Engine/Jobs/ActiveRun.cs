using System.Threading.Channels;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>
/// A run under way. One loop is the only writer to its row: it renews the lease, writes the newest progress, and asks whether
/// the row is still ours; when it is not, <see cref="Lost"/> ends the handler.
/// </summary>
internal sealed partial class ActiveRun(IRunLease lease, JobsOptions options, TimeProvider time, ILogger log) : JobRun, IDisposable
{
    private const int LongestStage = 50;

    private readonly CancellationTokenSource _lost = new();
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Lock _gate = new();
    private RunProgress? _unwritten;
    private string? _stage;
    private bool _stageChanged;

    /// <summary>The row is no longer this run's: cancelled by a person, or given to another worker.</summary>
    public CancellationToken Lost => _lost.Token;

    public override void Report(string stage, int? percent, JobProgressDetails? details = null)
    {
        var progress = new RunProgress(
            stage.Length > LongestStage ? stage[..LongestStage] : stage,
            percent is { } given ? Math.Clamp(given, 0, 100) : null,
            details);
        bool wakes;
        lock (_gate)
        {
            var changed = _stage != progress.Stage;
            wakes = changed || _unwritten is null;
            _stageChanged |= changed;
            _stage = progress.Stage;
            _unwritten = progress;
        }

        if (wakes)
        {
            _news.Writer.TryWrite(true);
        }
    }

    /// <summary>Until <paramref name="ended"/> or the row is lost. Never throws.</summary>
    public async Task KeepAsync(CancellationToken ended)
    {
        var renewed = time.GetUtcNow();
        var renewAt = renewed + options.Heartbeat;
        var askAt = renewed + options.CancelPoll;
        var progressFrom = renewed;
        while (!ended.IsCancellationRequested)
        {
            var now = time.GetUtcNow();
            var progressAt = ProgressDue(now, progressFrom);
            var next = Earliest(progressAt, renewAt, askAt);
            if (next > now)
            {
                await WaitAsync(next - now, ended);
                continue;
            }

            try
            {
                bool mine;
                if (progressAt <= now)
                {
                    progressFrom = now + options.ProgressInterval;
                    mine = await WriteProgressAsync(ended);
                    renewed = now;
                }
                else if (renewAt <= now)
                {
                    mine = await lease.RenewAsync(ended);
                    renewed = now;
                }
                else
                {
                    mine = await lease.IsMineAsync(ended);
                }

                if (!mine)
                {
                    await _lost.CancelAsync();
                    return;
                }

                renewAt = renewed + options.Heartbeat;
                askAt = now + options.CancelPoll;
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                LogBeatFailed(Job.Id, failure);
                if (time.GetUtcNow() - renewed > options.Lease)
                {
                    // Nobody could be told for a whole lease: another worker may have the row by now.
                    await _lost.CancelAsync();
                    return;
                }

                renewAt = askAt = time.GetUtcNow() + options.CancelPoll;
            }
        }
    }

    public void Dispose() => _lost.Dispose();

    private static DateTimeOffset Earliest(DateTimeOffset one, DateTimeOffset other, DateTimeOffset third)
    {
        var earlier = one < other ? one : other;
        return earlier < third ? earlier : third;
    }

    private DateTimeOffset ProgressDue(DateTimeOffset now, DateTimeOffset notBefore)
    {
        lock (_gate)
        {
            return _unwritten is null ? DateTimeOffset.MaxValue : _stageChanged ? now : notBefore;
        }
    }

    private async Task<bool> WriteProgressAsync(CancellationToken token)
    {
        RunProgress progress;
        lock (_gate)
        {
            progress = _unwritten!;
            _unwritten = null;
            _stageChanged = false;
        }

        try
        {
            return await lease.WriteProgressAsync(progress, token);
        }
        catch (Exception)
        {
            lock (_gate)
            {
                _unwritten ??= progress;
            }

            throw;
        }
    }

    private async Task WaitAsync(TimeSpan longest, CancellationToken ended)
    {
        using var awake = CancellationTokenSource.CreateLinkedTokenSource(ended);
        var news = _news.Reader.ReadAsync(awake.Token).AsTask();
        await Task.WhenAny(news, Task.Delay(longest, time, awake.Token));
        await awake.CancelAsync();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign of life of job {JobId} could not be written")]
    private partial void LogBeatFailed(Guid jobId, Exception failure);
}
