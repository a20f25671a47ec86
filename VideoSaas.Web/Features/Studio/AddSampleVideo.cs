using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Features.Studio.Demo;
using VideoSaas.Web.Features.Videos.Uploads;

namespace VideoSaas.Web.Features.Studio;

/// <summary>
/// Puts a video that this machine renders into a person's library, on the way that an upload goes, so that everything can be
/// tried before there is a clip of one's own. Who has one already is given that.
/// </summary>
internal sealed class AddSampleVideo(
    SampleClip sample, ReceiveLocalFile receive, IDbContextFactory<AppDb> databases, IBlobStore blobs)
{
    /// <returns>The video's id, or what an upload would be refused for.</returns>
    public async Task<Outcome<Guid>> ExecuteAsync(Actor actor, CancellationToken token)
    {
        await using (var db = await databases.CreateDbContextAsync(token))
        {
            var known = await db.Videos
                .Where(video => video.UserId == actor.PersonId && video.OriginalFilename == SampleClip.Filename)
                .OrderByDescending(video => video.CreatedAt)
                .Select(video => (Guid?)video.Id)
                .FirstOrDefaultAsync(token);
            if (known is { } id)
            {
                return id;
            }
        }

        using var folder = blobs.NewWorkFolder();
        var path = Path.Combine(folder.Path, SampleClip.Filename);
        await sample.RenderAsync(path, token);
        return await receive.ExecuteAsync(actor, new ReceiveLocalFile.Input(path, SampleClip.Filename), token);
    }
}
