using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
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
                video!.OriginalUrl, video.OriginalSize, sha256, Counted(facts, metadata), making?.Edits ?? VideoEdits.None, making?.Plan)
            : null;
    }

    /// <summary>The document tells what the header says; the row what was counted and how the file is laid out.</summary>
    private static MediaFacts Counted(MediaFacts facts, VideoMetadata metadata) =>
        metadata is { FrameRateNumerator: > 0 and { } frames, FrameRateDenominator: > 0 and { } seconds } && facts.Picture is { } picture
        && new Fraction(frames, seconds) is var counted && counted != picture.FrameRate
            ? facts with { Layout = metadata.Layout, Picture = picture with { FrameRate = counted, HasVariableRate = true } }
            : facts with { Layout = metadata.Layout };
}
