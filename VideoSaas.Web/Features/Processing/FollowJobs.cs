using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Data.Events;
using VideoSaas.Web.Features.Processing.Jobs;
using VideoSaas.Web.Features.Videos;

namespace VideoSaas.Web.Features.Processing;

/// <summary>The video's word follows its jobs, in the transaction that says so and under the video's lock.</summary>
internal sealed class FollowStartedJob(TimeProvider time) : IDomainEventHandler<JobStarted>
{
    public async Task HandleAsync(AppDb db, JobStarted happened, CancellationToken token)
    {
        VideoStatus? status = happened.JobType switch
        {
            JobTypes.DownloadVideo => VideoStatus.Downloading,
            JobTypes.ExtractMetadata => VideoStatus.Processing,
            JobTypes.CompressVideo => VideoStatus.Compressing,
            _ => null,
        };
        if (status is { } next
            && await db.LockForWorkAsync(happened.VideoId, token) is { } video
            && video.AssetSet == happened.AssetSet)
        {
            db.ActAsTheRoom();
            video.MoveIfAllowed(next, time.GetUtcNow());
        }
    }
}

/// <summary>The last of the siblings to complete makes the video ready and swaps the new set in, whole.</summary>
internal sealed class FollowCompletedJob(TimeProvider time, UnnamedFiles files, IEnumerable<IFileReader> readers)
    : IDomainEventHandler<JobCompleted>
{
    public async Task HandleAsync(AppDb db, JobCompleted happened, CancellationToken token)
    {
        // A file that was fetched is only the beginning: the jobs that follow it are made in this very save.
        if (happened.JobType == JobTypes.DownloadVideo
            || !JobTypes.Making.Contains(happened.JobType)
            || await db.LockForWorkAsync(happened.VideoId, token) is not { } video
            || video.AssetSet != happened.AssetSet
            || !VideoTransitions.IsUnderWay(video.ProcessingStatus))
        {
            return;
        }

        var siblingsLeft = await db.ProcessingJobs.AsNoTracking().AnyAsync(
            job => job.VideoId == video.Id && job.AssetSet == video.AssetSet && job.Id != happened.JobId
                && JobTypes.Making.Contains(job.JobType) && job.Status != JobStatus.Completed,
            token);
        if (siblingsLeft)
        {
            return;
        }

        var made = await MadeAsync(db, video, token);
        var rendition = made.Where(asset => asset.Kind == AssetKind.Rendition).MaxBy(SpecJson.WorkOf)!;
        var preview = made.FirstOrDefault(asset => asset.Kind == AssetKind.Preview);
        var thumbnail = made.First(asset => asset.Kind == AssetKind.Thumbnail);
        db.ActAsTheRoom();
        video.ShowResult(MediaApi.AddressOf(rendition.Id), preview is null ? null : MediaApi.AddressOf(preview.Id));
        video.ShowThumbnail(MediaApi.AddressOf(thumbnail.Id));
        video.MoveTo(VideoStatus.Ready, time.GetUtcNow());
        await DropOlderSetsAsync(db, video, token);
    }

    /// <summary>Those of this very save are not yet in the table.</summary>
    private static async Task<List<VideoAsset>> MadeAsync(AppDb db, Video video, CancellationToken token)
    {
        await db.VideoAssets.Where(asset => asset.VideoId == video.Id && asset.AssetSet == video.AssetSet).LoadAsync(token);
        return [.. db.VideoAssets.Local.Where(asset => asset.VideoId == video.Id && asset.AssetSet == video.AssetSet)];
    }

    /// <summary>While somebody may still read a file of theirs the old sets wait for the next time.</summary>
    private async Task DropOlderSetsAsync(AppDb db, Video video, CancellationToken token)
    {
        if (video.AssetSet == 1)
        {
            return;
        }

        foreach (var reader in readers)
        {
            if (await reader.IsReadingAsync(db, video.Id, token))
            {
                return;
            }
        }

        var old = await db.VideoAssets
            .Where(asset => asset.VideoId == video.Id && asset.AssetSet > 0 && asset.AssetSet < video.AssetSet)
            .ToListAsync(token);
        db.VideoAssets.RemoveRange(old);
        files.RemoveAfterCommit(db, video, [.. old.Select(asset => asset.StorageKey)]);
    }
}

/// <summary>
/// A job that gave up fails the video. A file that was refused before anything came of it leaves nothing behind; one that we
/// failed on keeps its source, so that the person can try again, and the unit comes back unless the file itself is broken within.
/// </summary>
internal sealed class FollowAbandonedJob(TimeProvider time, IVideoUnits units, UnnamedFiles files) : IDomainEventHandler<JobGaveUp>
{
    public async Task HandleAsync(AppDb db, JobGaveUp happened, CancellationToken token)
    {
        if (!JobTypes.Making.Contains(happened.JobType)
            || await db.LockForWorkAsync(happened.VideoId, token) is not { } video
            || video.AssetSet != happened.AssetSet
            || !VideoTransitions.IsUnderWay(video.ProcessingStatus))
        {
            return;
        }

        db.ActAsTheRoom();
        video.Fail(
            new ProcessingErrorDetails(happened.ErrorCode, happened.Arguments, happened.JobId, happened.LastLines),
            happened.ErrorMessage, time.GetUtcNow());
        if (video.ProcessedUrl is not null)
        {
            // An earlier set is in use: the unit has bought something, and its files stay.
            return;
        }

        var isRefusal = happened.JobType == JobTypes.ExtractMetadata && SourceVerdict.Codes.Contains(happened.ErrorCode);
        var isFileAtFault = isRefusal || happened.ErrorCode == SourceVerdict.Damaged;
        await units.ReturnAsync(db, video.Id, isFileAtFault ? UnitReturn.NotAccepted : UnitReturn.OurFault, token);
        if (isRefusal)
        {
            var assets = await db.VideoAssets.Where(asset => asset.VideoId == video.Id).ToListAsync(token);
            db.VideoAssets.RemoveRange(assets);
            files.RemoveAfterCommit(db, video, [video.OriginalUrl, .. assets.Select(asset => asset.StorageKey)]);
        }
    }
}

internal static class RoomActor
{
    /// <summary>Whoever opened the context has the first say: a worker names itself.</summary>
    public static void ActAsTheRoom(this AppDb db)
    {
        if (db.Actor is null)
        {
            db.ActAs(Actor.System("processing"));
        }
    }
}
