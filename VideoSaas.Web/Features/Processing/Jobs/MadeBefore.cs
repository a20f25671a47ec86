using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Features.Processing.Jobs;

/// <summary>The same source with the same spec was made before, for this person: its stored file serves again.</summary>
internal sealed class MadeBefore(IDbContextFactory<AppDb> databases, IBlobStore blobs)
{
    /// <summary>Null when there is none, or its file is gone.</summary>
    public async Task<MadeFile?> RenditionAsync(Guid userId, string sourceSha256, PlannedFileSpec wanted, CancellationToken token)
    {
        var found = await FindAsync(userId, sourceSha256, [AssetKind.Rendition], wanted.Json, token);
        return found.Select(asset => FileOf(asset, wanted.Platforms)).FirstOrDefault();
    }

    /// <summary>All small files of one earlier making, or none.</summary>
    public async Task<IReadOnlyList<MadeFile>> SmallFilesAsync(Guid userId, string sourceSha256, PreviewSpec spec, CancellationToken token)
    {
        var found = await FindAsync(
            userId, sourceSha256, [AssetKind.Preview, AssetKind.Animation, AssetKind.Cover], SpecJson.Write(spec), token);
        var whole = found.GroupBy(asset => (asset.VideoId, asset.AssetSet))
            .FirstOrDefault(set => set.Select(asset => asset.Kind).Distinct().Count() == 3);
        return whole is null ? [] : [.. whole.Select(asset => FileOf(asset, []))];
    }

    /// <summary>
    /// Another of the person's videos with the same source is being made into one of these files right now, and began before: waiting for it
    /// costs less than encoding the same twice. Of two that run, only the later waits.
    /// </summary>
    public async Task<bool> IsBeingMadeAsync(
        ProcessingJob job, string sourceSha256, IReadOnlyList<PlannedFileSpec> wanted, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var others = db.ProcessingJobs.AsNoTracking()
            .Where(other => other.UserId == job.UserId && other.VideoId != job.VideoId && other.Status == JobStatus.Running
                && JobTypes.FileMaking.Contains(other.JobType)
                && (other.StartedAt < job.StartedAt || (other.StartedAt == job.StartedAt && other.Id < job.Id)))
            .Where(other => db.VideoMetadata.Any(row => row.VideoId == other.VideoId && row.SourceSha256 == sourceSha256));
        var plans = await db.Makings.AsNoTracking()
            .Where(making => others.Any(other => other.VideoId == making.VideoId && other.AssetSet == making.AssetSet))
            .Select(making => making.Plan)
            .ToListAsync(token);
        return plans.OfType<MakingPlan>().SelectMany(plan => plan.Files).Select(file => SpecJson.Write(file.Spec))
            .Intersect(wanted.Where(file => file.Spec.Work != FileWork.Keep).Select(file => file.Json)).Any();
    }

    private async Task<List<VideoAsset>> FindAsync(
        Guid userId, string sourceSha256, AssetKind[] kinds, string spec, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var found = await db.VideoAssets.AsNoTracking()
            .Where(asset => asset.UserId == userId && kinds.Contains(asset.Kind) && asset.AssetSet > 0 && asset.Spec == spec
                && db.VideoMetadata.Any(row => row.VideoId == asset.VideoId && row.SourceSha256 == sourceSha256))
            .OrderByDescending(asset => asset.CreatedAt)
            .Take(40)
            .ToListAsync(token);
        List<VideoAsset> there = [];
        foreach (var asset in found)
        {
            if (await blobs.LengthAsync(asset.StorageKey, token) == asset.SizeBytes)
            {
                there.Add(asset);
            }
        }

        return there;
    }

    private static MadeFile FileOf(VideoAsset asset, IReadOnlyList<string> platforms) => new(
        asset.Kind, asset.StorageKey, asset.ContentType, asset.SizeBytes, asset.Sha256!, asset.Width, asset.Height, asset.DurationMs,
        asset.Spec, platforms, asset.AtMs);
}

/// <summary>A planned file with its spec as it is stored.</summary>
internal sealed record PlannedFileSpec(FileSpec Spec, string Json, IReadOnlyList<string> Platforms);
