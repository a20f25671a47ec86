using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Data.Events;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Videos;

namespace VideoSaas.Web.Features.Processing;

/// <summary>
/// Ends the making of a video that is under way: its jobs, its word, and the unit when nothing was accepted yet. Part of the
/// caller's transaction, which holds the video's row. One that is at rest stays as it is.
/// </summary>
internal sealed class StopMaking(IJobCanceller canceller, IVideoUnits units, TimeProvider time) : IDomainEventHandler<VideoDeleted>
{
    public async Task HandleAsync(AppDb db, VideoDeleted happened, CancellationToken token)
    {
        if (await db.LockForWorkAsync(happened.VideoId, token) is { } video)
        {
            await StopAsync(db, video, "Put into the bin by its owner.", token);
        }
    }

    /// <param name="message">For logs; the person reads the sentence of the code <c>cancelled</c>.</param>
    public async Task StopAsync(AppDb db, Video video, string message, CancellationToken token)
    {
        if (!VideoTransitions.IsUnderWay(video.ProcessingStatus))
        {
            return;
        }

        var jobs = await db.ProcessingJobs.AsNoTracking()
            .Where(job => job.VideoId == video.Id && JobTypes.Making.Contains(job.JobType)
                && (job.Status == JobStatus.Queued || job.Status == JobStatus.Running
                    || (job.Status == JobStatus.Failed && job.BackoffUntil != null)))
            .Select(job => job.Id)
            .ToListAsync(token);
        await canceller.CancelAsync(db, jobs, token);
        video.Fail(new ProcessingErrorDetails(ProcessingErrorDetails.Cancelled), message, time.GetUtcNow());
        await units.ReturnAsync(db, video.Id, UnitReturn.NotAccepted, token);
    }
}
