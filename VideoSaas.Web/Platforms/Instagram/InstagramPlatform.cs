using System.Globalization;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Graph;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms.Instagram;

/// <summary>
/// Reels by container: make it, send its bytes, wait until it is processed, publish it once. The container's id is the key
/// against double publication, because a published one is refused; but it never tells the id of what it became.
/// </summary>
public sealed class InstagramPlatform(
    InstagramGraph graph,
    InstagramUpload upload,
    InstagramConnect connect,
    InstagramMedia media,
    InstagramAccount account,
    InstagramAddresses addresses,
    IOptions<InstagramOptions> options,
    TimeProvider time) : IPlatform
{
    public Platform Platform => Platform.Instagram;

    public TextLimits TextLimits => TextLimits.Instagram;

    public IReadOnlyList<string> NeededScopes => InstagramOptions.NeededScopes;

    public IReadOnlyList<string> WishedScopes => InstagramOptions.WishedScopes;

    public PreparationRules Preparation { get; } =
        new(TimeSpan.FromMinutes(options.Value.LeadMinutes), TimeSpan.FromHours(options.Value.ContainerHours));

    public IReadOnlyList<Verdict> Judge(PostToJudge post) => post.File is { } file
        ? Preflight.JudgeInstagram(file, FileLimits.InstagramReels with { MaxSizeBytes = options.Value.MaxFileBytes })
        : [];

    public string ProfileAddress(string username) => addresses.Profile(username);

    public Uri AuthorizeAddress(AuthorizeRequest request) => connect.AuthorizeAddress(request);

    public Task<ConnectAnswer> ConnectAsync(ConsentReturn consent, CancellationToken token) => connect.ConnectAsync(consent, token);

    /// <summary>A Page's token does not end by time and there is nothing that would renew it.</summary>
    public Task<RefreshAnswer> RefreshAsync(AccountCredentials credentials, CancellationToken token) =>
        Task.FromResult<RefreshAnswer>(new RefreshAnswer.NotRefreshable());

    public string? ConsentKey => addresses.ConsentKey;

    public async Task<PlatformAnswer?> RevokeAsync(AccountCredentials credentials, CancellationToken token) =>
        (await graph.DeleteAsync("me/permissions", credentials.RefreshToken ?? credentials.AccessToken, token)).Kept;

    public async Task<PrepareAnswer> PrepareAsync(PublishWork work, string? handles, CancellationToken token)
    {
        if (handles is null)
        {
            return await QuotaAsync(work, token) is { } used
                ? new PrepareAnswer.Refused(used)
                : await CreateContainerAsync(work, token);
        }

        var known = InstagramHandles.Parse(handles);
        return known.UploadedAt is null
            ? await upload.SendAsync(work, known, token)
            : new PrepareAnswer.Prepared(handles, null);
    }

    public async Task<CheckAnswer> CheckAsync(PublishWork work, string handles, CancellationToken token)
    {
        var known = InstagramHandles.Parse(handles);
        var answer = await graph.GetAsync(
            known.ContainerId, work.Account.AccessToken, token, ("fields", ContainerState.Fields));
        if (answer.Error is { } error)
        {
            // A fresh container is sometimes said not to exist.
            return error.IsNotThere() && !IsTooOld(known)
                ? new CheckAnswer.Working(PollWait(known), answer.Kept)
                : new CheckAnswer.Refused(error);
        }

        var state = ContainerState.Read(answer);
        if (state.Fault() is { } fault)
        {
            return new CheckAnswer.Refused(fault);
        }

        return state.StatusCode switch
        {
            ContainerState.Finished => await QuotaAsync(work, token) is { } used
                ? new CheckAnswer.Refused(used)
                : new CheckAnswer.ReadyToCommit(answer.Kept),
            ContainerState.Published => new CheckAnswer.AlreadyLive(answer.Kept),
            _ when IsTooOld(known) => new CheckAnswer.Refused(new PlatformError(
                PlatformErrorClass.RetryAnew, "still_processing", "The container never became ready.", Answer: answer.Kept)),
            _ => new CheckAnswer.Working(PollWait(known), answer.Kept),
        };
    }

    public async Task<CommitAnswer> CommitAsync(PublishWork work, string handles, CancellationToken token)
    {
        var known = InstagramHandles.Parse(handles);
        var answer = await graph.PostAsync(
            $"{work.Account.ExternalId}/media_publish", work.Account.AccessToken, [("creation_id", known.ContainerId)], token);
        if (answer.Error is { } error)
        {
            return new CommitAnswer.NotAcknowledged(answer.Kept is null ? error with { Class = PlatformErrorClass.Unknown } : error);
        }

        // A success whose body lacks the id is still a success; the id is looked for later.
        var id = answer.Text("id");
        return new CommitAnswer.Committed(id, (known with { MediaId = id }).ToJson(), answer.Kept!);
    }

    public async Task<ReconcileAnswer> ReconcileAsync(PublishWork work, string handles, CommitTrace trace, CancellationToken token)
    {
        var known = InstagramHandles.Parse(handles);
        var answer = await graph.GetAsync(
            known.ContainerId, work.Account.AccessToken, token, ("fields", ContainerState.Fields));
        if (answer.Error is { } error && !error.IsNotThere())
        {
            return new ReconcileAnswer.CannotTell(error.Wait ?? FirstPoll, error);
        }

        var state = answer.Error is null ? ContainerState.Read(answer) : null;
        switch (state?.StatusCode)
        {
            case ContainerState.Published:
                var (found, _) = await media.FindAsync(work, trace, token);
                return new ReconcileAnswer.Live(
                    found?.Id, (known with { MediaId = found?.Id ?? known.MediaId }).ToJson(), answer.Kept);

            // Only the container's own word counts here: a post of the same text made by hand must not pass for ours.
            case ContainerState.Finished:
                return new ReconcileAnswer.NotYet(TimeSpan.FromSeconds(options.Value.SecondLookSeconds), answer.Kept);

            case ContainerState.Failed or ContainerState.Expired or null:
                var (match, listError) = await media.FindAsync(work, trace, token);
                if (match is not null)
                {
                    return new ReconcileAnswer.Live(match.Id, (known with { MediaId = match.Id }).ToJson(), answer.Kept);
                }

                return listError is null && state?.Fault() is { } fault
                    ? new ReconcileAnswer.NeverWillBe(fault)
                    : new ReconcileAnswer.CannotTell(FirstPoll, listError ?? answer.Error!);

            default:
                return new ReconcileAnswer.CannotTell(PollWait(known), new PlatformError(
                    PlatformErrorClass.Unknown, "outcome_unknown", $"The container says {state.StatusCode}.", Answer: answer.Kept));
        }
    }

    public Task<ReadBackAnswer> ReadBackAsync(PublishWork work, string handles, CommitTrace trace, CancellationToken token) =>
        media.ReadBackAsync(work, InstagramHandles.Parse(handles), trace, token);

    private TimeSpan FirstPoll => TimeSpan.FromSeconds(options.Value.PollWaits[0]);

    private async Task<PrepareAnswer> CreateContainerAsync(PublishWork work, CancellationToken token)
    {
        var answer = await graph.PostAsync($"{work.Account.ExternalId}/media", work.Account.AccessToken,
        [
            ("media_type", "REELS"),
            ("upload_type", "resumable"),
            ("caption", work.Caption),
            ("share_to_feed", work.Settings.SharesToFeed ?? options.Value.ShareToFeed ? "true" : "false"),
            ("thumb_offset", CoverOf(work)),
        ],
        token);
        if (answer.Error is { } error)
        {
            return new PrepareAnswer.Refused(error);
        }

        if (answer.Text("id") is not { } containerId)
        {
            return new PrepareAnswer.Refused(new PlatformError(
                PlatformErrorClass.Retry, "platform_busy", "The answer names no container.", Answer: answer.Kept));
        }

        var handles = new InstagramHandles(
            containerId, upload.AddressOf(answer.Text("uri"), containerId), time.GetUtcNow(), work.SizeBytes);
        return new PrepareAnswer.Advanced("container_created", handles.ToJson(), PublishPhase.Uploading, answer.Kept);
    }

    /// <summary>A moment after the end is refused for good, so it is left to the platform then.</summary>
    private static string? CoverOf(PublishWork work) => work.Settings.CoverAtMs is { } at && !(at >= work.Duration?.TotalMilliseconds)
        ? at.ToString(CultureInfo.InvariantCulture)
        : null;

    /// <summary>Only certain knowledge that none is left stops a post.</summary>
    private async Task<PlatformError?> QuotaAsync(PublishWork work, CancellationToken token)
    {
        var (limit, error) = await account.LimitAsync(work.Account, token);
        if (limit is null)
        {
            return error is { Class: PlatformErrorClass.Reauth } ? error : null;
        }

        return limit.Used < limit.Total
            ? null
            : new PlatformError(
                PlatformErrorClass.Quota,
                "publish_limit",
                string.Create(CultureInfo.InvariantCulture, $"{limit.Used} of {limit.Total} publications of 24 hours are used."),
                TimeSpan.FromSeconds(options.Value.ThrottleWaitSeconds),
                Answer: limit.Answer);
    }

    private bool IsTooOld(InstagramHandles handles) =>
        time.GetUtcNow() - handles.CreatedAt > TimeSpan.FromHours(options.Value.ContainerHours);

    private TimeSpan PollWait(InstagramHandles handles) =>
        PollWaits.Next(options.Value.PollWaits, time.GetUtcNow() - (handles.UploadedAt ?? handles.CreatedAt));
}
