using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Platforms.Youtube;

/// <summary>Reads videos of the channel.</summary>
public sealed class YoutubeVideos(
    YoutubeClient client, YoutubeAddresses addresses, IOptions<YoutubeOptions> options, TimeProvider time)
{
    private const string MostListed = "50";

    /// <summary>One video with the parts that are asked for.</summary>
    public async Task<(VideoState? Video, YoutubeAnswer Answer)> FindAsync(
        string accessToken, string videoId, string parts, CancellationToken token)
    {
        var answer = await client.GetAsync("youtube/v3/videos", accessToken, token, ("part", parts), ("id", videoId));
        var item = answer.Error is null
            ? answer.Items.Where(one => one.Text("id") == videoId).Select(one => (JsonElement?)one).FirstOrDefault()
            : null;
        return (item is { } found ? VideoState.Read(found) : null, answer);
    }

    /// <summary>
    /// The video that a vanished session left: known by the file's name that was made for it, or where YouTube does not tell that,
    /// by title, size and time. Null when there is none after several looks, or more than one that fits.
    /// </summary>
    public async Task<PrepareAnswer?> FindUploadAsync(PublishWork work, YoutubeHandles handles, CancellationToken token)
    {
        for (var look = 1; ; look++)
        {
            var (id, answer) = await LookForUploadAsync(work, handles, token);
            if (answer.Error is { } error)
            {
                return new PrepareAnswer.Refused(error);
            }

            if (id is not null)
            {
                return new PrepareAnswer.Prepared(handles.Uploaded(id, time.GetUtcNow()).ToJson(), answer.Kept);
            }

            if (look >= options.Value.LooksForLostUpload)
            {
                return null;
            }

            await Task.Delay(TimeSpan.FromSeconds(options.Value.SecondLookSeconds), time, token);
        }
    }

    public async Task<ReadBackAnswer> ReadBackAsync(PublishWork work, string videoId, bool isShort, CancellationToken token)
    {
        var (video, answer) = await FindAsync(work.Account.AccessToken, videoId, "status", token);
        return video is null
            ? new ReadBackAnswer.NotYet(videoId, answer.Error)
            : new ReadBackAnswer.Found(videoId, addresses.Video(videoId, isShort), videoId, answer.Kept!);
    }

    /// <summary>What a video that is not there, or will never be shown, means; null while there is hope.</summary>
    public static PlatformError? FaultOf(VideoState video, PlatformAnswer? answer) => video.UploadStatus switch
    {
        "failed" => video.FailureReason == "uploadAborted"
            ? new PlatformError(PlatformErrorClass.RetryAnew, "upload_refused", "YouTube broke off the upload.", Answer: answer)
            : new PlatformError(
                PlatformErrorClass.Permanent, "video_not_processed", video.FailureReason ?? "No reason was told.", Answer: answer),
        "rejected" => new PlatformError(
            PlatformErrorClass.Permanent,
            video.RejectionReason switch
            {
                "duplicate" => "video_duplicate",
                "uploaderAccountClosed" or "uploaderAccountSuspended" => "channel_closed",
                _ => "video_rejected",
            },
            video.RejectionReason ?? "No reason was told.",
            Answer: answer),
        "deleted" => Gone(answer),
        _ => null,
    };

    public static PlatformError Gone(PlatformAnswer? answer) => new(
        PlatformErrorClass.Permanent, "video_gone", "The video is not on the channel any more.", Answer: answer);

    /// <summary>For a list of ids, in as few calls as it takes.</summary>
    public async Task<(IReadOnlyList<JsonElement> Items, PlatformError? Error)> ListAsync(
        string accessToken, IReadOnlyList<string> ids, string parts, CancellationToken token)
    {
        var items = new List<JsonElement>();
        foreach (var some in ids.Chunk(50))
        {
            var answer = await client.GetAsync("youtube/v3/videos", accessToken, token, ("part", parts), ("id", string.Join(',', some)));
            if (answer.Error is { } error)
            {
                return (items, error);
            }

            items.AddRange(answer.Items);
        }

        return (items, null);
    }

    private async Task<(string? Id, YoutubeAnswer Answer)> LookForUploadAsync(
        PublishWork work, YoutubeHandles handles, CancellationToken token)
    {
        var access = work.Account.AccessToken;
        var playlist = YoutubeChannelDetails.Parse(work.Account.Details).PlaylistOf(work.Account.ExternalId);
        var listed = await client.GetAsync(
            "youtube/v3/playlistItems", access, token, ("part", "contentDetails"), ("playlistId", playlist), ("maxResults", MostListed));
        var ids = listed.Items
            .Select(item => item.Member("contentDetails").Text("videoId"))
            .OfType<string>().ToList();

        // A channel that never had a video has no playlist either.
        if (listed.Error is { RemoteCode: 404 } || (listed.Error is null && ids.Count == 0))
        {
            return (null, listed with { Error = null });
        }

        if (listed.Error is not null)
        {
            return (null, listed);
        }

        var answer = await client.GetAsync(
            "youtube/v3/videos", access, token, ("part", "snippet,status,fileDetails"), ("id", string.Join(',', ids)));
        var fitting = answer.Items.Where(item => Fits(item, work, handles)).Select(item => item.Text("id")).OfType<string>().ToList();
        return (fitting.Count == 1 ? fitting[0] : null, answer);
    }

    private bool Fits(JsonElement item, PublishWork work, YoutubeHandles handles)
    {
        var file = item.Member("fileDetails");
        if (file.Text("fileName") is { } name)
        {
            return name == handles.Slug;
        }

        var snippet = item.Member("snippet");
        return snippet.Text("title") == YoutubeMetadata.TitleOf(work.Title, work.Caption)
            && file.Text("fileSize") == work.SizeBytes.ToString(CultureInfo.InvariantCulture)
            && DateTimeOffset.TryParse(snippet.Text("publishedAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && at >= handles.OpenedAt.AddSeconds(-options.Value.ClockSkewSeconds);
    }
}

/// <summary>How a video stands, as YouTube tells it.</summary>
/// <param name="UploadStatus">uploaded, processed, failed, rejected, deleted, or a word that came later.</param>
/// <param name="Status">The part as it came, to be edited and sent back.</param>
public sealed record VideoState(
    string? UploadStatus, string? FailureReason, string? RejectionReason, string? PrivacyStatus, string? ProcessingStatus, JsonElement Status)
{
    public bool IsProcessed => UploadStatus == "processed" || ProcessingStatus == "succeeded";

    public static VideoState Read(JsonElement item)
    {
        var status = item.Member("status");
        return new VideoState(
            status.Text("uploadStatus"), status.Text("failureReason"), status.Text("rejectionReason"), status.Text("privacyStatus"),
            item.Member("processingDetails").Text("processingStatus"), status);
    }
}
