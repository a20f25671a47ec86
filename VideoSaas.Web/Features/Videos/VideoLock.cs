using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Videos;

internal static class VideoLock
{
    /// <summary>
    /// The person's own video, one in the bin too, with its row locked until the transaction ends: the first lock of the
    /// order video, post, job. Null for a stranger's and for one that is gone for good.
    /// </summary>
    public static Task<Video?> LockVideoAsync(this AppDb db, Actor actor, Guid videoId, CancellationToken token) =>
        db.Videos
            .FromSql($"SELECT * FROM videos WHERE id = {videoId} AND user_id = {actor.PersonId} AND original_url <> '' FOR NO KEY UPDATE")
            .IgnoreQueryFilters()
            .FirstOrDefaultAsync(token);
}
