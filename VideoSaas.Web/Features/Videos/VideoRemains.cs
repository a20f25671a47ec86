using Microsoft.EntityFrameworkCore;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Features.Accounts.Leaving;

namespace VideoSaas.Web.Features.Videos;

/// <summary>Every file of a person's videos and uploads, those in the bin too.</summary>
internal sealed class VideoRemains(IDbContextFactory<AppDb> contexts, IBlobStore blobs) : IPersonRemains
{
    public async Task LetGoAsync(Guid personId, CancellationToken token)
    {
        await using var db = await contexts.CreateDbContextAsync(token);
        var assets = await db.VideoAssets.Where(asset => asset.UserId == personId).Select(asset => asset.StorageKey).ToListAsync(token);
        var sources = await db.Videos.IgnoreQueryFilters().AsNoTracking().Where(video => video.UserId == personId)
            .Select(video => video.OriginalUrl).ToListAsync(token);
        var uploads = await db.Uploads.Where(upload => upload.UserId == personId).Select(upload => upload.StorageKey).ToListAsync(token);
        foreach (var key in assets.Concat(sources).Concat(uploads).Where(key => !key.Contains("://", StringComparison.Ordinal)).Distinct())
        {
            await blobs.DeleteAsync(key, token);
        }
    }
}
