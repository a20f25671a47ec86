using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Publishing.Schedule;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing.Jobs;

/// <summary>
/// One run from wherever the last one ended. It reads what is stored, does the one thing that follows from it, stores the
/// answer, and looks again: so a run that begins in the middle is the same as one that came there by itself.
/// </summary>
internal sealed class PublishRun(
    IPlatform platform,
    PublishLedger ledger,
    PublishSteps steps,
    PublishRecords records,
    PublishMinute minute,
    AdmitUpload admission,
    JobRun run,
    PublishJobData job,
    PublishWork work,
    Guid assetId,
    PublishingOptions options,
    TimeProvider time)
{
    /// <summary>After the window a lost answer is still looked for now and then, until the platform itself has forgotten.</summary>
    private static readonly TimeSpan LongestSearch = TimeSpan.FromHours(24);

    public async Task<JobOutcome> GoAsync(PublishState found, CancellationToken token)
    {
        PublishState? state = found;
        while (state is not null)
        {
            token.ThrowIfCancellationRequested();
            if (await NextAsync(state, token) is { } ended)
            {
                return ended;
            }

            state = await ledger.ReadAsync(job, token);
        }

        return new JobOutcome.Done();
    }

    /// <summary>Null: something was stored, look again.</summary>
    private Task<JobOutcome?> NextAsync(PublishState state, CancellationToken token) => state switch
    {
        { Post.UploadStatus: PostStatus.Cancelled or PostStatus.Failed }
            or { Post.HoldCode: HoldCode.Paused or HoldCode.Missed } => Task.FromResult<JobOutcome?>(new JobOutcome.Done()),
        { Attempt: null } or { Handles.PreparedAt: null, Attempt.IntentAt: null } when minute.EarlyBy(state.Post) is { } wait =>
            Task.FromResult<JobOutcome?>(new JobOutcome.Snooze(wait)),
        { Attempt: null } => BeginAsync(token),
        { Attempt.Outcome: CommitOutcome.Committed } => FinishAsync(state, token),
        { Attempt: { Outcome: CommitOutcome.NotCommitted } } => Task.FromResult<JobOutcome?>(new JobOutcome.Done()),
        { Attempt.IntentAt: not null } => ReconcileAsync(state, token),
        { Handles.PreparedAt: null } => PrepareAsync(state, token),
        { Handles.ReadyAt: not null, Post.UploadStatus: < PostStatus.Checking } => ReturnAsync(state, token),
        { Handles.ReadyAt: not null } when minute.Until(state.Post) is { } wait => AwaitMinuteAsync(state, wait, token),
        { Handles.ReadyAt: not null } when !minute.IsPastExpiry(state.Handles!, time.GetUtcNow()) => CommitAsync(state.Handles!.RemoteText!, token),
        _ => CheckAsync(state, token),
    };

    /// <summary>It was held while it waited, prepared, for its minute, and is released.</summary>
    private async Task<JobOutcome?> ReturnAsync(PublishState state, CancellationToken token)
    {
        await records.EnterAsync(state, PublishPhase.Checking, token);
        return null;
    }

    /// <summary>Prepared: the worker goes on to others, and this one's only call is made at its minute.</summary>
    private async Task<JobOutcome?> AwaitMinuteAsync(PublishState state, TimeSpan wait, CancellationToken token)
    {
        var at = state.Post.ScheduledFor!.Value;
        if (minute.IsPastExpiry(state.Handles!, at))
        {
            return await steps.RefusedAsync(state, new PlatformError(
                PlatformErrorClass.RetryAnew, "preparation_expired", "What was prepared does not last until the post's time."), token);
        }

        if (state.Post.CommitAt != at)
        {
            await records.AwaitCommitAsync(token);
            return null;
        }

        return new JobOutcome.Snooze(wait);
    }

    private async Task<JobOutcome?> BeginAsync(CancellationToken token)
    {
        run.Report("preparing", null);
        await records.BeginAsync(assetId, token);
        return null;
    }

    private async Task<JobOutcome?> PrepareAsync(PublishState state, CancellationToken token)
    {
        var handles = state.Handles!;
        if (handles.Remote is null && await admission.RefusalOfAsync(state.Post, handles.Begun, token) is { } full)
        {
            return await steps.RefusedAsync(state, full, token);
        }

        await records.EnterAsync(state, handles.Next, token);
        switch (await platform.PrepareAsync(work, handles.RemoteText, token))
        {
            case PrepareAnswer.Advanced advanced:
                await records.StoreAsync(advanced.Step, handles.With(advanced.Handles) with { Next = advanced.Next }, advanced.Answer, token);
                return null;
            case PrepareAnswer.Prepared prepared:
                await records.StoreAsync(
                    "prepared",
                    handles.With(prepared.Handles) with { Next = PublishPhase.Checking, PreparedAt = time.GetUtcNow() },
                    prepared.Answer,
                    token,
                    sentAll: true);
                return null;
            case PrepareAnswer.Refused refused:
                return await steps.RefusedAsync(state, refused.Error, token);
            default:
                throw new InvalidOperationException("An answer of no known kind.");
        }
    }

    private async Task<JobOutcome?> CheckAsync(PublishState state, CancellationToken token)
    {
        var handles = state.Handles!;
        await records.EnterAsync(state, PublishPhase.Checking, token);
        run.Report("processing", null);
        switch (await platform.CheckAsync(work, handles.RemoteText!, token))
        {
            case CheckAnswer.Working working:
                return await steps.WaitAsync(working.Wait, token);
            case CheckAnswer.ReadyToCommit when IsCoverDue(handles):
                return await CoverAsync(handles, token);
            case CheckAnswer.ReadyToCommit ready when minute.Until(state.Post) is not null:
                await records.StoreAsync("ready", handles with { ReadyAt = time.GetUtcNow() }, ready.Answer, token);
                return null;
            case CheckAnswer.ReadyToCommit:
                return await CommitAsync(handles.RemoteText!, token);
            case CheckAnswer.AlreadyLive live:
                await records.StoreLiveAsync(handles, handles.RemoteText!, live.Answer, "platform", token);
                return null;
            case CheckAnswer.Refused refused:
                return await steps.RefusedAsync(state, refused.Error, token);
            default:
                throw new InvalidOperationException("An answer of no known kind.");
        }
    }

    private bool IsCoverDue(StoredHandles handles) =>
        handles.CoverAt is null && work.Cover is { } picture && platform.MostCoverBytes is { } most && picture.SizeBytes <= most;

    /// <summary>One try, whatever comes of it: a post is never late or lost for the sake of its cover.</summary>
    private async Task<JobOutcome?> CoverAsync(StoredHandles handles, CancellationToken token)
    {
        CoverAnswer said;
        try
        {
            said = await platform.SetCoverAsync(work, handles.RemoteText!, token);
        }
        catch (FileNotFoundException)
        {
            said = new CoverAnswer(null, new PlatformError(
                PlatformErrorClass.Permanent, "cover_gone", "The picture that was to be sent is not in storage."));
        }

        await records.CoverAsync(handles, said, token);
        return null;
    }

    private async Task<JobOutcome?> CommitAsync(string remote, CancellationToken token)
    {
        run.Report("publishing", null);
        if (!await ledger.StoreIntentAsync(run, job, CommitPatience, token))
        {
            return null;
        }

        // From here neither a shutdown nor a lost lease breaks the call off: its answer is worth more than the time.
        using var patience = new CancellationTokenSource(CommitPatience, time);
        CommitAnswer answer;
        try
        {
            answer = await platform.CommitAsync(work, remote, patience.Token);
        }
        catch (OperationCanceledException)
        {
            answer = new CommitAnswer.NotAcknowledged(new PlatformError(
                PlatformErrorClass.Unknown, PlatformPost.OutcomeUnknownCode, "The platform did not answer in time."));
        }

        await ledger.KeepCommitAnswerAsync(job, answer);
        return null;
    }

    private async Task<JobOutcome?> ReconcileAsync(PublishState state, CancellationToken token)
    {
        run.Report("confirming", null);
        var handles = state.Handles!;
        var trace = new CommitTrace(state.Attempt!.IntentAt!.Value, await ledger.TakenAsync(state.Post, token))
        {
            SentAt = handles.SentAt,
            Commits = handles.Commits,
            Refused = handles.Refused?.ToError() is { } said ? said with { Answer = PlatformAnswer.Parse(state.Attempt.LastAnswer) } : null,
        };
        switch (await platform.ReconcileAsync(work, handles.RemoteText!, trace, token))
        {
            case ReconcileAnswer.Live live:
                await records.StoreLiveAsync(handles, live.Handles, live.Answer, "reconcile", token);
                return null;
            case ReconcileAnswer.Working working when IsWithinSearch(state):
                await records.StoreAsync(state.Attempt.Step, handles.With(working.Handles), working.Answer, token);
                return await steps.WaitAsync(working.Wait, token);
            case ReconcileAnswer.Working stuck:
                return await UnclearAsync(state, new ReconcileAnswer.CannotTell(stuck.Wait, new PlatformError(
                    PlatformErrorClass.Unknown, PlatformPost.OutcomeUnknownCode, "The platform never said that it was done.", Answer: stuck.Answer)), token);
            case ReconcileAnswer.NotYet notYet:
                return await NotYetAsync(state, handles, notYet.Wait, token);
            case ReconcileAnswer.NeverWillBe never:
                return await steps.RefusedAsync(state, Final(never.Error), token);
            case ReconcileAnswer.CannotTell { Error.Class: PlatformErrorClass.Reauth } signedOut:
                return await steps.SignedOutAsync(state, signedOut.Error, token);
            case ReconcileAnswer.CannotTell unclear:
                return await UnclearAsync(state, unclear, token);
            default:
                throw new InvalidOperationException("An answer of no known kind.");
        }
    }

    /// <summary>
    /// Not out, says the platform. Seen once it may still be on its way; seen twice, far enough apart and after any call could
    /// still be waiting, it is not. Then what the platform said to the commit decides, and silence means the same commit again.
    /// </summary>
    private async Task<JobOutcome?> NotYetAsync(PublishState state, StoredHandles handles, TimeSpan wait, CancellationToken token)
    {
        var now = time.GetUtcNow();
        var callIsOverAt = (handles.SentAt ?? now) + CommitPatience;
        var isOwnCall = state.Attempt!.IntentLease == run.LeaseToken && state.Attempt.Outcome == CommitOutcome.Unknown;
        if (handles.SeenNotLiveAt is not { } seenAt)
        {
            await records.StoreAsync(state.Attempt.Step, handles with { SeenNotLiveAt = now }, null, token);
            return await steps.WaitAsync(wait, token);
        }

        if (now - seenAt < wait || (!isOwnCall && now < callIsOverAt))
        {
            var left = wait - (now - seenAt);
            var call = isOwnCall ? TimeSpan.Zero : callIsOverAt - now;
            return await steps.WaitAsync(TimeSpan.FromTicks(Math.Max(Math.Max(left.Ticks, call.Ticks), 1)), token);
        }

        if (handles.Refused is { Class: PlatformErrorClass.Permanent or PlatformErrorClass.Quota or PlatformErrorClass.Reauth } refused
            && !IsOfOldTokens(state, handles, refused))
        {
            return await steps.RefusedAsync(state, refused.ToError(), token);
        }

        if (handles.Commits >= platform.MostCommits && !platform.IsNotYetCertain)
        {
            return await UnclearAsync(state, new ReconcileAnswer.CannotTell(wait, new PlatformError(
                PlatformErrorClass.Unknown, PlatformPost.OutcomeUnknownCode, "The platform shows no such post, and took it twice.")), token);
        }

        if (handles.Commits >= platform.MostCommits)
        {
            return await steps.FailAsync(handles.Refused?.ToError() ?? new PlatformError(
                PlatformErrorClass.Permanent, "gave_up", "The platform did not take the commit."), token);
        }

        return await CommitAsync(handles.RemoteText!, token);
    }

    /// <summary>It was said to tokens that have been renewed since, or to an account that was connected again.</summary>
    private static bool IsOfOldTokens(PublishState state, StoredHandles handles, CommitRefusal refused) =>
        refused.Class == PlatformErrorClass.Reauth
        && (handles.RenewedAt > handles.SentAt
            || (state.Account is { Health: AccountHealth.Connected } account && account.StatusChangedAt > handles.SentAt));

    private async Task<JobOutcome?> UnclearAsync(PublishState state, ReconcileAnswer.CannotTell unclear, CancellationToken token)
    {
        var searching = time.GetUtcNow() - state.Attempt!.IntentAt!.Value;
        if (searching.TotalSeconds < options.ReconcileWindowSeconds)
        {
            return await steps.WaitAsync(unclear.Wait, token);
        }

        if (!state.Post.IsUnconfirmed)
        {
            await ledger.WriteAsync(
                run,
                job,
                (db, post, attempt) =>
                {
                    attempt!.Outcome = CommitOutcome.Unknown;
                    PublishSteps.Keep(post, attempt, unclear.Error);
                    PublishHistory.IsUnknown(db, post, "unconfirmed", unclear.Error, time.GetUtcNow());
                    post.MarkUnknown(unclear.Error.Message, PublishSteps.DetailsOf(unclear.Error));
                    return Task.CompletedTask;
                },
                token);
        }

        return IsWithinSearch(state)
            ? new JobOutcome.Snooze(TimeSpan.FromSeconds(options.QuotaWaitSeconds))
            : new JobOutcome.Done();
    }

    private TimeSpan CommitPatience => platform.CommitPatience(work) ?? TimeSpan.FromSeconds(options.CommitTimeoutSeconds);

    private bool IsWithinSearch(PublishState state) => time.GetUtcNow() - state.Attempt!.IntentAt!.Value < LongestSearch;

    /// <summary>It is out: say so, and say where when the platform tells; it may take a while to.</summary>
    private async Task<JobOutcome?> FinishAsync(PublishState state, CancellationToken token)
    {
        run.Report("confirming", null);
        var attempt = state.Attempt!;
        var committedAt = attempt.ResolvedAt ?? attempt.IntentAt ?? time.GetUtcNow();
        var trace = new CommitTrace(
            attempt.IntentAt ?? attempt.CreatedAt, await ledger.TakenAsync(state.Post, token));
        var answer = await platform.ReadBackAsync(work, state.Handles!.RemoteText!, trace, token);
        await records.EnterAsync(state, PublishPhase.Checking, token);
        await ledger.WriteAsync(
            run,
            job,
            (db, post, own) =>
            {
                var isFirst = post.UploadStatus != PostStatus.Published;
                switch (answer)
                {
                    case ReadBackAnswer.Found found:
                        PublishHistory.Did(db, post, "located", found.Answer, time.GetUtcNow());
                        post.KeepAnswer(found.Answer.ToJson());
                        post.Publish(found.RemoteId, attempt.IntentAt ?? committedAt);
                        post.Locate(found.Address, found.ShortCode);
                        own!.Step = "located";
                        break;
                    case ReadBackAnswer.NotYet notYet:
                        if (own!.LastAnswer is { } said)
                        {
                            post.KeepAnswer(said);
                        }

                        if (isFirst)
                        {
                            PublishHistory.Did(db, post, "published", null, time.GetUtcNow());
                        }

                        post.Publish(notYet.RemoteId, attempt.IntentAt ?? committedAt);
                        own.Step = "published";
                        break;
                }

                return Task.CompletedTask;
            },
            token);
        if (answer is ReadBackAnswer.Found || (time.GetUtcNow() - committedAt).TotalSeconds >= options.ReadBackWindowSeconds)
        {
            return new JobOutcome.Done();
        }

        return await steps.WaitAsync(TimeSpan.FromSeconds(options.ReadBackWaitSeconds), token);
    }

    /// <summary>These handles are done with: the same step again cannot help, only new ones.</summary>
    private static PlatformError Final(PlatformError error) =>
        error.Class is PlatformErrorClass.Retry or PlatformErrorClass.Unknown
            ? error with { Class = PlatformErrorClass.RetryAnew }
            : error;
}
