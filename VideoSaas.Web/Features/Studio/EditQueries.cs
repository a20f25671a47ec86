using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Videos;

namespace VideoSaas.Web.Features.Studio;

/// <summary>What the editor of a video shows.</summary>
/// <param name="Edits">As it was made last.</param>
/// <param name="IsUnderWay">It is being made right now: changes wait until that is over.</param>
internal sealed record EditView(
    Guid VideoId, string Title, string? PlayAddress, string? ThumbnailAddress, long DurationMs, VideoEdits Edits, bool IsUnderWay,
    IReadOnlyList<CoverView> Covers);

/// <param name="AtMs">Where in the source.</param>
internal sealed record CoverView(string Address, long AtMs);

/// <summary>Reads a video for its editor, to its owner alone.</summary>
internal sealed class EditQueries(IDbContextFactory<AppDb> databases)
{
    /// <summary>Null when there is no such video for this person, or nothing is known of its source.</summary>
    public async Task<EditView?> FindAsync(Actor actor, Guid videoId, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var video = await db.Videos.AsNoTracking().FirstOrDefaultAsync(one => one.Id == videoId && one.UserId == actor.PersonId, token);
        var lengthMs = await db.VideoMetadata.Where(row => row.VideoId == videoId).Select(row => row.DurationMs).FirstOrDefaultAsync(token);
        if (video is null || lengthMs is not { } length)
        {
            return null;
        }

        var source = await db.VideoAssets.AsNoTracking()
            .Where(asset => asset.VideoId == videoId && asset.Kind == AssetKind.Source)
            .Select(asset => (Guid?)asset.Id).FirstOrDefaultAsync(token);
        var making = await db.Makings.AsNoTracking().Where(one => one.VideoId == videoId)
            .OrderByDescending(one => one.AssetSet).FirstOrDefaultAsync(token);
        var covers = await db.VideoAssets.AsNoTracking()
            .Where(asset => asset.VideoId == videoId && asset.Kind == AssetKind.Cover && asset.AtMs != null)
            .OrderByDescending(asset => asset.AssetSet).ThenBy(asset => asset.AtMs)
            .Select(asset => new { asset.Id, asset.AssetSet, asset.AtMs })
            .ToListAsync(token);
        return new EditView(
            videoId,
            ClipReader.TitleOf(video.Caption, video.OriginalFilename),
            video.ProcessedUrl ?? (source is { } id ? MediaApi.AddressOf(id) : null),
            video.ThumbnailUrl,
            length,
            making?.Edits ?? VideoEdits.None,
            VideoTransitions.IsUnderWay(video.ProcessingStatus),
            [
                .. covers.TakeWhile(cover => cover.AssetSet == covers[0].AssetSet)
                    .Select(cover => new CoverView(MediaApi.AddressOf(cover.Id), cover.AtMs!.Value)),
            ]);
    }
}
