using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Features.Videos.Uploads;

/// <summary>
/// Ends uploads that nobody went on with, finishes those whose last step a crash took, and removes files that outlived
/// theirs. Safe in any number of processes at once: each step takes the upload's lease or may be repeated.
/// </summary>
internal sealed partial class UploadSweeper(
    IDbContextFactory<AppDb> databases, UploadLeases leases, EndUpload endUpload, CompleteUpload completeUpload, IBlobStore blobs,
    IOptions<UploadOptions> options, TimeProvider time, ILogger<UploadSweeper> logger) : BackgroundService
{
    /// <summary>How long after an upload's end its file is looked for again.</summary>
    private static readonly TimeSpan LeftoverWindow = TimeSpan.FromHours(24);

    private static readonly Actor Sweeper = Actor.System("upload-sweeper");

    /// <summary>One round.</summary>
    public async Task SweepAsync(CancellationToken token)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(token);
        var idle = await db.Uploads.AsNoTracking()
            .Where(upload => upload.Status == UploadStatus.Receiving
                && (upload.LeaseUntil == null || upload.LeaseUntil < now)
                && (upload.ExpiresAt < now || upload.OffsetBytes == upload.LengthBytes))
            .OrderBy(upload => upload.ExpiresAt)
            .Select(upload => upload.Id)
            .ToListAsync(token);
        foreach (var id in idle)
        {
            await FinishOrExpireAsync(id, token);
        }

        var ended = await db.Uploads.AsNoTracking()
            .Where(upload => (upload.Status == UploadStatus.Terminated || upload.Status == UploadStatus.Expired)
                && upload.StatusChangedAt > now - LeftoverWindow)
            .Select(upload => upload.StorageKey)
            .ToListAsync(token);
        foreach (var key in ended)
        {
            await blobs.DeleteAsync(key, token);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepEvery, time);
        try
        {
            do
            {
                try
                {
                    await SweepAsync(stoppingToken);
                }
                catch (Exception fault) when (fault is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
                {
                    LogRoundFailed(fault);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task FinishOrExpireAsync(Guid id, CancellationToken token)
    {
        await using var lease = await leases.AcquireAsync(id, token);
        if (lease is not { Row.Status: UploadStatus.Receiving })
        {
            return;
        }

        if (lease.IsWhole)
        {
            await completeUpload.ExecuteAsync(Sweeper, new(id), token);
        }
        else if (lease.ExpiresAt < time.GetUtcNow())
        {
            await endUpload.ExecuteAsync(Sweeper, new(id, UploadStatus.Expired), token);
            LogExpired(id);
        }
    }

    [LoggerMessage(LogLevel.Error, "A round of the upload sweeper failed; the next one tries again")]
    private partial void LogRoundFailed(Exception fault);

    [LoggerMessage(LogLevel.Information, "Upload {UploadId} expired")]
    private partial void LogExpired(Guid uploadId);
}
