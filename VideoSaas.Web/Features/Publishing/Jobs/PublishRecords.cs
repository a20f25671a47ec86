using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing.Jobs;

/// <summary>What a run writes down on its way while nothing goes wrong, each with its line in the post's history.</summary>
internal sealed class PublishRecords(PublishLedger ledger, JobRun run, PublishJobData job, TimeProvider time)
{
    /// <summary>The attempt, before the first request is made.</summary>
    /// <param name="assetId">The file that this arming sends.</param>
    public Task BeginAsync(Guid assetId, CancellationToken token) =>
        ledger.WriteAsync(
            run,
            job,
            (db, post, attempt) =>
            {
                if (attempt is null)
                {
                    var now = time.GetUtcNow();
                    db.PublishAttempts.Add(new PublishAttempt
                    {
                        Id = Guid.CreateVersion7(now),
                        PostId = post.Id,
                        UserId = post.UserId,
                        Arming = post.Arming,
                        Step = "started",
                        RemoteHandles = new StoredHandles(assetId).ToJson(),
                        CreatedAt = now,
                    });
                }

                PublishHistory.Did(db, post, "started", null, time.GetUtcNow());
                post.MoveTo(PostStatus.Preparing);
                return Task.CompletedTask;
            },
            token);

    /// <summary>Prepared, and its minute has not come.</summary>
    public Task AwaitCommitAsync(CancellationToken token) => ledger.WriteAsync(
        run,
        job,
        (_, post, _) =>
        {
            post.AwaitCommit(post.ScheduledFor);
            return Task.CompletedTask;
        },
        token);

    /// <summary>Brings the post's word to the phase, one listed step after the other.</summary>
    public async Task EnterAsync(PublishState state, PublishPhase phase, CancellationToken token)
    {
        var wanted = phase switch
        {
            PublishPhase.Preparing => PostStatus.Preparing,
            PublishPhase.Uploading => PostStatus.Uploading,
            _ => PostStatus.Checking,
        };
        if (state.Post.UploadStatus >= wanted)
        {
            return;
        }

        await ledger.WriteAsync(
            run,
            job,
            async (db, post, _) =>
            {
                if (post.UploadStatus == PostStatus.Pending)
                {
                    post.Release();
                }

                while (post.UploadStatus < wanted)
                {
                    post.MoveTo(post.UploadStatus + 1);
                    await db.SaveChangesAsync(token);
                }
            },
            token);
    }

    public Task StoreAsync(string step, StoredHandles handles, PlatformAnswer? answer, CancellationToken token, bool sentAll = false) =>
        ledger.WriteAsync(
            run,
            job,
            (db, post, attempt) =>
            {
                if (attempt!.Step != step)
                {
                    PublishHistory.Did(db, post, step, answer, time.GetUtcNow());
                }

                attempt.Step = step;
                attempt.RemoteHandles = handles.ToJson();
                attempt.LastAnswer = answer?.ToJson() ?? attempt.LastAnswer;
                if (sentAll)
                {
                    post.ReportProgress(100);
                }

                return Task.CompletedTask;
            },
            token);

    /// <summary>The cover was tried. What was said to it stands in the history only: it is no answer to the post.</summary>
    public Task CoverAsync(StoredHandles handles, CoverAnswer said, CancellationToken token) => ledger.WriteAsync(
        run,
        job,
        (db, post, attempt) =>
        {
            var now = time.GetUtcNow();
            if (said.Error is { } error)
            {
                PublishHistory.WasRefused(db, post, PublishHistory.Cover, error with { Code = CoverWordOf(error) }, now);
            }
            else
            {
                PublishHistory.Did(db, post, PublishHistory.Cover, said.Answer, now);
            }

            attempt!.RemoteHandles = (handles with { CoverAt = now }).ToJson();
            return Task.CompletedTask;
        },
        token);

    /// <summary>The usual sentences promise another try.</summary>
    private static string CoverWordOf(PlatformError error) => error switch
    {
        { Code: var code } when code.StartsWith("cover_", StringComparison.Ordinal) => code,
        { Class: PlatformErrorClass.Quota } => "cover_limit",
        { Class: PlatformErrorClass.Retry or PlatformErrorClass.RetryAnew or PlatformErrorClass.Unknown } => "cover_unanswered",
        _ => "cover_refused",
    };

    public Task StoreLiveAsync(
        StoredHandles handles, string remote, PlatformAnswer? answer, string by, CancellationToken token) => ledger.WriteAsync(
        run,
        job,
        (db, post, attempt) =>
        {
            var now = time.GetUtcNow();
            PublishHistory.Did(db, post, "found_live", answer, now);
            attempt!.Step = "committed";
            attempt.RemoteHandles = handles.With(remote).ToJson();
            attempt.LastAnswer = answer?.ToJson() ?? attempt.LastAnswer;
            attempt.IntentAt ??= handles.PreparedAt ?? now;
            attempt.Outcome = CommitOutcome.Committed;
            attempt.ResolvedBy = by;
            attempt.ResolvedAt = now;
            return Task.CompletedTask;
        },
        token);
}
