using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Platforms.Graph.Twin;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Facebook.Twin;

/// <summary>Reels and videos from their start to their finish, which is taken once.</summary>
internal sealed class FacebookPublishing(
    FacebookStore store, FacebookClock clock, TwinFiles files, IBlobStore blobs, IOptions<SandboxOptions> options, TimeProvider time)
{
    private const int ReelsPerDay = 30;

    private const long LongestChunk = 8 * 1024 * 1024;

    private const long ShortestChunk = 64 * 1024;

    private const long MostVideoBytes = 10_000_000_000;

    public async Task<IResult> AnswerAsync(GraphTwinCall call, TwinCaller caller, string op, CancellationToken token)
    {
        var pageId = call.Path.Split('/')[0];
        var isReel = call.Path.EndsWith("/video_reels", StringComparison.Ordinal);
        if (caller.Token.Kind != TwinTokenKind.Page)
        {
            return GraphTwinAnswers.Error("(#210) A page access token is required to request this resource.", 210);
        }

        if (!caller.AccountIds.Contains(pageId))
        {
            return GraphTwinAnswers.NotThere(pageId);
        }

        if (!caller.Has("pages_manage_posts"))
        {
            return GraphTwinAnswers.Error("(#200) Requires pages_manage_posts permission to manage the object", 200);
        }

        return (op, isReel, call.Field("upload_phase")) switch
        {
            (FacebookOps.Start, true, "start") => await StartReelAsync(call, pageId, token),
            (FacebookOps.Start, false, "start") => await StartVideoAsync(call, pageId, token),
            (FacebookOps.Transfer, false, _) => await TransferAsync(call, pageId, token),
            (FacebookOps.Finish, true, _) => await FinishAsync(call, pageId, call.Field("video_id"), token),
            (FacebookOps.Finish, false, _) => await FinishAsync(
                call, pageId, (await SessionAsync(call, pageId, token))?.VideoId, token),
            _ => GraphTwinAnswers.Error("(#100) Param upload_phase must be one of {START, TRANSFER, FINISH, CANCEL}", 100),
        };
    }

    private async Task<IResult> StartReelAsync(GraphTwinCall call, string pageId, CancellationToken token)
    {
        var video = await AddAsync(new TwinVideo(FacebookClock.NewVideoId(), pageId, null, time.GetUtcNow()), token);
        var here = call.Http.Request;
        return GraphTwinAnswers.Json(new JsonObject
        {
            ["video_id"] = video.Id,
            ["upload_url"] = $"{here.Scheme}://{here.Host}/sandbox/facebook/rupload/video-upload/v25.0/{video.Id}",
        });
    }

    private async Task<IResult> StartVideoAsync(GraphTwinCall call, string pageId, CancellationToken token)
    {
        if (!long.TryParse(call.Field("file_size"), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || size is 0 or > MostVideoBytes)
        {
            return GraphTwinAnswers.Error("(#100) The parameter file_size is required", 100);
        }

        var video = await AddAsync(
            new TwinVideo(FacebookClock.NewVideoId(), pageId, FacebookClock.NewSessionId(), time.GetUtcNow(), size), token);
        await store.AddAsync($"{pageId}/{video.SessionId}", new TwinSession(video.Id), token);
        var body = Offsets(0, size);
        body["video_id"] = video.Id;
        body["upload_session_id"] = video.SessionId;
        return GraphTwinAnswers.Json(body);
    }

    private async Task<IResult> TransferAsync(GraphTwinCall call, string pageId, CancellationToken token)
    {
        if (await SessionAsync(call, pageId, token) is not { } session
            || await store.FindAsync<TwinVideo>($"{pageId}/{session.VideoId}", token) is not { Body: { SizeBytes: { } size } video })
        {
            return GraphTwinAnswers.Error("(#100) Invalid upload session", 100, 1363033);
        }

        var stored = await files.LengthAsync(video.BlobKey, token);
        var end = Math.Min(stored + ChunkOf(size), size);
        if (call.Fault.Is("offset-lie"))
        {
            return WrongOffset(Offsets(stored / 2, size));
        }

        if (call.Field("start_offset") != stored.ToString(CultureInfo.InvariantCulture)
            || call.Files?.GetFile("video_file_chunk") is not { } chunk || chunk.Length != end - stored)
        {
            return WrongOffset(Offsets(stored, size));
        }

        await using (var bytes = chunk.OpenReadStream())
        {
            stored = await files.AppendAsync(bytes, video.BlobKey, stored, end, token);
        }

        if (stored == size)
        {
            await store.ChangeAsync<TwinVideo>(
                $"{pageId}/{video.Id}", one => one with { UploadedAt = one.UploadedAt ?? time.GetUtcNow() }, token);
        }

        return GraphTwinAnswers.Json(Offsets(stored, size));
    }

    /// <summary>
    /// Takes it for good and says so at once; what comes of it is seen later. The same once more is fine and changes nothing.
    /// </summary>
    private async Task<IResult> FinishAsync(GraphTwinCall call, string pageId, string? videoId, CancellationToken token)
    {
        if (videoId is null || await store.FindAsync<TwinVideo>($"{pageId}/{videoId}", token) is not { } read)
        {
            return GraphTwinAnswers.Error("(#100) The video does not belong to this Page", 100);
        }

        var state = read.Body.IsReel ? call.Field("video_state") : call.Field("published") == "false" ? "DRAFT" : "PUBLISHED";
        var scheduledFor = long.TryParse(call.Field("scheduled_publish_time"), out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : (DateTimeOffset?)null;
        if (await RefusalAsync(call, read.Body, state, scheduledFor, token) is { } refusal)
        {
            return refusal;
        }

        var becomesDraft = call.Fault.Is("reel-becomes-draft");
        var failsWith = call.Fault.Is("finish-ok-then-processing-error") ? call.Fault.Value ?? 1363047 : (int?)null;
        await store.ChangeAsync<TwinVideo>(
            read.Key,
            one => one.FinishedAt is not null ? null : one with
            {
                FinishedAt = time.GetUtcNow(),
                State = becomesDraft ? "DRAFT" : state,
                ScheduledFor = scheduledFor,
                Title = call.Field("title"),
                Description = call.Field("description"),
                FailsWith = failsWith,

                // A file that was looked at before is looked at again.
                Verdict = failsWith is null ? one.Verdict : null,
            },
            token);
        return call.Fault.Is("finish-500-but-live")
            ? GraphTwinAnswers.Error("An unexpected error has occurred. Please retry your request later.", 2, status: 500, isTransient: true)
            : GraphTwinAnswers.Json(new JsonObject { ["success"] = true });
    }

    private async Task<IResult?> RefusalAsync(
        GraphTwinCall call, TwinVideo video, string? state, DateTimeOffset? scheduledFor, CancellationToken token)
    {
        var now = time.GetUtcNow();
        if (state is not ("PUBLISHED" or "DRAFT" or "SCHEDULED"))
        {
            return GraphTwinAnswers.Error("(#100) Param video_state must be one of {DRAFT, PUBLISHED, SCHEDULED}", 100);
        }

        if (state == "SCHEDULED" && (scheduledFor is null || scheduledFor <= now.AddMinutes(10) || scheduledFor > now.AddDays(29)))
        {
            return GraphTwinAnswers.Error("(#100) The specified scheduled publish time is invalid.", 100);
        }

        if (video.UploadedAt is null)
        {
            return GraphTwinAnswers.Error("(#100) The video upload is not complete", 100);
        }

        if (call.Field("description") is { } text && TextLimits.Facebook.UnitsOf(text) > TextLimits.Facebook.CaptionUnits)
        {
            return GraphTwinAnswers.Error("(#100) The description is too long", 100);
        }

        if (!video.IsReel || video.FinishedAt is not null)
        {
            return null;
        }

        var most = Math.Min(ReelsPerDay, options.Value.PublishesPerDay);
        var today = (await clock.PublishedAsync(video.PageId, most * 4, token)).Count(one => one.IsReel && one.PublishedAt > now.AddDays(-1));
        return today >= most
            ? GraphTwinAnswers.Error("(#613) Calls to this api have exceeded the rate limit.", 613)
            : null;
    }

    private async Task<TwinSession?> SessionAsync(GraphTwinCall call, string pageId, CancellationToken token) =>
        call.Field("upload_session_id") is { Length: > 0 and < 40 } id
            ? (await store.FindAsync<TwinSession>($"{pageId}/{id}", token))?.Body
            : null;

    private async Task<TwinVideo> AddAsync(TwinVideo video, CancellationToken token)
    {
        await store.AddAsync($"{video.PageId}/{video.Id}", video, token);
        await blobs.CreateAsync(video.BlobKey, token);
        return video;
    }

    /// <summary>Small files come in a few chunks too.</summary>
    private static long ChunkOf(long size) => Math.Clamp(size / 3, ShortestChunk, LongestChunk);

    /// <summary>As texts, which the real host gives.</summary>
    private static JsonObject Offsets(long start, long size) => new()
    {
        ["start_offset"] = start.ToString(CultureInfo.InvariantCulture),
        ["end_offset"] = Math.Min(start + ChunkOf(size), size).ToString(CultureInfo.InvariantCulture),
    };

    private static IResult WrongOffset(JsonObject offsets) => GraphTwinAnswers.Json(
        new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["message"] = "There was a problem uploading your video file. Please try again.",
                ["type"] = "OAuthException",
                ["code"] = 6001,
                ["error_subcode"] = 1363037,
                ["error_data"] = offsets.ToJsonString(),
                ["is_transient"] = true,
                ["fbtrace_id"] = "Ax1363037",
            },
        },
        400);
}

/// <summary>Takes the bytes of reels.</summary>
internal sealed class FacebookBytes(
    FacebookStore store, FacebookFaults faults, FacebookClock clock, TwinFiles files, IOptions<SandboxOptions> options, TimeProvider time)
    : GraphTwinRupload(store, faults, files, options.Value, time, FacebookOps.Rupload, "pages", mostBytes: 4_000_000_000)
{
    private readonly FacebookStore _store = store;

    private readonly TimeProvider _time = time;

    protected override async Task<TwinUpload?> FindAsync(TwinCaller caller, string id, CancellationToken token) =>
        caller.Token.Kind == TwinTokenKind.Page && await clock.FindAsync(caller, id, token) is { Body: { IsReel: true } video } read
            ? new TwinUpload(read.Key, video.BlobKey, video.SizeBytes)
            : null;

    protected override Task KeepSizeAsync(TwinUpload upload, long sizeBytes, CancellationToken token) =>
        _store.ChangeAsync<TwinVideo>(upload.Key, one => one with { SizeBytes = sizeBytes }, token);

    protected override Task EndAsync(TwinUpload upload, CancellationToken token) =>
        _store.ChangeAsync<TwinVideo>(upload.Key, one => one with { UploadedAt = one.UploadedAt ?? _time.GetUtcNow() }, token);
}
