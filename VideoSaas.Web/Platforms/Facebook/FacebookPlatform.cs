using System.Globalization;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms.Graph;

namespace VideoSaas.Web.Platforms.Facebook;

/// <summary>
/// Page reels, and Page videos for what is lying or long: begin, send the bytes, then one finish that makes it public when the
/// platform has processed it. A taken finish is a promise only, so the status is asked until it is kept. The video's id is known
/// from the first answer and can never become two publications.
/// </summary>
public sealed class FacebookPlatform(
    FacebookGraph graph,
    FacebookUpload upload,
    FacebookConnect connect,
    FacebookPage page,
    FacebookAddresses addresses,
    IOptions<FacebookOptions> options,
    TimeProvider time) : IPlatform
{
    public Platform Platform => Platform.Facebook;

    public TextLimits TextLimits => TextLimits.Facebook;

    public IReadOnlyList<string> NeededScopes => FacebookOptions.NeededScopes;

    public IReadOnlyList<string> WishedScopes => FacebookOptions.WishedScopes;

    public PreparationRules Preparation { get; } =
        new(TimeSpan.FromMinutes(options.Value.LeadMinutes), TimeSpan.FromHours(options.Value.PreparedHours));

    public IReadOnlyList<Verdict> Judge(PostToJudge post) =>
        FacebookRules.Judge(post, options.Value.MaxReelBytes, options.Value.MaxVideoBytes);

    public string ProfileAddress(string username) => addresses.Profile(username);

    public Uri AuthorizeAddress(AuthorizeRequest request) => connect.AuthorizeAddress(request);

    public Task<ConnectAnswer> ConnectAsync(ConsentReturn consent, CancellationToken token) => connect.ConnectAsync(consent, token);

    public Task<RefreshAnswer> RefreshAsync(AccountCredentials credentials, CancellationToken token) =>
        connect.RefreshAsync(credentials, token);

    public string? ConsentKey => addresses.ConsentKey;

    public async Task<PlatformAnswer?> RevokeAsync(AccountCredentials credentials, CancellationToken token) =>
        (await graph.DeleteAsync("me/permissions", credentials.RefreshToken ?? credentials.AccessToken, token)).Kept;

    public async Task<PrepareAnswer> PrepareAsync(PublishWork work, string? handles, CancellationToken token)
    {
        if (handles is null)
        {
            return FacebookRules.IsReel(work.Width, work.Height, work.Duration)
                ? await StartReelAsync(work, token)
                : await StartVideoAsync(work, token);
        }

        var known = FacebookHandles.Parse(handles);
        return known.UploadedAt is null
            ? await upload.SendAsync(work, known, token)
            : new PrepareAnswer.Prepared(handles, null);
    }

    /// <summary>The finish may be sent as soon as the bytes are there; the platform's own work goes on behind it.</summary>
    public async Task<CheckAnswer> CheckAsync(PublishWork work, string handles, CancellationToken token)
    {
        var known = FacebookHandles.Parse(handles);
        var answer = await graph.GetAsync(known.VideoId, work.Account.AccessToken, token, ("fields", FacebookVideo.Fields));
        var waited = time.GetUtcNow() - (known.UploadedAt ?? known.CreatedAt);
        var isPatient = waited.TotalSeconds < options.Value.MissingPatienceSeconds;
        if (answer.Error is { } error)
        {
            return (error.IsNotThere(), isPatient) switch
            {
                (false, _) => new CheckAnswer.Refused(error),

                // Every chunk was acknowledged: the session knows, whatever is said of the video.
                _ when !known.IsReel => new CheckAnswer.ReadyToCommit(answer.Kept),
                (_, true) => new CheckAnswer.Working(PollWait(known), answer.Kept),
                _ => new CheckAnswer.Refused(error with { Class = PlatformErrorClass.RetryAnew, Code = "container_expired" }),
            };
        }

        var video = FacebookVideo.Read(answer, known.IsReel);
        return video switch
        {
            { Fault: { } fault } => new CheckAnswer.Refused(fault),
            { IsPublished: true } when known.IsReel => new CheckAnswer.AlreadyLive(answer.Kept),
            { HasAllBytes: true } => new CheckAnswer.ReadyToCommit(answer.Kept),
            _ when !known.IsReel => new CheckAnswer.ReadyToCommit(answer.Kept),
            _ when isPatient => new CheckAnswer.Working(PollWait(known), answer.Kept),
            _ => new CheckAnswer.Refused(new PlatformError(
                PlatformErrorClass.RetryAnew, "upload_refused", "The upload never became whole.", Answer: answer.Kept)),
        };
    }

    public long? MostCoverBytes => options.Value.MaxCoverBytes;

    /// <summary>Best between the bytes and the finish: then nobody ever sees another picture.</summary>
    public async Task<CoverAnswer> SetCoverAsync(PublishWork work, string handles, CancellationToken token)
    {
        var answer = await graph.PostThumbnailAsync(
            FacebookHandles.Parse(handles).VideoId, work.Account.AccessToken, work.Cover!, token);
        return new CoverAnswer(answer.Kept, answer.Error ?? (answer.Body.Truth("success") == true
            ? null
            : new PlatformError(PlatformErrorClass.Unknown, "cover_unanswered", "The answer says neither yes nor no.", Answer: answer.Kept)));
    }

    public async Task<CommitAnswer> CommitAsync(PublishWork work, string handles, CancellationToken token)
    {
        var known = FacebookHandles.Parse(handles);
        var account = work.Account;
        var answer = known.IsReel
            ? await graph.PostAsync($"{account.ExternalId}/video_reels", account.AccessToken,
            [
                ("upload_phase", "finish"),
                ("video_id", known.VideoId),
                ("video_state", "PUBLISHED"),
                ("title", work.Title),
                ("description", work.Caption),
            ],
            token)
            : await graph.PostVideoAsync(account.ExternalId, account.AccessToken,
            [
                ("upload_phase", "finish"),
                ("upload_session_id", known.SessionId),
                ("published", "true"),
                ("title", work.Title),
                ("description", work.Caption),
            ],
            token);
        if (answer.Error is { } error)
        {
            return new CommitAnswer.NotAcknowledged(answer.Kept is null
                ? error with { Class = PlatformErrorClass.Unknown }
                : known.IsReel ? await page.SharpenedAsync(work, error, token) : error);
        }

        return answer.Body.Truth("success") == true
            ? new CommitAnswer.Accepted((known with { AcceptedAt = time.GetUtcNow() }).ToJson(), answer.Kept!)
            : new CommitAnswer.NotAcknowledged(new PlatformError(
                PlatformErrorClass.Unknown, "outcome_unknown", "The answer says neither yes nor no.", Answer: answer.Kept));
    }

    public async Task<ReconcileAnswer> ReconcileAsync(PublishWork work, string handles, CommitTrace trace, CancellationToken token)
    {
        var known = FacebookHandles.Parse(handles);
        var answer = await graph.GetAsync(known.VideoId, work.Account.AccessToken, token, ("fields", FacebookVideo.Fields));
        if (answer.Error is { } error)
        {
            return error.IsNotThere()
                ? await MissingAsync(work, known, handles, trace, error, token)
                : new ReconcileAnswer.CannotTell(error.Wait ?? FirstPoll, error);
        }

        var video = FacebookVideo.Read(answer, known.IsReel);
        if (video.Fault is { } fault)
        {
            return new ReconcileAnswer.NeverWillBe(fault);
        }

        if (video.IsPublished)
        {
            return new ReconcileAnswer.Live(known.VideoId, handles, answer.Kept);
        }

        // Only the finish brings the text: where it stands, the finish was taken, whatever the phases say by now.
        var isTaken = known.AcceptedAt is not null || video.IsBeingPublished
            || (!string.IsNullOrEmpty(video.Description) && FacebookPage.Same(video.Description, work.Caption));
        if (isTaken)
        {
            return video is { IsDraft: true, IsProcessed: true } && Since(trace.IntentAt) >= options.Value.DraftPatienceSeconds
                ? new ReconcileAnswer.NeverWillBe(new PlatformError(
                    PlatformErrorClass.Permanent, "left_as_draft", "The video is processed and stays a draft.", Answer: answer.Kept))
                : new ReconcileAnswer.Working(
                    PollWaits.Next(options.Value.PollWaits, time.GetUtcNow() - trace.IntentAt),
                    (known with { AcceptedAt = known.AcceptedAt ?? time.GetUtcNow() }).ToJson(),
                    answer.Kept);
        }

        // Of two finishes the second may be refused because the first was taken.
        if (trace is { Commits: > 1, Refused: { Class: PlatformErrorClass.Permanent } refused })
        {
            return new ReconcileAnswer.CannotTell(PollWait(known), refused with { Class = PlatformErrorClass.Unknown });
        }

        return video.HasAllBytes || !known.IsReel
            ? new ReconcileAnswer.NotYet(TimeSpan.FromSeconds(options.Value.SecondLookSeconds), answer.Kept)
            : new ReconcileAnswer.CannotTell(PollWait(known), new PlatformError(
                PlatformErrorClass.Unknown, "outcome_unknown", "The video was whole and is not any more.", Answer: answer.Kept));
    }

    public async Task<ReadBackAnswer> ReadBackAsync(PublishWork work, string handles, CommitTrace trace, CancellationToken token)
    {
        var known = FacebookHandles.Parse(handles);
        var answer = await graph.GetAsync(
            known.VideoId, work.Account.AccessToken, token,
            ("fields", "id,permalink_url,post_id,published,created_time,description,length"));
        return answer.Error is null && answer.Text("permalink_url") is { Length: > 0 } permalink
            ? new ReadBackAnswer.Found(known.VideoId, addresses.Whole(permalink), null, answer.Kept!)
            : new ReadBackAnswer.NotYet(known.VideoId, answer.Error);
    }

    private TimeSpan FirstPoll => TimeSpan.FromSeconds(options.Value.PollWaits[0]);

    /// <summary>
    /// "Does not exist" is also said of what does, and of what a person has taken down: that it never went out follows from it
    /// in no case. After minutes the Page's list is asked too.
    /// </summary>
    private async Task<ReconcileAnswer> MissingAsync(
        PublishWork work, FacebookHandles known, string handles, CommitTrace trace, PlatformError error, CancellationToken token)
    {
        var wait = PollWaits.Next(options.Value.PollWaits, time.GetUtcNow() - trace.IntentAt);
        if (Since(trace.IntentAt) < options.Value.MissingPatienceSeconds)
        {
            return new ReconcileAnswer.CannotTell(wait, error);
        }

        var (isListed, listError) = await page.HasAsync(work.Account, known.VideoId, trace.IntentAt, token);
        return isListed
            ? new ReconcileAnswer.Live(known.VideoId, handles, error.Answer)
            : new ReconcileAnswer.CannotTell(wait, listError ?? error);
    }

    private async Task<PrepareAnswer> StartReelAsync(PublishWork work, CancellationToken token)
    {
        var answer = await graph.PostAsync(
            $"{work.Account.ExternalId}/video_reels", work.Account.AccessToken, [("upload_phase", "start")], token);
        if (answer.Error is { } error)
        {
            return new PrepareAnswer.Refused(await page.SharpenedAsync(work, error, token));
        }

        return answer.Text("video_id") is { } videoId
            ? Started(new FacebookHandles(
                videoId, upload.AddressOf(answer.Text("upload_url"), videoId), null, time.GetUtcNow(), work.SizeBytes), answer)
            : Nameless(answer);
    }

    private async Task<PrepareAnswer> StartVideoAsync(PublishWork work, CancellationToken token)
    {
        var answer = await graph.PostVideoAsync(work.Account.ExternalId, work.Account.AccessToken,
        [
            ("upload_phase", "start"),
            ("file_size", work.SizeBytes.ToString(CultureInfo.InvariantCulture)),
        ],
        token);
        if (answer.Error is { } error)
        {
            return new PrepareAnswer.Refused(error);
        }

        return answer.Text("video_id") is { } videoId && answer.Text("upload_session_id") is { } sessionId
            && answer.Body.Number("start_offset") is { } start && answer.Body.Number("end_offset") is { } end
                ? Started(new FacebookHandles(
                    videoId, null, sessionId, time.GetUtcNow(), work.SizeBytes, start, Math.Min(end, work.SizeBytes)), answer)
                : Nameless(answer);
    }

    private static PrepareAnswer.Advanced Started(FacebookHandles handles, GraphAnswer answer) =>
        new("container_created", handles.ToJson(), PublishPhase.Uploading, answer.Kept);

    private static PrepareAnswer.Refused Nameless(GraphAnswer answer) => new(new PlatformError(
        PlatformErrorClass.Retry, "platform_busy", "The answer names no video.", Answer: answer.Kept));

    private double Since(DateTimeOffset at) => (time.GetUtcNow() - at).TotalSeconds;

    private TimeSpan PollWait(FacebookHandles handles) =>
        PollWaits.Next(options.Value.PollWaits, time.GetUtcNow() - (handles.UploadedAt ?? handles.CreatedAt));
}
