using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms.Twitter;

/// <summary>
/// A post with one video: begin an upload, send its segments, put them together, wait until it is processed, post once. X has no key
/// against double posts, so a lost answer is looked for in the timeline by the key of our upload; only where two looks, far apart,
/// do not show it is the same post sent again, and then X's own refusal of a text that it has already says that it was out.
/// </summary>
public sealed class TwitterPlatform(
    TwitterClient client,
    TwitterUpload upload,
    TwitterConnect connect,
    TwitterTimeline timeline,
    TwitterAddresses addresses,
    IOptions<TwitterOptions> options,
    TimeProvider time) : IPlatform
{
    public Platform Platform => Platform.Twitter;

    public TextLimits TextLimits => TextLimits.Twitter;

    public IReadOnlyList<string> NeededScopes => TwitterOptions.NeededScopes;

    /// <summary>The commit has no key of its own: sent twice more with the same media at most, then it is left to the person.</summary>
    public int MostCommits => 3;

    public bool IsNotYetCertain => false;

    public PreparationRules Preparation { get; } = new(
        TimeSpan.FromMinutes(options.Value.LeadMinutes),
        TimeSpan.FromHours(options.Value.MediaHours) - TimeSpan.FromMinutes(options.Value.MediaMarginMinutes));

    public IReadOnlyList<Verdict> Judge(PostToJudge post) => TwitterRules.Judge(post, options.Value);

    public string ProfileAddress(string username) => addresses.Profile(username);

    public Uri AuthorizeAddress(AuthorizeRequest request) => connect.AuthorizeAddress(request);

    public Task<ConnectAnswer> ConnectAsync(ConsentReturn consent, CancellationToken token) => connect.ConnectAsync(consent, token);

    public Task<RefreshAnswer> RefreshAsync(AccountCredentials credentials, CancellationToken token) =>
        connect.RefreshAsync(credentials, token);

    public Task<PlatformAnswer?> RevokeAsync(AccountCredentials credentials, CancellationToken token) =>
        connect.RevokeAsync(credentials, token);

    public Task<PrepareAnswer> PrepareAsync(PublishWork work, string? handles, CancellationToken token)
    {
        if (handles is null)
        {
            return upload.InitializeAsync(work, token);
        }

        var known = TwitterHandles.Parse(handles);
        return known switch
        {
            { FinalizedAt: not null } => Task.FromResult<PrepareAnswer>(new PrepareAnswer.Prepared(handles, null)),
            _ when known.ChunksStored < known.Chunks => upload.SendAsync(work, known, token),
            _ => upload.FinalizeAsync(work, known, token),
        };
    }

    public async Task<CheckAnswer> CheckAsync(PublishWork work, string handles, CancellationToken token)
    {
        var known = TwitterHandles.Parse(handles);
        if (known.ExpiresAt is { } expires && time.GetUtcNow() > expires - TimeSpan.FromMinutes(options.Value.MediaMarginMinutes))
        {
            return new CheckAnswer.Refused(new PlatformError(
                PlatformErrorClass.RetryAnew, TwitterErrors.MediaGone, "The uploaded video has waited too long to be attached."));
        }

        var answer = await upload.StateAsync(work, known, token);
        if (answer.Error is { } error)
        {
            return new CheckAnswer.Refused(answer.Reply.Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest
                ? error with { Class = PlatformErrorClass.RetryAnew, Code = TwitterErrors.MediaGone }
                : error);
        }

        if (answer.Data is not { } data)
        {
            return new CheckAnswer.Working(TimeSpan.FromSeconds(options.Value.StatusWaitSeconds), answer.Kept);
        }

        var processing = data.Member("processing_info");
        return processing switch
        {
            null => new CheckAnswer.ReadyToCommit(answer.Kept),

            // It may stand at 99 per cent for ever with an error beside it.
            { } one when one.Member("error") is { } fault => new CheckAnswer.Refused(OfProcessing(fault, answer)),
            { } one when one.Text("state") == "failed" => new CheckAnswer.Refused(OfProcessing(one, answer)),
            { } one when one.Text("state") == "succeeded" => new CheckAnswer.ReadyToCommit(answer.Kept),
            _ when time.GetUtcNow() - (known.FinalizedAt ?? known.CreatedAt) > TimeSpan.FromMinutes(options.Value.ProcessingMinutes) =>
                new CheckAnswer.Refused(new PlatformError(
                    PlatformErrorClass.RetryAnew, "media_not_processed", "The processing never ended.", Answer: answer.Kept)),
            { } one => new CheckAnswer.Working(
                TimeSpan.FromSeconds(Math.Clamp(
                    one.Number("check_after_secs") ?? options.Value.StatusWaitSeconds, 0.01, options.Value.LongestStatusWaitSeconds)),
                answer.Kept),
        };
    }

    public async Task<CommitAnswer> CommitAsync(PublishWork work, string handles, CancellationToken token)
    {
        var known = TwitterHandles.Parse(handles);
        var answer = await client.PostAsync("2/tweets", work.Account.AccessToken, BodyOf(work, known), token);
        if (answer.Error is { } error)
        {
            var isUnknown = answer.Reply is { Status: null, WasSent: true } || (int?)answer.Reply.Status is 408 or >= 500;
            return new CommitAnswer.NotAcknowledged(isUnknown ? error with { Class = PlatformErrorClass.Unknown } : error);
        }

        // An id is a success whatever errors stand beside it; a success without one is none that can be relied on.
        return answer.DataText("id") is { } id
            ? new CommitAnswer.Committed(id, (known with { PostId = id }).ToJson(), answer.Kept!)
            : new CommitAnswer.NotAcknowledged(new PlatformError(
                PlatformErrorClass.Unknown, PlatformPost.OutcomeUnknownCode, "The answer names no post.", Answer: answer.Kept));
    }

    public async Task<ReconcileAnswer> ReconcileAsync(PublishWork work, string handles, CommitTrace trace, CancellationToken token)
    {
        var known = TwitterHandles.Parse(handles);
        var lookAgain = TimeSpan.FromSeconds(options.Value.LookAgainSeconds);
        var isDuplicateOfOwn = trace is { Commits: > 1, Refused.Code: TwitterErrors.Duplicate };
        switch (trace.Refused)
        {
            // What was refused in so many words was not posted, and what never left neither: no look is needed, and none is paid for.
            case { Class: PlatformErrorClass.Retry }:
                return new ReconcileAnswer.NotYet(lookAgain, null);
            case { Class: not PlatformErrorClass.Unknown } refused when !isDuplicateOfOwn:
                return new ReconcileAnswer.NeverWillBe(refused);
        }

        var (postId, last) = await timeline.FindAsync(work.Account, known.MediaKey, trace.IntentAt, token);
        if (postId is not null)
        {
            return new ReconcileAnswer.Live(postId, (known with { PostId = postId }).ToJson(), last.Kept);
        }

        if (last.Error is { } error)
        {
            return new ReconcileAnswer.CannotTell(error.Wait ?? lookAgain, error);
        }

        if (last.Reply.Json is null || isDuplicateOfOwn)
        {
            return new ReconcileAnswer.CannotTell(lookAgain, new PlatformError(
                PlatformErrorClass.Unknown,
                PlatformPost.OutcomeUnknownCode,
                isDuplicateOfOwn ? "X has this text already but does not show the post yet." : "The timeline could not be read.",
                Answer: last.Kept));
        }

        return new ReconcileAnswer.NotYet(TimeSpan.FromSeconds(options.Value.SecondLookSeconds), last.Kept);
    }

    public async Task<ReadBackAnswer> ReadBackAsync(PublishWork work, string handles, CommitTrace trace, CancellationToken token)
    {
        var known = TwitterHandles.Parse(handles);
        var postId = known.PostId;
        if (postId is null)
        {
            (postId, var last) = await timeline.FindAsync(work.Account, known.MediaKey, trace.IntentAt, token);
            if (postId is null)
            {
                return new ReadBackAnswer.NotYet(null, last.Error);
            }
        }

        return await timeline.ReadBackAsync(work.Account, postId, token);
    }

    private static JsonObject BodyOf(PublishWork work, TwitterHandles handles)
    {
        // Members that X does not know are refused, so none is sent that says nothing.
        var body = new JsonObject();
        if (!string.IsNullOrEmpty(work.Caption))
        {
            body["text"] = work.Caption;
        }

        body["media"] = new JsonObject { ["media_ids"] = new JsonArray(handles.MediaId) };
        if (work.Settings.IsMadeByAi == true)
        {
            body["made_with_ai"] = true;
        }

        if (work.Settings.IsPaidPartnership == true)
        {
            body["paid_partnership"] = true;
        }

        return body;
    }

    private static PlatformError OfProcessing(JsonElement fault, TwitterAnswer answer)
    {
        var code = fault.Number("code") is { } number ? (int?)number : null;
        var message = fault.Text("message") ?? fault.Text("name") ?? "The processing failed.";
        var isLength = message.Contains("duration", StringComparison.OrdinalIgnoreCase);
        return code is 1 or 3 || fault.Text("name") is "InvalidMedia" or "UnsupportedMedia"
            ? new PlatformError(
                PlatformErrorClass.Permanent, isLength ? "video_beyond_account" : "media_refused", message, RemoteCode: code, Answer: answer.Kept)
            : new PlatformError(PlatformErrorClass.RetryAnew, "media_not_processed", message, RemoteCode: code, Answer: answer.Kept);
    }
}
