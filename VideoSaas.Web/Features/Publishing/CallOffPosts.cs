using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Data.Events;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Web.Features.Publishing;

/// <summary>
/// A clip in the bin goes nowhere: its drafts and what waits or is being prepared are called off, with their jobs. A post whose
/// intent to commit is stored may be out and stays what it is, until its job has found that out.
/// </summary>
internal sealed class CallOffPosts(IJobCanceller jobs) : IDomainEventHandler<VideoDeleted>, IDomainEventHandler<VideoGone>
{
    public async Task HandleAsync(AppDb db, VideoDeleted happened, CancellationToken token)
    {
        var posts = await db.PlatformPosts
            .Where(post => post.VideoId == happened.VideoId
                && (post.UploadStatus == PostStatus.Pending || post.UploadStatus == PostStatus.Preparing
                    || post.UploadStatus == PostStatus.Uploading || post.UploadStatus == PostStatus.Checking))
            .ToListAsync(token);
        foreach (var post in posts)
        {
            await CallOffAsync(db, post, jobs, token);
        }
    }

    /// <summary>Of a clip that is gone for good only the posts stay that are out: they still are, and go on counting.</summary>
    public async Task HandleAsync(AppDb db, VideoGone happened, CancellationToken token) => db.PlatformPosts.RemoveRange(
        await db.PlatformPosts.Where(post => post.VideoId == happened.VideoId && post.UploadStatus != PostStatus.Published).ToListAsync(token));

    /// <summary>
    /// Cancels a post and its open jobs in the caller's transaction, which holds the video's row: a run stores its intent under
    /// the same lock, so one of the two comes first and both see which.
    /// </summary>
    /// <returns>False when the post may be out already; then nothing changed.</returns>
    public static async Task<bool> CallOffAsync(AppDb db, PlatformPost post, IJobCanceller jobs, CancellationToken token)
    {
        if (post.UploadStatus != PostStatus.Failed && (await db.AttemptOfAsync(post, token)).MayBeOut())
        {
            return false;
        }

        post.Cancel();
        if (await db.OpenJobsOfAsync(post, token) is { Count: > 0 } open)
        {
            await jobs.CancelAsync(db, open, token);
        }

        return true;
    }
}
