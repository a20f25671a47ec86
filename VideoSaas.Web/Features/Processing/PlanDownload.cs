using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Data.Events;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Processing.Jobs;
using VideoSaas.Web.Features.Videos.Import;

namespace VideoSaas.Web.Features.Processing;

/// <summary>A clip is to be fetched: makes the one job for it. What follows is planned when the file is here.</summary>
internal sealed class PlanDownload(IOptions<ImportOptions> options, TimeProvider time) : IDomainEventHandler<VideoAddressed>
{
    public async Task HandleAsync(AppDb db, VideoAddressed happened, CancellationToken token)
    {
        var video = await db.Videos.FindAsync([happened.VideoId], token)
            ?? throw new InvalidOperationException("A video that is to be fetched is tracked.");
        var priority = await JobPriority.OfAsync(db, video.UserId, token);
        var now = time.GetUtcNow();
        db.ProcessingJobs.Add(ProcessingJob.Queued(
            Guid.CreateVersion7(now), video.Id, video.UserId, JobTypes.DownloadVideo, JobKind.Download, priority, now, video.AssetSet,
            jobData: JobJson.Write(new DownloadData(video.OriginalUrl))!, maxAttempts: options.Value.Tries));
    }
}

/// <summary>A download that ended without a file leaves none behind.</summary>
internal sealed class ClearAbandonedDownload(UnnamedFiles files) : IDomainEventHandler<JobGaveUp>, IDomainEventHandler<JobCancelled>
{
    public Task HandleAsync(AppDb db, JobGaveUp happened, CancellationToken token) =>
        ClearAsync(db, happened.JobId, happened.JobType, token);

    public Task HandleAsync(AppDb db, JobCancelled happened, CancellationToken token) =>
        ClearAsync(db, happened.JobId, happened.JobType, token);

    private async Task ClearAsync(AppDb db, Guid jobId, string jobType, CancellationToken token)
    {
        if (jobType != JobTypes.DownloadVideo)
        {
            return;
        }

        var job = await db.ProcessingJobs.AsNoTracking().FirstAsync(row => row.Id == jobId, token);
        if (JobJson.Read<DownloadData>(job.JobData)?.File is { } file
            && await db.LockForWorkAsync(job.VideoId, token) is { } video)
        {
            files.RemoveAfterCommit(db, video, [file.Key]);
        }
    }
}
