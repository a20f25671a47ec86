using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Processing.Jobs;

/// <summary>What a job that works on an accepted source needs to know.</summary>
internal sealed record AcceptedSource(string Key, MediaFacts Facts, int MaxShortSide);

internal static class SourceReading
{
    /// <summary>Null when the video has no use for the job any more, or was never accepted.</summary>
    public static async Task<AcceptedSource?> AcceptedSourceAsync(
        this IDbContextFactory<AppDb> databases, ProcessingJob job, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var video = await db.Videos.AsNoTracking().IgnoreQueryFilters().FirstOrDefaultAsync(row => row.Id == job.VideoId, token);
        if (!job.IsWantedBy(video))
        {
            return null;
        }

        var ffprobe = await db.VideoMetadata.AsNoTracking()
            .Where(metadata => metadata.VideoId == job.VideoId)
            .Select(metadata => metadata.Ffprobe)
            .FirstOrDefaultAsync(token);
        var maxShortSide = await db.Users.AsNoTracking().IgnoreQueryFilters()
            .Where(user => user.Id == job.UserId)
            .Join(db.SubscriptionTiers, user => user.SubscriptionTier, tier => tier.Tier, (_, tier) => (int?)tier.MaxResolution)
            .FirstOrDefaultAsync(token) ?? EncodeSpec.LargestShortSide;
        return ffprobe is not null && FfprobeDocument.Read(ffprobe) is { Picture: not null } facts
            ? new AcceptedSource(video!.OriginalUrl, facts, maxShortSide)
            : null;
    }
}
