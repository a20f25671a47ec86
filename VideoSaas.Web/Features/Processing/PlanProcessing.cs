using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Data.Events;

namespace VideoSaas.Web.Features.Processing;

/// <summary>A clip is here: makes its jobs with it. Picture and file wait for the facts, then run side by side.</summary>
internal sealed class PlanProcessing(TimeProvider time) : IDomainEventHandler<VideoReceived>
{
    private const int PriorityOfNoTier = 5;

    public async Task HandleAsync(AppDb db, VideoReceived happened, CancellationToken token)
    {
        var video = await db.Videos.FindAsync([happened.VideoId], token)
            ?? throw new InvalidOperationException("A video that was received is tracked.");
        var priority = await db.Users.AsNoTracking().IgnoreQueryFilters()
            .Where(user => user.Id == video.UserId)
            .Join(db.SubscriptionTiers, user => user.SubscriptionTier, tier => tier.Tier, (_, tier) => (int?)tier.JobPriority)
            .FirstOrDefaultAsync(token) ?? PriorityOfNoTier;

        var now = time.GetUtcNow();
        var extract = Make(JobTypes.ExtractMetadata, JobKind.Light, after: null);
        db.ProcessingJobs.AddRange(
            extract,
            Make(JobTypes.GenerateThumbnail, JobKind.Light, extract.Id),
            Make(JobTypes.CompressVideo, JobKind.Transcode, extract.Id));

        ProcessingJob Make(string type, JobKind kind, Guid? after) => ProcessingJob.Queued(
            Guid.CreateVersion7(now), video.Id, video.UserId, type, kind, priority, now, video.AssetSet, after);
    }
}
