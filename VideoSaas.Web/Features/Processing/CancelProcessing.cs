using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Videos;

namespace VideoSaas.Web.Features.Processing;

/// <summary>Stops the making of a video. What was ready before stays in use, and the source stays, so that it can be made again.</summary>
public sealed class CancelProcessing(
    IDbContextFactory<AppDb> databases, IJobCanceller canceller, IVideoUnits units, TimeProvider time)
{
    public sealed record Input(Guid VideoId);

    /// <returns><c>not_processing</c> when there is nothing to stop, so also for a repeat.</returns>
    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var video = await db.LockVideoAsync(actor, input.VideoId, token);
        if (video is not { DeletedAt: null })
        {
            return new NotFound();
        }

        if (!VideoTransitions.IsUnderWay(video.ProcessingStatus))
        {
            return new Conflict("not_processing");
        }

        var jobs = await db.ProcessingJobs.AsNoTracking()
            .Where(job => job.VideoId == video.Id && JobTypes.Making.Contains(job.JobType)
                && (job.Status == JobStatus.Queued || job.Status == JobStatus.Running
                    || (job.Status == JobStatus.Failed && job.BackoffUntil != null)))
            .Select(job => job.Id)
            .ToListAsync(token);
        await canceller.CancelAsync(db, jobs, token);
        video.Fail(new ProcessingErrorDetails(ProcessingErrorDetails.Cancelled), "Stopped by its owner.", time.GetUtcNow());
        await units.ReturnAsync(db, video.Id, UnitReturn.NotAccepted, token);
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return Done.Value;
    }
}
