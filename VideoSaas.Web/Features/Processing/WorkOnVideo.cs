using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Processing;

internal static class WorkOnVideo
{
    /// <summary>
    /// The video that a job works for, one in the bin too, locked until the transaction ends and as it is now, whatever was read before.
    /// Null when it is gone.
    /// </summary>
    public static async Task<Video?> LockForWorkAsync(this AppDb db, Guid videoId, CancellationToken token)
    {
        var known = db.Videos.Local.FindEntry(videoId);
        var video = await db.Videos
            .FromSql($"SELECT * FROM videos WHERE id = {videoId} FOR NO KEY UPDATE")
            .IgnoreQueryFilters()
            .FirstOrDefaultAsync(token);
        if (known is { State: EntityState.Unchanged })
        {
            await known.ReloadAsync(token);
        }

        return video;
    }

    /// <summary>A video stopped, failed or begun anew since then has no use for the job's result.</summary>
    public static bool IsWantedBy(this ProcessingJob job, Video? video) =>
        video is not null && video.AssetSet == job.AssetSet && VideoTransitions.IsUnderWay(video.ProcessingStatus);

    /// <summary>Goes there when the list allows it from where the video is; otherwise leaves it.</summary>
    public static void MoveIfAllowed(this Video video, VideoStatus status, DateTimeOffset now)
    {
        if (VideoTransitions.Table.Allows(video.ProcessingStatus, status))
        {
            video.MoveTo(status, now);
        }
    }
}
