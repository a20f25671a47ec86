using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Processing;

/// <summary>The facts are known: plans the least work that gives every platform its file, and makes the one job that does it.</summary>
internal sealed class PlanMaking(TimeProvider time)
{
    /// <summary>Size of a forced mark: share of the frame's height.</summary>
    private const double ForcedSize = 0.028;

    private const double ForcedOpacity = 0.7;

    public async Task ExecuteAsync(AppDb db, Video video, MediaFacts facts, Guid afterJobId, CancellationToken token)
    {
        var now = time.GetUtcNow();
        var tier = await db.Users.AsNoTracking().IgnoreQueryFilters()
            .Where(user => user.Id == video.UserId)
            .Join(db.SubscriptionTiers, user => user.SubscriptionTier, row => row.Tier, (_, row) => row)
            .SingleOrDefaultAsync(token);
        var making = await db.Makings.FindAsync([video.Id, video.AssetSet], token);
        if (making is null)
        {
            making = new Making { VideoId = video.Id, AssetSet = video.AssetSet, CreatedAt = now };
            db.Makings.Add(making);
        }

        making.Plan = Planner.Plan(
            facts, WithForcedMark(making.Edits ?? VideoEdits.None, tier), PlatformMediaRules.Platforms,
            tier?.MaxResolution ?? FrameGeometry.LargestShortSide);
        db.ProcessingJobs.Add(ProcessingJob.Queued(
            Guid.CreateVersion7(now), video.Id, video.UserId,
            making.Plan.Encodes > 0 ? JobTypes.CompressVideo : JobTypes.GeneratePreview, JobKind.Transcode,
            await JobPriority.OfAsync(db, video.UserId, token), now, video.AssetSet, afterJobId));
    }

    private static VideoEdits WithForcedMark(VideoEdits edits, SubscriptionTier? tier) =>
        tier?.ForcedWatermark is { Length: > 0 } words
            ? edits with
            {
                // A mark of the person's own is no way around it: it stands beside, and in its own corner.
                ForcedMark = new WatermarkEdit(
                    words, Image: null, edits.Watermark?.Corner == Corner.TopRight ? Corner.TopLeft : Corner.TopRight, ForcedSize, ForcedOpacity),
            }
            : edits;
}
