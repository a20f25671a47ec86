using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms.Youtube;

/// <summary>
/// Staged publishing: the file goes in as a private video, is processed while nobody sees it, and the commit changes the privacy of
/// a video whose id is known. That change is the same however often it is sent, so a lost answer never makes a second publication.
/// </summary>
internal sealed class YoutubePlatform(
    YoutubeClient client,
    YoutubeUpload upload,
    YoutubeVideos videos,
    YoutubeConnect connect,
    YoutubeRules rules,
    YoutubeAddresses addresses,
    IOptions<YoutubeOptions> options,
    TimeProvider time) : IPlatform
{
    public Platform Platform => Platform.Youtube;

    public TextLimits TextLimits => TextLimits.Youtube;

    public IReadOnlyList<string> NeededScopes => YoutubeOptions.NeededScopes;

    public IReadOnlyList<string> WishedScopes => YoutubeOptions.WishedScopes;

    public PreparationRules Preparation { get; } =
        new(TimeSpan.FromMinutes(options.Value.LeadMinutes), TimeSpan.FromDays(options.Value.PreparedDays));

    public UploadBudget? UploadBudget { get; } = new(options.Value.UploadsPerDay, options.Value.QuotaZone);

    public IReadOnlyList<Verdict> Judge(PostToJudge post) => rules.Judge(post);

    public string ProfileAddress(string username) => addresses.Channel(username);

    public Uri AuthorizeAddress(AuthorizeRequest request) => connect.AuthorizeAddress(request);

    public Task<ConnectAnswer> ConnectAsync(ConsentReturn consent, CancellationToken token) => connect.ConnectAsync(consent, token);

    public Task<RefreshAnswer> RefreshAsync(AccountCredentials credentials, CancellationToken token) =>
        connect.RefreshAsync(credentials, token);

    public Task<PlatformAnswer?> RevokeAsync(AccountCredentials credentials, CancellationToken token) =>
        connect.RevokeAsync(credentials, token);

    public async Task<PrepareAnswer> PrepareAsync(PublishWork work, string? handles, CancellationToken token)
    {
        if (handles is null)
        {
            return await upload.OpenAsync(work, token);
        }

        var known = YoutubeHandles.Parse(handles);
        return known.VideoId is null
            ? await upload.SendAsync(work, known, token)
            : new PrepareAnswer.Prepared(handles, null);
    }

    public async Task<CheckAnswer> CheckAsync(PublishWork work, string handles, CancellationToken token)
    {
        var known = YoutubeHandles.Parse(handles);
        var (video, answer) = await videos.FindAsync(work.Account.AccessToken, known.VideoId!, "status,processingDetails", token);
        if (answer.Error is { } error)
        {
            return new CheckAnswer.Refused(error);
        }

        var age = time.GetUtcNow() - (known.UploadedAt ?? known.OpenedAt);
        if (video is null)
        {
            return age.TotalSeconds < options.Value.MissingSeconds
                ? new CheckAnswer.Working(PollWaits.Next(options.Value.PollWaits, age), answer.Kept)
                : new CheckAnswer.Refused(YoutubeVideos.Gone(answer.Kept));
        }

        if (YoutubeVideos.FaultOf(video, answer.Kept) is { } fault)
        {
            return new CheckAnswer.Refused(fault);
        }

        // Somebody may have made it public by hand.
        if (video.PrivacyStatus != YoutubeMetadata.Private && IsShown(video, work))
        {
            return new CheckAnswer.AlreadyLive(answer.Kept);
        }

        return video.IsProcessed ? new CheckAnswer.ReadyToCommit(answer.Kept)
            : age.TotalHours >= options.Value.ProcessingHours ? new CheckAnswer.Refused(new PlatformError(
                PlatformErrorClass.Permanent, "video_not_processed", "The processing never ended.", Answer: answer.Kept))
            : new CheckAnswer.Working(PollWaits.Next(options.Value.PollWaits, age), answer.Kept);
    }

    public long? MostCoverBytes => options.Value.MaxCoverBytes;

    /// <summary>A Short takes its picture only once it is processed, which is when this is asked for.</summary>
    public Task<CoverAnswer> SetCoverAsync(PublishWork work, string handles, CancellationToken token) =>
        upload.SetCoverAsync(work, YoutubeHandles.Parse(handles), token);

    public async Task<CommitAnswer> CommitAsync(PublishWork work, string handles, CancellationToken token)
    {
        // An update replaces the whole part, so it is read first: what is not said again would fall back to its default.
        var videoId = YoutubeHandles.Parse(handles).VideoId!;
        var (video, read) = await videos.FindAsync(work.Account.AccessToken, videoId, "status", token);
        if (video is null)
        {
            return new CommitAnswer.NotAcknowledged(read.Error ?? YoutubeVideos.Gone(read.Kept));
        }

        var answer = await client.PutAsync(
            "youtube/v3/videos", work.Account.AccessToken, YoutubeMetadata.ForUpdate(videoId, video.Status, work.Settings), token,
            ("part", "status"));
        if (answer.Error is { } error)
        {
            var isLost = answer.Reply is { Status: null, WasSent: true };
            return new CommitAnswer.NotAcknowledged(isLost ? error with { Class = PlatformErrorClass.Unknown } : error);
        }

        var shown = VideoState.Read(answer.Reply.Json!.Value);
        return shown.PrivacyStatus is null || IsShown(shown, work)
            ? new CommitAnswer.Committed(videoId, handles, answer.Kept!)
            : new CommitAnswer.NotAcknowledged(new PlatformError(
                PlatformErrorClass.Permanent, "privacy_refused", $"YouTube keeps the video {shown.PrivacyStatus}.", Answer: answer.Kept));
    }

    public async Task<ReconcileAnswer> ReconcileAsync(PublishWork work, string handles, CommitTrace trace, CancellationToken token)
    {
        var videoId = YoutubeHandles.Parse(handles).VideoId!;
        var secondLook = TimeSpan.FromSeconds(options.Value.SecondLookSeconds);
        var (video, answer) = await videos.FindAsync(work.Account.AccessToken, videoId, "status", token);
        if (answer.Error is { } error)
        {
            return new ReconcileAnswer.CannotTell(error.Wait ?? secondLook, error);
        }

        // Not to be listed is not to be gone: a public video that a list left out must not be published again.
        if (video is null)
        {
            return new ReconcileAnswer.CannotTell(secondLook, YoutubeVideos.Gone(answer.Kept) with { Class = PlatformErrorClass.Unknown });
        }

        return YoutubeVideos.FaultOf(video, answer.Kept) is { } fault ? new ReconcileAnswer.NeverWillBe(fault)
            : IsShown(video, work) ? new ReconcileAnswer.Live(videoId, handles, answer.Kept)
            : new ReconcileAnswer.NotYet(secondLook, answer.Kept);
    }

    public Task<ReadBackAnswer> ReadBackAsync(PublishWork work, string handles, CommitTrace trace, CancellationToken token) =>
        videos.ReadBackAsync(
            work, YoutubeHandles.Parse(handles).VideoId!, rules.IsShort(work.Width, work.Height, work.Duration), token);

    /// <summary>As the person wants it, or for everybody to see, which nobody can take back either.</summary>
    private static bool IsShown(VideoState video, PublishWork work) =>
        video.PrivacyStatus == YoutubeMetadata.Public || video.PrivacyStatus == YoutubeMetadata.WantedPrivacy(work.Settings);
}
