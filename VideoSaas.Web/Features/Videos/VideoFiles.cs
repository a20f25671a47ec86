using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Videos;

internal static class VideoFiles
{
    /// <summary>
    /// The storage keys that these videos name, each once. Another video may name them too. An address of what was never fetched
    /// is none.
    /// </summary>
    public static async Task<IReadOnlyList<string>> FilesOfAsync(this AppDb db, IQueryable<Video> videos, CancellationToken token)
    {
        var assets = await db.VideoAssets.Where(asset => videos.Any(video => video.Id == asset.VideoId))
            .Select(asset => asset.StorageKey).ToListAsync(token);
        var sources = await videos.AsNoTracking().Select(video => video.OriginalUrl).ToListAsync(token);
        return [.. assets.Concat(sources.Where(key => key.Length > 0 && !key.Contains("://", StringComparison.Ordinal))).Distinct()];
    }
}
