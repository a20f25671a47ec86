using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Web.Features.Publishing.Jobs;

/// <summary>Carries the upload's percent to the row and to the job, at most once an interval, beside the upload and never in its way.</summary>
internal sealed class UploadPercent : IAsyncDisposable
{
    private readonly PublishLedger _ledger;
    private readonly JobRun _run;
    private readonly PublishJobData _job;
    private readonly long _sizeBytes;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _writing;
    private long _sentBytes = -1;

    public UploadPercent(
        PublishLedger ledger, JobRun run, PublishJobData job, long sizeBytes, TimeSpan interval, TimeProvider time, ILogger log)
    {
        _ledger = ledger;
        _run = run;
        _job = job;
        _sizeBytes = Math.Max(1, sizeBytes);
        _log = log;
        _writing = WriteAsync(new PeriodicTimer(interval, time), _end.Token);
    }

    public void Sent(long bytes) => Interlocked.Exchange(ref _sentBytes, bytes);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _writing;
        _end.Dispose();
    }

    private async Task WriteAsync(PeriodicTimer timer, CancellationToken token)
    {
        using var _ = timer;
        var written = -1;
        try
        {
            while (await timer.WaitForNextTickAsync(token))
            {
                var sent = Interlocked.Read(ref _sentBytes);
                if (sent < 0)
                {
                    continue;
                }

                var percent = (int)Math.Clamp(sent * 100 / _sizeBytes, 0, 100);
                if (percent == written)
                {
                    continue;
                }

                _run.Report("uploading", percent, new JobProgressDetails(Done: sent, Total: _sizeBytes));
                try
                {
                    await _ledger.WritePercentAsync(_run, _job, percent, token);
                    written = percent;
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    // A percent that is not written costs nothing but itself.
                    PublishingLog.ProgressNotWritten(_log, failure, _job.PostId);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The upload is over.
        }
    }
}
