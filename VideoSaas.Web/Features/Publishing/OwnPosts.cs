using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing;

/// <summary>Posts read for change, in the lock order video, post, job.</summary>
internal static class OwnPosts
{
    /// <summary>Locks the video's row until the transaction ends; false when there is no such row.</summary>
    public static async Task<bool> LockVideoAsync(this AppDb db, Guid videoId, CancellationToken token) =>
        (await db.Database
            .SqlQuery<Guid>($"SELECT id AS \"Value\" FROM videos WHERE id = {videoId} FOR NO KEY UPDATE")
            .ToListAsync(token)).Count == 1;

    /// <summary>The person's post, its video locked; null when it is not theirs. Call inside a transaction.</summary>
    public static async Task<PlatformPost?> LockPostAsync(this AppDb db, Guid postId, Guid personId, CancellationToken token)
    {
        var videoId = await db.PlatformPosts
            .Where(post => post.Id == postId && post.UserId == personId)
            .Select(post => (Guid?)post.VideoId)
            .FirstOrDefaultAsync(token);
        if (videoId is null || !await db.LockVideoAsync(videoId.Value, token))
        {
            return null;
        }

        return await db.PlatformPosts.FirstOrDefaultAsync(post => post.Id == postId, token);
    }

    public static Task<PublishAttempt?> AttemptOfAsync(this AppDb db, PlatformPost post, CancellationToken token) =>
        db.PublishAttempts.FirstOrDefaultAsync(attempt => attempt.PostId == post.Id && attempt.Arming == post.Arming, token);

    /// <summary>Publishing jobs of the post that are not at an end.</summary>
    public static Task<List<Guid>> OpenJobsOfAsync(this AppDb db, PlatformPost post, CancellationToken token)
    {
        var postId = post.Id.ToString();
        return db.Database
            .SqlQuery<Guid>(
                $"""
                SELECT id AS "Value" FROM processing_jobs
                WHERE video_id = {post.VideoId} AND job_type = {JobTypes.PublishPost} AND job_data ->> 'post_id' = {postId}
                  AND (status IN ('queued', 'running') OR status = 'failed' AND backoff_until IS NOT NULL)
                """)
            .ToListAsync(token);
    }

    /// <summary>An intent was stored and nobody has found out that it came to nothing: it may be public.</summary>
    public static bool MayBeOut(this PublishAttempt? attempt) =>
        attempt is { IntentAt: not null } && attempt.Outcome != CommitOutcome.NotCommitted;
}
