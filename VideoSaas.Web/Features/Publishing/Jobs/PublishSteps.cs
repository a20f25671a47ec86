using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing.Jobs;

/// <summary>What an error does to the post before anything irreversible was sent, and how a run's waits are sat out.</summary>
internal sealed class PublishSteps(
    PublishLedger ledger,
    AccountTokens tokens,
    JobRun run,
    PublishJobData job,
    PublishingOptions options,
    TimeProvider time,
    ILogger log)
{
    /// <summary>A limit that lasts so long holds the post, and the person is told.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromHours(1);

    /// <summary>Short waits are sat out; null then. Longer ones give the worker back.</summary>
    public async Task<JobOutcome?> WaitAsync(TimeSpan wait, CancellationToken token)
    {
        if (wait.TotalSeconds > options.InlineWaitSeconds)
        {
            return new JobOutcome.Snooze(wait);
        }

        await Task.Delay(wait, time, token);
        return null;
    }

    /// <summary>
    /// What a refusal does while it is certain that nothing is out; an intent that came to nothing is forgotten with it.
    /// Null: the handles were dropped and the run begins again.
    /// </summary>
    public async Task<JobOutcome?> RefusedAsync(PublishState state, PlatformError error, CancellationToken token)
    {
        PublishingLog.Refused(log, job.PostId, job.Arming, error.Code, error.Message);
        switch (error.Class)
        {
            case PlatformErrorClass.RetryAnew when state.Handles is { } handles && handles.Begun < options.HandlesPerArming:
                await BeginAgainAsync(error, token);
                return null;
            case PlatformErrorClass.Retry or PlatformErrorClass.Unknown:
                await KeepAsync(error, token);
                return new JobOutcome.RetryLater(error.Code, error.Message, NotBefore: error.Wait);
            case PlatformErrorClass.Quota:
                return await QuotaAsync(error, token);
            case PlatformErrorClass.Reauth:
                return await SignedOutAsync(state, error, token, isNotOut: true);
            default:
                return await FailAsync(error, token);
        }
    }

    public async Task<JobOutcome> FailAsync(PlatformError error, CancellationToken token)
    {
        await ledger.WriteAsync(
            run,
            job,
            (db, post, attempt) =>
            {
                PublishHistory.WasRefused(
                    db, post, "failed", error, time.GetUtcNow(),
                    PostRetryRules.NextTryAt(error.Code, post.RetryCount, post.MaxRetries, time.GetUtcNow(), options.RetryRests));
                if (attempt is not null)
                {
                    Forget(attempt, "failed");
                    attempt.Outcome = CommitOutcome.NotCommitted;
                }

                Keep(post, attempt, error);
                post.Fail(error.Code, error.Message, DetailsOf(error));
                return Task.CompletedTask;
            },
            token);
        return new JobOutcome.GiveUp(error.Code, error.Message);
    }

    /// <summary>
    /// Only a new connection helps. A post that may be out stays unconfirmed, and is asked about after it; any other is held
    /// and goes out after it.
    /// </summary>
    /// <param name="isNotOut">It is certain that the commit came to nothing, whatever intent is stored.</param>
    public async Task<JobOutcome> SignedOutAsync(
        PublishState state, PlatformError error, CancellationToken token, bool isNotOut = false)
    {
        if (await RenewAsync(state, error, isNotOut, token) is { } renewed)
        {
            return renewed;
        }

        var isMended = false;
        await ledger.WriteAsync(
            run,
            job,
            async (db, post, attempt) =>
            {
                // Shared until the hold is stored: whoever connects again waits for it and so sees what to send on.
                isMended = state.Account is { } account && await IsConnectedSinceAsync(db, account, token);
                Keep(post, attempt, error);
                if (isMended || post.UploadStatus == PostStatus.Published)
                {
                    return;
                }

                PublishHistory.WasRefused(db, post, "signed_out", error, time.GetUtcNow());

                if (isNotOut && attempt is not null)
                {
                    Forget(attempt, "not_committed");
                }

                if (attempt.MayBeOut())
                {
                    post.MarkUnknown(error.Message, DetailsOf(error));
                    return;
                }

                if (post.UploadStatus == PostStatus.Pending)
                {
                    // Only a post under way can be held.
                    post.MoveTo(PostStatus.Preparing);
                    await db.SaveChangesAsync(token);
                }

                post.Hold(HoldCode.Reconnect, error.Message);
            },
            token);
        if (isMended)
        {
            return new JobOutcome.Snooze(TimeSpan.Zero);
        }

        if (state.Account is { } failed)
        {
            await ledger.MarkNeedsReauthAsync(failed.Id, failed.AccessTokenProtected, run.Job.WorkerId ?? "publish", token);
        }

        return new JobOutcome.Done();
    }

    /// <summary>
    /// A token that is refused although its time is not over is renewed once, where the platform has that; then the run begins
    /// again with the new one. Null: only the person can mend it.
    /// </summary>
    private async Task<JobOutcome?> RenewAsync(PublishState state, PlatformError error, bool isNotOut, CancellationToken token)
    {
        if (error.Code != "reauth_needed" || state is not { Account: { RefreshTokenProtected: not null } account, Handles: { } handles }
            || time.GetUtcNow() - handles.RenewedAt < TimeSpan.FromSeconds(options.RenewalRestSeconds))
        {
            return null;
        }

        var renewal = await tokens.RenewAsync(account, Domain.Auditing.Actor.Worker(run.Job.WorkerId ?? "publish"), token);
        if (renewal == TokenRenewal.Refused)
        {
            return null;
        }

        await ledger.WriteAsync(
            run,
            job,
            (db, post, attempt) =>
            {
                PublishHistory.WasRefused(db, post, renewal == TokenRenewal.Renewed ? "token_renewed" : "token_not_renewed", error, time.GetUtcNow());
                if (renewal == TokenRenewal.Renewed && attempt?.RemoteHandles is { } json)
                {
                    attempt.RemoteHandles = (StoredHandles.Parse(json) with { RenewedAt = time.GetUtcNow() }).ToJson();
                }

                // The next run commits again instead of finding the same refusal.
                if (isNotOut && attempt is { IntentAt: not null })
                {
                    Forget(attempt, "not_committed");
                }

                return Task.CompletedTask;
            },
            token);
        return renewal == TokenRenewal.Renewed
            ? new JobOutcome.Snooze(TimeSpan.Zero)
            : new JobOutcome.RetryLater("platform_busy", "The token could not be renewed now.");
    }

    /// <summary>Keeps what the platform said with the post and its attempt.</summary>
    public static void Keep(PlatformPost post, PublishAttempt? attempt, PlatformError error)
    {
        if (error.Answer?.ToJson() is { } json)
        {
            post.KeepAnswer(json);
            if (attempt is not null)
            {
                attempt.LastAnswer = json;
            }
        }
    }

    public static string DetailsOf(PlatformError error) => JsonSerializer.Serialize(new
    {
        @class = error.Class.ToString(),
        code = error.RemoteCode,
        subcode = error.RemoteSubcode,
        trace_id = error.TraceId,
    });

    /// <summary>The intent came to nothing, for certain.</summary>
    private static void Forget(PublishAttempt attempt, string step)
    {
        attempt.Step = step;
        attempt.IntentAt = null;
        attempt.IntentLease = null;
        attempt.Outcome = null;
    }

    private Task KeepAsync(PlatformError error, CancellationToken token) => ledger.WriteAsync(
        run,
        job,
        (db, post, attempt) =>
        {
            PublishHistory.WasRefused(
                db, post, attempt?.Step ?? "started", error, time.GetUtcNow(), error.Wait is { } wait ? time.GetUtcNow() + wait : null);
            Keep(post, attempt, error);
            return Task.CompletedTask;
        },
        token);

    private Task BeginAgainAsync(PlatformError error, CancellationToken token) => ledger.WriteAsync(
        run,
        job,
        async (db, post, attempt) =>
        {
            PublishHistory.WasRefused(db, post, "started_again", error, time.GetUtcNow());
            Keep(post, attempt, error);
            var handles = StoredHandles.Parse(attempt!.RemoteHandles!);
            Forget(attempt, "started_again");
            attempt.RemoteHandles = new StoredHandles(handles.AssetId, Begun: handles.Begun + 1).ToJson();
            if (post.UploadStatus != PostStatus.Preparing)
            {
                post.MoveTo(PostStatus.Pending);
                post.ReportProgress(0);
                await db.SaveChangesAsync(token);
                post.MoveTo(PostStatus.Preparing);
            }
        },
        token);

    /// <summary>
    /// A throttle passes in minutes and the post stays where it is; a day's limit holds it. The job wakes up by itself.
    /// </summary>
    private async Task<JobOutcome> QuotaAsync(PlatformError error, CancellationToken token)
    {
        var wait = error.Wait ?? TimeSpan.FromSeconds(options.QuotaWaitSeconds);
        var longest = TimeSpan.FromSeconds(options.QuotaWaitSeconds);
        await ledger.WriteAsync(
            run,
            job,
            (db, post, attempt) =>
            {
                PublishHistory.WasRefused(db, post, attempt?.Step ?? "started", error, time.GetUtcNow(), time.GetUtcNow() + wait);
                Keep(post, attempt, error);
                if (attempt is { IntentAt: not null })
                {
                    Forget(attempt, "not_committed");
                }

                if ((error.Code is "publish_limit" or "platform_quota" || wait >= LongWait) && post.UploadStatus != PostStatus.Pending)
                {
                    post.Hold(HoldCode.Quota, error.Message);
                }

                return Task.CompletedTask;
            },
            token);
        return new JobOutcome.Snooze(wait < longest ? wait : longest);
    }

    private static async Task<bool> IsConnectedSinceAsync(AppDb db, PlatformAccount known, CancellationToken token)
    {
        var current = await db.PlatformAccounts
            .FromSql($"SELECT * FROM platform_accounts WHERE id = {known.Id} FOR SHARE")
            .AsNoTracking()
            .SingleOrDefaultAsync(token);
        return current is { Health: AccountHealth.Connected or AccountHealth.Expiring }
            && current.AccessTokenProtected != known.AccessTokenProtected;
    }
}
