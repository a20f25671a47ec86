using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Processing.Jobs;

/// <summary>What a job that works on an accepted source needs to know.</summary>
/// <param name="Plan">Null while the source is known and nothing planned.</param>
internal sealed record AcceptedSource(
    string Key, long SizeBytes, string Sha256, MediaFacts Facts, VideoEdits Edits, MakingPlan? Plan);

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

        var metadata = await db.VideoMetadata.AsNoTracking().FirstOrDefaultAsync(row => row.VideoId == job.VideoId, token);
        var making = await db.Makings.AsNoTracking()
            .FirstOrDefaultAsync(row => row.VideoId == job.VideoId && row.AssetSet == job.AssetSet, token);
        return metadata is { Ffprobe: { } ffprobe, SourceSha256: { } sha256 } && FfprobeDocument.Read(ffprobe) is { Picture: not null } facts
            ? new AcceptedSource(
                video!.OriginalUrl, video.OriginalSize, sha256, facts with { Layout = metadata.Layout }, making?.Edits ?? VideoEdits.None, making?.Plan)
            : null;
    }
}
