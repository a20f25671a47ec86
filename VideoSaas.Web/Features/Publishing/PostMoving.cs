using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Publishing.Jobs;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing;

/// <summary>
/// Gives a submitted post that is not committed another time. What is prepared is kept where the platform keeps it so long; else
/// the post is begun anew in time.
/// </summary>
public sealed class PostMoving(PlatformCatalog platforms, IJobCanceller jobs, TimeProvider time)
{
    /// <summary>A prepared post is not kept to the very end of what the platform allows.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    /// <summary>Call inside a transaction that holds the post's video, after it was found that it cannot be out.</summary>
    internal async Task MoveAsync(AppDb db, PlatformPost post, PublishAttempt? attempt, DateTimeOffset at, CancellationToken token)
    {
        var now = time.GetUtcNow();
        var open = await db.OpenJobsOfAsync(post, token);

        // What a pause holds is armed anew: whether it is held again or goes is decided there, in one place.
        var isArmedAnew = post.HoldCode is HoldCode.Paused or HoldCode.Missed
            || await PausedPosts.IsPausedAsync(db, post.ConnectedAccountId, token);
        if (!isArmedAnew && (attempt is null
            ? post.HoldCode is null && post.UploadStatus == PostStatus.Pending
            : IsPreparedUntil(post, attempt, at)))
        {
            post.MoveTime(at);

            // A prepared post's job sleeps until its minute; one that is at work reads the new time by itself.
            var due = attempt is null ? Later(at - RulesOf(post).Lead, now) : Later(post.CommitAt is null ? now : at, now);
            await db.ProcessingJobs.Where(job => open.Contains(job.Id) && job.Status == JobStatus.Queued)
                .ExecuteUpdateAsync(set => set.SetProperty(job => job.ScheduledFor, due), token);
            return;
        }

        post.Arm(at, now);
        if (open.Count > 0)
        {
            await jobs.CancelAsync(db, open, token);
        }
    }

    /// <summary>Nothing is with the platform yet, or it stays there until then.</summary>
    internal bool IsPreparedUntil(PlatformPost post, PublishAttempt? attempt, DateTimeOffset at) =>
        attempt is null
        || (attempt.RemoteHandles is { } json && StoredHandles.Parse(json) is var handles
            && at < (handles.PreparedAt ?? attempt.CreatedAt) + RulesOf(post).Expiry - Margin);

    private PreparationRules RulesOf(PlatformPost post) =>
        platforms.Find(post.Platform)?.Preparation ?? new PreparationRules(TimeSpan.Zero, TimeSpan.Zero);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
