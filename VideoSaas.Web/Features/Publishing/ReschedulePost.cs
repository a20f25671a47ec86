using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Publishing.Jobs;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing;

public sealed record ReschedulePostInput(Guid PostId, PostTime Time);

/// <summary>
/// Moves a submitted post to another time while it is not committed. What is prepared is kept where the platform keeps it so
/// long; else the post is begun anew in time. The same time again changes nothing.
/// </summary>
public sealed class ReschedulePost(
    IDbContextFactory<AppDb> databases, PostTimes times, PlatformCatalog platforms, IJobCanceller jobs, TimeProvider time)
{
    /// <summary>A prepared post is not kept to the very end of what the platform allows.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    /// <returns>
    /// Refused: not_found, already_published, post_not_scheduled, past_point_of_no_return, and what <see cref="PostTimes"/> refuses.
    /// </returns>
    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, ReschedulePostInput input, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var post = await db.LockPostAsync(input.PostId, actor.PersonId, token);
        switch (post)
        {
            case null:
                return new NotFound();
            case { UploadStatus: PostStatus.Published }:
                return new Conflict("already_published");
            case { SubmittedAt: null } or { UploadStatus: PostStatus.Failed or PostStatus.Cancelled }:
                return new Conflict("post_not_scheduled");
        }

        var attempt = await db.AttemptOfAsync(post, token);
        if (attempt.MayBeOut())
        {
            return new Conflict("past_point_of_no_return");
        }

        var moment = await times.MomentAsync(db, post, input.Time, token);
        if (moment.Refusal is { } refusal)
        {
            return refusal;
        }

        if (moment.Value == post.ScheduledFor)
        {
            return Done.Value;
        }

        await MoveAsync(db, post, attempt, moment.Value, token);
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return Done.Value;
    }

    private async Task MoveAsync(AppDb db, PlatformPost post, PublishAttempt? attempt, DateTimeOffset at, CancellationToken token)
    {
        var now = time.GetUtcNow();
        var open = await db.OpenJobsOfAsync(post, token);
        var rules = platforms.Find(post.Platform)?.Preparation ?? new PreparationRules(TimeSpan.Zero, TimeSpan.Zero);
        if (IsStillGood(post, attempt, at, rules))
        {
            post.MoveTime(at);

            // A prepared post's job sleeps until its minute; one that is at work reads the new time by itself.
            var due = attempt is null ? Later(at - rules.Lead, now) : Later(post.CommitAt is null ? now : at, now);
            await db.ProcessingJobs.Where(job => open.Contains(job.Id) && job.Status == Domain.Processing.JobStatus.Queued)
                .ExecuteUpdateAsync(set => set.SetProperty(job => job.ScheduledFor, due), token);
            return;
        }

        post.Arm(at, now);
        if (open.Count > 0)
        {
            await jobs.CancelAsync(db, open, token);
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>Nothing is with the platform yet, or it stays there until then.</summary>
    private static bool IsStillGood(PlatformPost post, PublishAttempt? attempt, DateTimeOffset at, PreparationRules rules) =>
        attempt is null
            ? post.HoldCode is null && post.UploadStatus == PostStatus.Pending
            : attempt.RemoteHandles is { } json && StoredHandles.Parse(json) is var handles
                && at < (handles.PreparedAt ?? attempt.CreatedAt) + rules.Expiry - Margin;
}
