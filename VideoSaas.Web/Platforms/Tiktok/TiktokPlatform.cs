using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms.Tiktok;

/// <summary>
/// Posts by file upload: begin a publication, send its chunks in order, and the last one makes TikTok publish. Until then nothing is
/// anywhere to be seen, so the last chunk is the commit and everything before it preparation. A publication becomes one post at most,
/// whatever is sent to it how often.
/// </summary>
public sealed class TiktokPlatform(
    TiktokClient client,
    TiktokInit init,
    TiktokUpload upload,
    TiktokConnect connect,
    TiktokVideos videos,
    TiktokAddresses addresses,
    IOptions<TiktokOptions> options,
    TimeProvider time) : IPlatform
{
    public Platform Platform => Platform.Tiktok;

    public TextLimits TextLimits => TextLimits.Tiktok;

    public IReadOnlyList<string> NeededScopes => TiktokOptions.NeededScopes;

    public IReadOnlyList<string> WishedScopes => TiktokOptions.WishedScopes;

    public PreparationRules Preparation { get; } = new(
        TimeSpan.FromMinutes(options.Value.LeadMinutes),
        TimeSpan.FromMinutes(options.Value.UploadMinutes - options.Value.UploadReserveMinutes));

    public IReadOnlyList<Verdict> Judge(PostToJudge post) => TiktokRules.Judge(post);

    public string ProfileAddress(string username) => addresses.Profile(username);

    public Uri AuthorizeAddress(AuthorizeRequest request) => connect.AuthorizeAddress(request);

    public Task<ConnectAnswer> ConnectAsync(ConsentReturn consent, CancellationToken token) => connect.ConnectAsync(consent, token);

    public Task<RefreshAnswer> RefreshAsync(AccountCredentials credentials, CancellationToken token) => connect.RefreshAsync(credentials, token);

    public Task<PlatformAnswer?> RevokeAsync(AccountCredentials credentials, CancellationToken token) => connect.RevokeAsync(credentials, token);

    public async Task<PrepareAnswer> PrepareAsync(PublishWork work, string? handles, CancellationToken token)
    {
        if (handles is null)
        {
            return await init.BeginAsync(work, token);
        }

        var known = TiktokHandles.Parse(handles);
        if (EndsWithin(known, TimeSpan.Zero))
        {
            return new PrepareAnswer.Refused(Ended());
        }

        return known.SentBytes >= known.Plan.LastStart
            ? new PrepareAnswer.Prepared(handles, null)
            : await SendChunkAsync(work, known, token);
    }

    /// <summary>Nothing of TikTok's own is waited for before the commit; only the address for the last chunk must still be good.</summary>
    public async Task<CheckAnswer> CheckAsync(PublishWork work, string handles, CancellationToken token)
    {
        var known = TiktokHandles.Parse(handles);
        if (EndsWithin(known, PatienceOf(known.Plan)))
        {
            return new CheckAnswer.Refused(Ended());
        }

        var answer = await StatusAsync(work, known, token);
        if (answer.Error is { } error)
        {
            return new CheckAnswer.Refused(answer.Word == TiktokErrors.NoSuchPublishId ? Ended() with { Answer = answer.Kept } : error);
        }

        var state = PublishState.Read(answer);
        return state.Status switch
        {
            PublishState.Complete or PublishState.InInbox => new CheckAnswer.AlreadyLive(answer.Kept),
            PublishState.Failed => new CheckAnswer.Refused(FailureOf(state, answer)),

            // Less than was acknowledged: the bytes are lost, the file is not.
            _ when state.UploadedBytes < known.SentBytes => new CheckAnswer.Refused(Ended() with { Answer = answer.Kept }),
            _ => new CheckAnswer.ReadyToCommit(answer.Kept),
        };
    }

    public TimeSpan? CommitPatience(PublishWork work) => PatienceOf(init.PlanOf(work.SizeBytes));

    public async Task<CommitAnswer> CommitAsync(PublishWork work, string handles, CancellationToken token)
    {
        var known = TiktokHandles.Parse(handles);
        ChunkAnswer sent;
        try
        {
            sent = await upload.SendAsync(work, known, known.Plan.LastStart, known.Plan.LastBytes, token);
        }
        catch (FileNotFoundException)
        {
            return new CommitAnswer.NotAcknowledged(Gone());
        }

        if (sent is { IsWhole: true, Kept: { } answer })
        {
            return new CommitAnswer.Accepted((known with { AcceptedAt = time.GetUtcNow() }).ToJson(), answer);
        }

        return new CommitAnswer.NotAcknowledged(sent.Error switch
        {
            null => new PlatformError(PlatformErrorClass.Unknown, PlatformPost.OutcomeUnknownCode, "Stored, but not said to be whole.", Answer: sent.Kept),
            { Answer: null } error => error with { Class = PlatformErrorClass.Unknown },
            var error => error,
        });
    }

    public async Task<ReconcileAnswer> ReconcileAsync(PublishWork work, string handles, CommitTrace trace, CancellationToken token)
    {
        var known = TiktokHandles.Parse(handles);
        var answer = await StatusAsync(work, known, token);
        if (answer.Word == TiktokErrors.NoSuchPublishId)
        {
            return await LookForAsync(work, known, trace, answer, token);
        }

        if (answer.Error is { } error)
        {
            return new ReconcileAnswer.CannotTell(error.Wait ?? FirstPoll, error);
        }

        var state = PublishState.Read(answer);
        switch (state.Status)
        {
            case PublishState.Complete or PublishState.InInbox:
                var id = state.PostIds.Count > 0 ? state.PostIds[0] : null;
                return new ReconcileAnswer.Live(id, (known with { PostId = id ?? known.PostId }).ToJson(), answer.Kept);
            case PublishState.Failed:
                return new ReconcileAnswer.NeverWillBe(FailureOf(state, answer));
            case PublishState.Uploading when known.AcceptedAt is null && state.UploadedBytes < known.SizeBytes:
                return Missing(known, state.UploadedBytes.Value, trace, answer.Kept);
            default:
                return new ReconcileAnswer.Working(
                    PollWaits.Next(options.Value.PollWaits, time.GetUtcNow() - (known.AcceptedAt ?? trace.IntentAt)), handles, answer.Kept);
        }
    }

    /// <summary>The number comes when the post is public and moderated: never for a post to few, and not for a draft of the inbox.</summary>
    public async Task<ReadBackAnswer> ReadBackAsync(PublishWork work, string handles, CommitTrace trace, CancellationToken token)
    {
        var known = TiktokHandles.Parse(handles);
        var id = known.PostId;
        if (id is null)
        {
            var answer = await StatusAsync(work, known, token);
            if (answer.Error is { } error)
            {
                return new ReadBackAnswer.NotYet(null, error);
            }

            var state = PublishState.Read(answer);
            if (state.PostIds.Count == 0)
            {
                return !IsForEverybody(work) && answer.Kept is { } kept
                    ? new ReadBackAnswer.Found(null, null, null, kept)
                    : new ReadBackAnswer.NotYet(null, null);
            }

            id = state.PostIds[0];
        }

        var (found, told) = await videos.FindAsync(work.Account, id, token);
        var address = found?.Address ?? (known.Username is { } name ? addresses.Video(name, id) : null);
        return address is not null && told.Kept is { } said
            ? new ReadBackAnswer.Found(id, address, null, said)
            : new ReadBackAnswer.NotYet(id, told.Error);
    }

    private static bool IsForEverybody(PublishWork work) => work.Settings is { GoesToInbox: not true, PrivacyLevel: TiktokPrivacy.Everyone };

    private TimeSpan FirstPoll => TimeSpan.FromSeconds(options.Value.PollWaits[0]);

    private TimeSpan PatienceOf(ChunkPlan plan) =>
        TimeSpan.FromSeconds(options.Value.RequestTimeoutSeconds + (double)plan.LastBytes / options.Value.SlowestBytesPerSecond);

    private bool EndsWithin(TiktokHandles handles, TimeSpan left) =>
        time.GetUtcNow() + left > handles.CreatedAt.AddMinutes(options.Value.UploadMinutes);

    private async Task<PrepareAnswer> SendChunkAsync(PublishWork work, TiktokHandles handles, CancellationToken token)
    {
        work.BytesSent(handles.SentBytes);
        for (var breaks = 0; ; breaks++)
        {
            ChunkAnswer sent;
            try
            {
                sent = await upload.SendAsync(work, handles, handles.SentBytes, handles.ChunkBytes, token);
            }
            catch (FileNotFoundException)
            {
                return new PrepareAnswer.Refused(Gone());
            }

            if (sent.Error is not { } error)
            {
                return At(handles, handles.SentBytes + handles.ChunkBytes, sent.Kept);
            }

            if (sent.IsMisplaced)
            {
                var stored = sent.Elsewhere ?? await StoredAsync(work, handles, token);
                return stored is { } bytes && handles.Plan.BoundaryAt(bytes) != handles.SentBytes
                    ? At(handles, handles.Plan.BoundaryAt(bytes), sent.Kept)
                    : new PrepareAnswer.Refused(error);
            }

            if (error.Class != PlatformErrorClass.Retry || breaks >= options.Value.ResumesPerChunk)
            {
                return new PrepareAnswer.Refused(error);
            }

            await Task.Delay(error.Wait ?? FirstPoll, time, token);
        }
    }

    private static PrepareAnswer At(TiktokHandles handles, long sentBytes, PlatformAnswer? kept)
    {
        var moved = (handles with { SentBytes = sentBytes }).ToJson();
        return sentBytes >= handles.Plan.LastStart
            ? new PrepareAnswer.Prepared(moved, kept)
            : new PrepareAnswer.Advanced("chunk_sent", moved, PublishPhase.Uploading, Answer: null);
    }

    private async Task<long?> StoredAsync(PublishWork work, TiktokHandles handles, CancellationToken token)
    {
        var answer = await StatusAsync(work, handles, token);
        return answer.Error is null ? PublishState.Read(answer).UploadedBytes : null;
    }

    private Task<TiktokAnswer> StatusAsync(PublishWork work, TiktokHandles handles, CancellationToken token) => client.PostAsync(
        "v2/post/publish/status/fetch/", work.Account.AccessToken, new() { ["publish_id"] = handles.PublishId }, token);

    /// <summary>
    /// The last chunk is not there, so nothing is out. It may still be on its way: the same chunk is sent to the same publication
    /// once it was seen missing twice. Another publication is begun only when this one can take that chunk no more.
    /// </summary>
    private ReconcileAnswer Missing(TiktokHandles handles, long storedBytes, CommitTrace trace, PlatformAnswer? kept)
    {
        var now = time.GetUtcNow();
        var second = TimeSpan.FromSeconds(options.Value.SecondLookSeconds);
        var refused = trace.Refused is { Class: PlatformErrorClass.RetryAnew } told ? told : null;
        var isSpoilt = refused is not null || storedBytes < handles.Plan.LastStart;
        var hasEnded = now - handles.CreatedAt > TimeSpan.FromMinutes(options.Value.UploadMinutes) + PatienceOf(handles.Plan);
        if (hasEnded || (isSpoilt && now - (trace.SentAt ?? trace.IntentAt) > second))
        {
            return new ReconcileAnswer.NeverWillBe(refused ?? Ended() with { Answer = kept });
        }

        return isSpoilt ? new ReconcileAnswer.Working(second, handles.ToJson(), kept) : new ReconcileAnswer.NotYet(second, kept);
    }

    /// <summary>TikTok has forgotten the publication: what is public can still be found, and what is not cannot.</summary>
    private async Task<ReconcileAnswer> LookForAsync(
        PublishWork work, TiktokHandles handles, CommitTrace trace, TiktokAnswer answer, CancellationToken token)
    {
        var unknown = new PlatformError(
            PlatformErrorClass.Unknown, PlatformPost.OutcomeUnknownCode, "TikTok does not know the publication any more.", Answer: answer.Kept);
        if (!IsForEverybody(work))
        {
            return new ReconcileAnswer.CannotTell(FirstPoll, unknown);
        }

        var (found, error) = await videos.FindAsync(work, trace, token);
        return found is not null
            ? new ReconcileAnswer.Live(found.Id, (handles with { PostId = found.Id }).ToJson(), answer.Kept)
            : new ReconcileAnswer.CannotTell(error?.Wait ?? FirstPoll, error is { Class: PlatformErrorClass.Reauth, Code: "reauth_needed" } ? error : unknown);
    }

    private PlatformError FailureOf(PublishState state, TiktokAnswer answer) =>
        TiktokErrors.OfFailure(state.FailReason, logId: null, answer.Kept, client.Waits);

    private static PlatformError Ended() => new(
        PlatformErrorClass.RetryAnew, "upload_ended", "The address for the bytes ended before the last chunk was sent.");

    private static PlatformError Gone() => new(
        PlatformErrorClass.Permanent, "file_gone", "The file that was to be sent is not in storage.");
}
