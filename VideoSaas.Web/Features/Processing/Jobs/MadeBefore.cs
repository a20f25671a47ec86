using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Media;
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
