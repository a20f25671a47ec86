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
        var files = await db.FilesOfAsync(db.Videos.IgnoreQueryFilters().Where(video => video.UserId == personId), token);
        var uploads = await db.Uploads.Where(upload => upload.UserId == personId).Select(upload => upload.StorageKey).ToListAsync(token);
        foreach (var key in files.Concat(uploads).Distinct())
        {
            await blobs.DeleteAsync(key, token);
        }
    }
}
