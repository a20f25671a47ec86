using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Platforms.Youtube;

/// <summary>What an upload session says of itself.</summary>
public abstract record SessionAnswer
{
    private SessionAnswer()
    {
    }

    /// <summary>More bytes are wanted, from <paramref name="StoredBytes"/> on.</summary>
    public sealed record Open(long StoredBytes, PlatformAnswer? Answer) : SessionAnswer;

    /// <summary>All bytes are there and this is the video; said again to whoever asks again.</summary>
    public sealed record Ended(string VideoId, PlatformAnswer? Answer) : SessionAnswer;

    /// <summary>The session is not known any more.</summary>
    public sealed record Gone(PlatformAnswer? Answer) : SessionAnswer;

    /// <param name="MayResume">The session is as good as before: ask it how far it came, and go on.</param>
    public sealed record Refused(PlatformError Error, bool MayResume) : SessionAnswer;
}

/// <summary>The resumable upload protocol: never more of a file in memory than one buffer.</summary>
public sealed class YoutubeUploadClient(
    HttpClient http, IBlobStore store, YoutubeAddresses addresses, YoutubeErrors errors, IOptions<YoutubeOptions> options, TimeProvider time)
{
    /// <summary>Bytes of every part but the last are a multiple of this.</summary>
    public const int Quantum = 262_144;

    /// <summary>Opens a session; nothing exists on the channel until its last byte.</summary>
    /// <returns>The session's address, or why there is none.</returns>
    public async Task<(string? SessionAddress, PlatformError? Error, PlatformAnswer? Answer)> OpenAsync(
        PublishWork work, JsonObject metadata, string slug, CancellationToken token)
    {
        var address = QueryHelpers.AddQueryString(addresses.Api("upload/youtube/v3/videos").ToString(), new Dictionary<string, string?>
        {
            ["uploadType"] = "resumable",
            ["part"] = "snippet,status",
            ["notifySubscribers"] = (work.Settings.NotifiesSubscribers ?? true) ? "true" : "false",
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = YoutubeClient.JsonOf(metadata) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", work.Account.AccessToken);
        request.Headers.TryAddWithoutValidation("X-Upload-Content-Length", work.SizeBytes.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("X-Upload-Content-Type", work.ContentType);
        request.Headers.TryAddWithoutValidation("Slug", slug);
        var reply = await http.ReplyToAsync(request, TimeSpan.FromSeconds(options.Value.RequestTimeoutSeconds), time, token);
        if (!reply.IsSuccess)
        {
            return (null, errors.Of(reply), reply.Kept);
        }

        return reply.Header("location") is { Length: > 0 } location
            ? (location, null, reply.Kept)
            : (null, YoutubeErrors.Unreadable(reply, "session"), reply.Kept);
    }

    /// <summary>How far the session came; changes nothing.</summary>
    public async Task<SessionAnswer> AskAsync(string sessionAddress, string accessToken, long sizeBytes, CancellationToken token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, sessionAddress) { Content = new ByteArrayContent([]) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        request.Content.Headers.ContentRange = new ContentRangeHeaderValue(sizeBytes);
        return Read(await http.ReplyToAsync(request, TimeSpan.FromSeconds(options.Value.RequestTimeoutSeconds), time, token), sizeBytes);
    }

    /// <param name="from">The first byte to send, which the session asked for.</param>
    /// <param name="until">The byte after the last one to send.</param>
    /// <exception cref="FileNotFoundException">The file is not in storage.</exception>
    public async Task<SessionAnswer> SendAsync(PublishWork work, string sessionAddress, long from, long until, CancellationToken token)
    {
        await using var file = await store.OpenReadAsync(work.StorageKey, token);
        file.Seek(from, SeekOrigin.Begin);
        var idle = TimeSpan.FromSeconds(options.Value.UploadIdleSeconds);
        using var patience = new CancellationTokenSource(idle, time);
        using var request = new HttpRequestMessage(HttpMethod.Put, sessionAddress);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", work.Account.AccessToken);
        request.Content = new StoredFileContent(file, until - from, sent =>
        {
            patience.CancelAfter(idle);
            work.BytesSent(from + sent);
        });
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(work.ContentType);
        request.Content.Headers.ContentRange = new ContentRangeHeaderValue(from, until - 1, work.SizeBytes);
        return Read(await http.ReplyToAsync(request, patience, token), work.SizeBytes);
    }

    /// <summary>Sets the video's own picture; about 50 units of the day's common bucket.</summary>
    /// <exception cref="FileNotFoundException">The picture is not in storage.</exception>
    public async Task<CoverAnswer> SetThumbnailAsync(string videoId, string accessToken, CoverPicture picture, CancellationToken token)
    {
        await using var file = await store.OpenReadAsync(picture.StorageKey, token);
        var address = QueryHelpers.AddQueryString(
            addresses.Api("upload/youtube/v3/thumbnails/set").ToString(),
            new Dictionary<string, string?> { ["videoId"] = videoId, ["uploadType"] = "media" });
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StoredFileContent(file, picture.SizeBytes, _ => { }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(picture.ContentType);
        var reply = await http.ReplyToAsync(request, TimeSpan.FromSeconds(options.Value.RequestTimeoutSeconds), time, token);
        if (reply.IsSuccess)
        {
            return new CoverAnswer(reply.Kept, null);
        }

        var error = errors.Of(reply);
        return new CoverAnswer(reply.Kept, YoutubeErrors.ReasonOf(reply) switch
        {
            // Own pictures are for channels that gave a telephone number.
            "forbidden" => error with { Code = "cover_not_verified" },
            "uploadRateLimitExceeded" => error with { Code = "cover_limit" },
            _ => error,
        });
    }

    private SessionAnswer Read(HttpReply reply, long sizeBytes)
    {
        switch (reply.Status)
        {
            case HttpStatusCode.PermanentRedirect:
                return new SessionAnswer.Open(Math.Min(StoredBytes(reply.Header("range")), sizeBytes), reply.Kept);
            case HttpStatusCode.OK or HttpStatusCode.Created:
                return reply.Text("id") is { Length: > 0 } id
                    ? new SessionAnswer.Ended(id, reply.Kept)
                    : new SessionAnswer.Refused(YoutubeErrors.Unreadable(reply, "video"), MayResume: true);
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                return new SessionAnswer.Gone(reply.Kept);
        }

        var error = errors.Of(reply);
        return error switch
        {
            { Class: PlatformErrorClass.Retry } => new SessionAnswer.Refused(error, MayResume: true),

            // The session is spoilt, the file may not be.
            { Class: PlatformErrorClass.Permanent, Code: "request_refused" } => new SessionAnswer.Refused(
                error with { Class = PlatformErrorClass.RetryAnew, Code = "upload_refused" }, MayResume: false),
            _ => new SessionAnswer.Refused(error, MayResume: false),
        };
    }

    /// <summary><c>bytes=0-N</c>; without it nothing is stored, whatever was sent.</summary>
    private static long StoredBytes(string? range) =>
        range?.LastIndexOf('-') is { } dash and >= 0
        && long.TryParse(range.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? last + 1
            : 0;
}
