using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing;

/// <param name="AtMs">In the file that is sent; null where none was chosen, or its frame is not in the file.</param>
/// <param name="Picture">Null where none was chosen, or there is no picture of just that frame.</param>
internal sealed record PostCover(long? AtMs, CoverPicture? Picture);

/// <summary>
/// The cover of a post: its own, else the one chosen in the edits by which the very file was made that is sent. Newer edits, of which no file
/// is whole yet, count for nothing. Where nobody chose, there is none.
/// </summary>
internal static class PostCovers
{
    /// <summary>What the person asked for when the file was made.</summary>
    public static async Task<VideoEdits?> EditsOfAsync(AppDb db, VideoAsset? file, CancellationToken token) => file is null
        ? null
        : await db.Makings.AsNoTracking()
            .Where(making => making.VideoId == file.VideoId && making.AssetSet == file.AssetSet)
            .Select(making => making.Edits)
            .FirstOrDefaultAsync(token);

    public static async Task<PostCover> OfAsync(AppDb db, VideoAsset file, PostSettings settings, CancellationToken token)
    {
        var edits = await EditsOfAsync(db, file, token);
        var chosen = edits?.CoverInFileMs(file.DurationMs);
        return new PostCover(
            settings.CoverAtMs ?? chosen,

            // The picture is of the clip's cover; a post with a frame of its own has none.
            edits?.CoverAtMs is not null && (settings.CoverAtMs ?? chosen) == chosen ? await PictureAsync(db, file, token) : null);
    }

    private static Task<CoverPicture?> PictureAsync(AppDb db, VideoAsset file, CancellationToken token) => db.VideoAssets.AsNoTracking()
        .Where(asset => asset.VideoId == file.VideoId && asset.AssetSet == file.AssetSet && asset.Kind == AssetKind.Thumbnail)
        .OrderByDescending(asset => asset.CreatedAt)
        .Select(asset => new CoverPicture(asset.StorageKey, asset.SizeBytes, asset.ContentType))
        .FirstOrDefaultAsync(token);
}
