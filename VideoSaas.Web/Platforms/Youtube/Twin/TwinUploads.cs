using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Youtube.Twin;

/// <summary>Upload sessions: what is stored is told by Range, what is over is answered again as it ended.</summary>
internal sealed class TwinUploads(
    YoutubeStore store, TwinVideos videos, TwinFiles files, IOptions<SandboxOptions> options, TimeProvider time)
{
    private const long MostBytes = 274_877_906_944;

    private static readonly TimeSpan SessionLife = TimeSpan.FromDays(7);

    public async Task<IResult> OpenAsync(TwinCall call, TwinCaller caller)
    {
        var request = call.Http.Request;
        if (call.Query("uploadType") != "resumable")
        {
            return TwinAnswers.Error(400, "uploadTypeNotSupported", "Only resumable uploads are played here.", "global");
        }

        if (call.Parts.Count == 0)
        {
            return TwinAnswers.Error(400, "missingRequiredParameter", "No filter selected. Expected one of: part", "youtube.parameter");
        }

        JsonElement metadata;
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: call.Token);
            metadata = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return TwinAnswers.Error(400, "parseError", "Parse Error", "global");
        }

        if (TwinMetadata.Wrong(metadata, call.Parts, time.GetUtcNow()) is { } wrong)
        {
            return wrong;
        }

        var contentType = request.Headers["X-Upload-Content-Type"].ToString();
        if (contentType.Length > 0 && contentType != "application/octet-stream" && !contentType.StartsWith("video/", StringComparison.Ordinal))
        {
            return TwinAnswers.Error(400, "badContent", $"Media type '{contentType}' is not supported. Valid media types: [application/octet-stream, video/*]", "global");
        }

        long? size = long.TryParse(request.Headers["X-Upload-Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : null;
        var slug = request.Headers["Slug"].ToString() is { Length: > 0 } name ? name : null;
        if (size > MostBytes || slug?.Length > 255 || slug?.AsSpan().ContainsAny('/', '\\') == true)
        {
            return TwinAnswers.Error(400, size > MostBytes ? "uploadTooLarge" : "invalidFilename", "The video filename specified in the Slug header is invalid.");
        }

        if (await store.CountAsync<TwinVideo>($"{caller.User.ChannelId}/", time.GetUtcNow().AddDays(-1), call.Token) >= options.Value.PublishesPerDay)
        {
            return TwinAnswers.UploadLimit();
        }

        var uploadId = TwinSecrets.New("ABPtcP");
        var videoId = YoutubeTwin.NewVideoId();
        await store.AddAsync(videoId, new TwinVideoOwner(caller.User.ChannelId), call.Token);
        await store.AddAsync(
            TwinSecrets.HashOf(uploadId),
            new TwinSession(
                videoId, caller.User.ChannelId, size, contentType, slug, metadata.GetRawText(), string.Join(',', call.Parts), time.GetUtcNow()),
            call.Token);
        call.Http.Response.Headers.Location =
            $"{request.Scheme}://{request.Host}{request.Path}{request.QueryString}&upload_id={uploadId}";
        call.Http.Response.Headers["X-GUploader-UploadID"] = uploadId;
        call.Http.Response.ContentLength = 0;
        return Results.Empty;
    }

    public async Task<IResult> TakeAsync(TwinCall call, TwinCaller caller)
    {
        var key = TwinSecrets.HashOf(call.Query("upload_id") ?? "");
        if (call.Fault.Is("session-404"))
        {
            await store.RemoveAsync<TwinSession>(key, call.Token);
        }

        var read = await store.FindAsync<TwinSession>(key, call.Token);
        if (read is null || read.Body.ChannelId != caller.User.ChannelId || time.GetUtcNow() - read.Body.OpenedAt > SessionLife)
        {
            return TwinAnswers.Error(404, "notFound", "Requested entity was not found.", "global");
        }

        // A session that has ended says again how.
        if (read.Body.EndStatus is { } status)
        {
            return TwinAnswers.Raw(read.Body.EndBody ?? "", status);
        }

        var stored = await files.LengthAsync(read.Body.BlobKey, call.Token);
        stored -= stored % YoutubeUploadClient.Quantum;
        var range = RangeOf(call.Http.Request, read.Body.SizeBytes);
        if (call.Op == TwinOps.Probe || range is null)
        {
            return range is null && call.Op == TwinOps.Upload
                ? TwinAnswers.Error(400, "badRequest", "Failed to parse Content-Range header.", "global")
                : TwinAnswers.ResumeIncomplete(call.Http, stored);
        }

        return await StoreAsync(call, read, stored, range);
    }

    private async Task<IResult> StoreAsync(TwinCall call, Versioned<TwinSession> read, long stored, SentRange range)
    {
        var session = read.Body;
        if (session.SizeBytes is { } size && range.Total is { } total && size != total)
        {
            return TwinAnswers.Error(400, "badRequest", "The total size is another than X-Upload-Content-Length.", "global");
        }

        if (range.Until - range.From != call.Http.Request.ContentLength)
        {
            return TwinAnswers.Error(400, "badRequest", "Content-Length and Content-Range do not agree.", "global");
        }

        // Gaps and overlaps store nothing.
        if (range.From != stored)
        {
            return TwinAnswers.ResumeIncomplete(call.Http, stored);
        }

        var isLast = range.Total is { } whole && range.Until == whole;
        if (!isLast && (range.Until - range.From) % YoutubeUploadClient.Quantum != 0)
        {
            return TwinAnswers.Error(
                400, "badRequest",
                "Invalid request. The number of bytes uploaded is required to be equal or greater than 262144, except for the final request "
                + "(it's recommended to be the exact multiple of 262144).",
                "global");
        }

        var keptUntil = call.Fault.Word switch
        {
            "cut-at" => Math.Min(range.Until, stored + (call.Fault.Value ?? 0)),
            "short-accept" => stored + (range.Until - stored) / 2 / YoutubeUploadClient.Quantum * YoutubeUploadClient.Quantum,
            "308-without-range" => stored,
            _ => range.Until,
        };
        stored = await files.AppendAsync(call.Http.Request.Body, session.BlobKey, stored, keptUntil, call.Token);
        if (call.Fault.Is("cut-at"))
        {
            call.Http.Abort();
            return Results.Empty;
        }

        if (call.Fault.Is("308-without-range"))
        {
            await files.AppendAsync(Stream.Null, session.BlobKey, 0, 0, call.Token);
            return TwinAnswers.ResumeIncomplete(call.Http, 0);
        }

        return isLast && stored == range.Until
            ? await EndAsync(call, read, stored)
            : TwinAnswers.ResumeIncomplete(call.Http, stored - stored % YoutubeUploadClient.Quantum);
    }

    /// <summary>The session's end and the video come into being together.</summary>
    private async Task<IResult> EndAsync(TwinCall call, Versioned<TwinSession> read, long size)
    {
        var session = read.Body;
        using var metadata = JsonDocument.Parse(session.Metadata);
        var status = TwinMetadata.StatusOf(metadata.RootElement);
        var now = time.GetUtcNow();
        var isPast = status.PublishAt <= now;
        var video = new TwinVideo(
            session.VideoId, session.ChannelId, session.Slug, size, now, TwinMetadata.SnippetOf(metadata.RootElement),
            isPast ? status with { PrivacyStatus = YoutubeMetadata.Public, PublishAt = null } : status,
            isPast || status.PrivacyStatus != YoutubeMetadata.Private ? now : null);
        var body = videos.Resource(call, video, session.Parts.Split(','), isOwner: true).ToJsonString(YoutubeMetadata.Plain);
        if (!await store.ReplaceAsync(read, session with { EndStatus = 201, EndBody = body }, video.Key, video, call.Token))
        {
            // Another PUT ended it at the same moment.
            body = (await store.FindAsync<TwinSession>(read.Key, call.Token))?.Body.EndBody ?? body;
        }

        if (call.Fault.Is("session-lost-after"))
        {
            await store.RemoveAsync<TwinSession>(read.Key, call.Token);
            call.Http.Abort();
            return Results.Empty;
        }

        return TwinAnswers.Raw(body, 201);
    }

    /// <summary>The bytes that a PUT brings; without the header they are the whole file. Null: a question, or nothing that can be read.</summary>
    private static SentRange? RangeOf(HttpRequest request, long? size)
    {
        if (request.Headers.ContentRange.Count == 0)
        {
            return request.ContentLength is { } length ? new SentRange(0, length, size ?? length) : null;
        }

        return ContentRangeHeaderValue.TryParse(request.Headers.ContentRange, out var header)
            && header is { Unit: "bytes", From: { } from, To: { } to }
                ? new SentRange(from, to + 1, header.Length)
                : null;
    }

    /// <param name="Until">The byte after the last one.</param>
    /// <param name="Total">Null while the sender does not know it.</param>
    private sealed record SentRange(long From, long Until, long? Total);
}
