using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Data.Events;

namespace VideoSaas.Web.Features.Processing;

/// <summary>A clip is here: makes the jobs that need no plan. What the files take is decided when the facts are known.</summary>
internal sealed class PlanProcessing(TimeProvider time) : IDomainEventHandler<VideoReceived>
{
    public async Task HandleAsync(AppDb db, VideoReceived happened, CancellationToken token)
    {
        var video = await db.Videos.FindAsync([happened.VideoId], token)
            ?? throw new InvalidOperationException("A video that was received is tracked.");
        var priority = await JobPriority.OfAsync(db, video.UserId, token);
        var now = time.GetUtcNow();
        if (await db.Makings.FindAsync([video.Id, video.AssetSet], token) is null)
        {
            db.Makings.Add(new Making { VideoId = video.Id, AssetSet = video.AssetSet, CreatedAt = now });
        }

        var extract = Make(JobTypes.ExtractMetadata, after: null);
        db.ProcessingJobs.AddRange(extract, Make(JobTypes.GenerateThumbnail, extract.Id));

        ProcessingJob Make(string type, Guid? after) => ProcessingJob.Queued(
            Guid.CreateVersion7(now), video.Id, video.UserId, type, JobKind.Light, priority, now, video.AssetSet, after);
    }
}

internal static class JobPriority
{
    private const int OfNoTier = 5;

    public static async Task<int> OfAsync(AppDb db, Guid userId, CancellationToken token) =>
        await db.Users.AsNoTracking().IgnoreQueryFilters()
            .Where(user => user.Id == userId)
            .Join(db.SubscriptionTiers, user => user.SubscriptionTier, tier => tier.Tier, (_, tier) => (int?)tier.JobPriority)
            .SingleOrDefaultAsync(token) ?? OfNoTier;
}
