using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing.Jobs;

/// <summary>What a run finds when it looks.</summary>
internal sealed record PublishState(PlatformPost Post, PublishAttempt? Attempt, PlatformAccount? Account)
{
    public StoredHandles? Handles => Attempt?.RemoteHandles is { } json ? StoredHandles.Parse(json) : null;
}

/// <summary>This run is no longer the one that may write: its lease, its arming or its job has gone to another.</summary>
internal sealed class LeaseLostException() : OperationCanceledException("The lease is no longer this run's.");

/// <summary>
/// Every write of a publishing run, each in one short transaction under the video's lock and only while the lease is the
/// run's own; the one exception is a platform's answer to a commit, which is kept whoever holds the lease by then.
/// </summary>
internal sealed class PublishLedger(IDbContextFactory<AppDb> databases, TimeProvider time)
{
    public async Task<PublishState?> ReadAsync(PublishJobData job, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var post = await db.PlatformPosts.AsNoTracking().FirstOrDefaultAsync(one => one.Id == job.PostId, token);
        if (post is null || post.Arming != job.Arming)
        {
            return null;
        }

        var attempt = await db.PublishAttempts.AsNoTracking().FirstOrDefaultAsync(
            one => one.PostId == post.Id && one.Arming == post.Arming, token);
        var account = await db.PlatformAccounts.AsNoTracking().FirstOrDefaultAsync(one => one.Id == post.ConnectedAccountId, token);
        return new PublishState(post, attempt, account);
    }

    /// <summary>The file of the arming, or for a new arming the newest that serves the platform.</summary>
    public async Task<VideoAsset?> FileAsync(PublishState state, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var chosen = state.Handles is { AssetId: var id }
            ? await db.VideoAssets.AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, token)
            : null;
        return chosen ?? await PostGate.NewestFileAsync(db, state.Post.VideoId, state.Post.Platform, token);
    }

    /// <summary>The cover that goes with the file.</summary>
    public async Task<PostCover> CoverAsync(VideoAsset file, PostSettings settings, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await PostCovers.OfAsync(db, file, settings, token);
    }

    /// <summary>Ids on the account that other posts own, whoever's they are.</summary>
    public async Task<IReadOnlyCollection<string>> TakenAsync(PlatformPost post, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.PlatformPosts.AsNoTracking().IgnoreQueryFilters()
            .Where(one => one.Platform == post.Platform && one.PlatformAccountId == post.PlatformAccountId && one.Id != post.Id
                && one.PlatformPostId != null)
            .Select(one => one.PlatformPostId!)
            .ToListAsync(token);
    }

    /// <summary>One fenced change. <paramref name="change"/> may save in between where two status steps follow each other.</summary>
    /// <exception cref="LeaseLostException">Nothing was written.</exception>
    public async Task WriteAsync(
        JobRun run, PublishJobData job, Func<AppDb, PlatformPost, PublishAttempt?, Task> change, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(Actor.Worker(run.Job.WorkerId ?? "publish"));
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (!await db.LockVideoAsync(run.Job.VideoId, token))
        {
            throw new LeaseLostException();
        }

        var post = await db.PlatformPosts.FirstOrDefaultAsync(one => one.Id == job.PostId, token);
        if (post is null || post.Arming != job.Arming || !await IsMineAsync(db, run, token))
        {
            throw new LeaseLostException();
        }

        var attempt = await db.AttemptOfAsync(post, token);
        await change(db, post, attempt);
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
    }

    /// <summary>
    /// Stores the permission to commit, under a lease that outlives the call which follows: from this moment only that call
    /// or reconciling may decide what became of the post. False, and nothing is stored, when the post was moved to a later time or its channel is paused.
    /// </summary>
    /// <param name="patience">The longest that the call may last.</param>
    public async Task<bool> StoreIntentAsync(JobRun run, PublishJobData job, TimeSpan patience, CancellationToken token)
    {
        var isStored = false;
        await WriteAsync(run, job, async (db, post, attempt) => isStored = await StoreIntentAsync(db, run, post, attempt!, patience, token), token);
        return isStored;
    }

    private async Task<bool> StoreIntentAsync(
        AppDb db, JobRun run, PlatformPost post, PublishAttempt attempt, TimeSpan patience, CancellationToken token)
    {
        if (post.UploadStatus != PostStatus.Checking)
        {
            throw new LeaseLostException();
        }

        var now = time.GetUtcNow();
        if (post.ScheduledFor > now)
        {
            return false;
        }

        // Armed while its channel was being paused: this is the last place where that can be seen.
        if (await PausedPosts.IsPausedAsync(db, post.ConnectedAccountId, token))
        {
            post.Hold(HoldCode.Paused, PausedPosts.Why);
            return false;
        }

        var until = now + patience * 2;
        await db.Database.ExecuteSqlAsync(
            $"UPDATE processing_jobs SET lease_until = GREATEST(lease_until, {until}) WHERE id = {run.Job.Id} AND lease_token = {run.LeaseToken}",
            token);
        var handles = StoredHandles.Parse(attempt.RemoteHandles!);
        attempt.Step = "intent";
        attempt.IntentAt ??= now;
        attempt.IntentLease = run.LeaseToken;
        attempt.Outcome = null;
        attempt.RemoteHandles = (handles with
        {
            SentAt = now,
            Commits = handles.Commits + 1,
            SeenNotLiveAt = null,
            Refused = null,
        }).ToJson();
        post.AwaitCommit(null);
        PublishHistory.Did(db, post, "intent", null, now);
        return true;
    }

    /// <summary>
    /// Keeps what the platform said to a commit, whoever holds the lease. What a person has settled meanwhile stays settled.
    /// </summary>
    public async Task KeepCommitAnswerAsync(PublishJobData job, CommitAnswer answer)
    {
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        var attempt = await db.PublishAttempts
            .FromSql($"SELECT * FROM publish_attempts WHERE post_id = {job.PostId} AND arming = {job.Arming} FOR UPDATE")
            .SingleOrDefaultAsync(CancellationToken.None);
        if (attempt is null)
        {
            return;
        }

        var handles = StoredHandles.Parse(attempt.RemoteHandles!);
        var now = time.GetUtcNow();
        var post = await db.PlatformPosts.AsNoTracking().FirstAsync(one => one.Id == job.PostId, CancellationToken.None);
        switch (answer)
        {
            case CommitAnswer.Committed committed:
                PublishHistory.Did(db, post, "committed", committed.Answer, now);
                attempt.LastAnswer = committed.Answer.ToJson();
                attempt.RemoteHandles = handles.With(committed.Handles).ToJson();
                if (attempt.Outcome is null or CommitOutcome.Unknown)
                {
                    attempt.Step = "committed";
                    attempt.Outcome = CommitOutcome.Committed;
                    attempt.ResolvedBy = "platform";
                    attempt.ResolvedAt = now;
                }

                break;
            case CommitAnswer.Accepted accepted:
                PublishHistory.Did(db, post, "accepted", accepted.Answer, now);
                attempt.LastAnswer = accepted.Answer.ToJson();
                attempt.RemoteHandles = handles.With(accepted.Handles).ToJson();
                if (attempt.Outcome is null or CommitOutcome.Unknown)
                {
                    attempt.Step = "accepted";
                }

                break;
            case CommitAnswer.NotAcknowledged { Error.Class: PlatformErrorClass.Unknown or PlatformErrorClass.Retry } lost:
                PublishHistory.IsUnknown(db, post, "commit", lost.Error, now);
                KeepRefusal(attempt, handles, lost.Error);
                break;
            case CommitAnswer.NotAcknowledged refused:
                PublishHistory.WasRefused(db, post, "commit", refused.Error, now);
                KeepRefusal(attempt, handles, refused.Error);
                break;
        }

        await db.SaveChangesAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }

    private static void KeepRefusal(PublishAttempt attempt, StoredHandles handles, PlatformError error)
    {
        attempt.LastAnswer = error.Answer?.ToJson() ?? attempt.LastAnswer;
        attempt.RemoteHandles = (handles with { Refused = CommitRefusal.Of(error) }).ToJson();
        attempt.Outcome ??= CommitOutcome.Unknown;
    }

    /// <summary>Bytes that the platform has, for the page; not a status, so nothing is audited.</summary>
    public async Task WritePercentAsync(JobRun run, PublishJobData job, int percent, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (!await db.LockVideoAsync(run.Job.VideoId, token))
        {
            return;
        }

        await db.PlatformPosts
            .Where(post => post.Id == job.PostId && post.Arming == job.Arming && post.UploadStatus == PostStatus.Uploading
                && db.ProcessingJobs.Any(one => one.Id == run.Job.Id && one.LeaseToken == run.LeaseToken))
            .ExecuteUpdateAsync(set => set.SetProperty(post => post.UploadProgress, percent), token);
        await transaction.CommitAsync(token);
    }

    /// <summary>The account can no longer be used; unless it was connected again since the failing token was read.</summary>
    public async Task MarkNeedsReauthAsync(Guid accountId, string tokenProtected, string workerId, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(Actor.Worker(workerId));
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var account = await db.PlatformAccounts
            .FromSql($"SELECT * FROM platform_accounts WHERE id = {accountId} FOR NO KEY UPDATE")
            .SingleOrDefaultAsync(token);
        if (account is not null && account.AccessTokenProtected == tokenProtected && account.Health != AccountHealth.Revoked)
        {
            account.Health = AccountHealth.NeedsReauth;
            await db.SaveChangesAsync(token);
            await transaction.CommitAsync(token);
        }
    }

    private static async Task<bool> IsMineAsync(AppDb db, JobRun run, CancellationToken token)
    {
        // Shared: a rescue that would take the lease away waits until this transaction is over.
        var held = await db.Database
            .SqlQuery<Guid>(
                $"SELECT id AS \"Value\" FROM processing_jobs WHERE id = {run.Job.Id} AND lease_token = {run.LeaseToken} AND status = 'running' FOR SHARE")
            .ToListAsync(token);
        return held.Count == 1;
    }
}
