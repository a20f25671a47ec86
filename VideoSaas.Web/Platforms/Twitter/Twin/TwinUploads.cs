using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Twitter.Twin;

/// <summary>Uploads: begun, sent in numbered segments of which the last of each number counts, put together, processed.</summary>
internal sealed class TwinUploads(
    TwitterStore store,
    TwinProcessing processing,
    TwitterTwin twin,
    TwinFiles files,
    IBlobStore blobs,
    IOptions<TwitterTwinOptions> options,
    TimeProvider time)
{
    private const long MostTotalBytes = 17_179_869_184;

    private const int MostSegmentBytes = 5_000_000 + 242_880;

    private const int MostSegments = 1000;

    private const long UploadSeconds = 1_295_999;

    private static readonly string[] Members = ["media_type", "total_bytes", "media_category", "additional_owners", "shared"];

    private static readonly string[] Types =
    [
        "video/mp4", "video/quicktime", "video/webm", "video/mp2t", "image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp",
        "image/tiff", "image/pjpeg", "text/srt", "text/vtt",
    ];

    private static readonly string[] Categories = ["tweet_video", "amplify_video", "tweet_image", "tweet_gif", "subtitles"];

    public async Task<IResult> AnswerAsync(TwinCall call, IFormCollection? form, CancellationToken token)
    {
        switch (call.Op)
        {
            case TwinOps.Initialize when form is not null:
                return await InitializeAsync(
                    call, form["media_type"], form["total_bytes"], form["media_category"].ToString() is { Length: > 0 } named ? named : "tweet_video", 202, token);
            case TwinOps.Initialize:
                return await InitializeAsync(call, token);
            case TwinOps.OneShot:
                return await OneShotAsync(call, form, token);
            case TwinOps.Metadata:
                return await MetadataAsync(call, token);
        }

        var id = form?["media_id"].ToString() ?? (call.Op == TwinOps.Status ? call.Query("media_id") : call.Path[2]) ?? "";
        if (await store.FindAsync<TwinMedia>($"{call.UserId}/{id}", token) is not { } media)
        {
            return TwinAnswers.NotFound(id);
        }

        return call.Op switch
        {
            TwinOps.Append => await AppendAsync(call, media, form, token),
            TwinOps.Finalize => await FinalizeAsync(call, media, form is null ? 200 : 201, token),
            _ => await processing.AnswerAsync(call, media, token),
        };
    }

    private async Task<IResult> InitializeAsync(TwinCall call, CancellationToken token)
    {
        if (await call.BodyAsync(token) is not { } body)
        {
            return TwinAnswers.Invalid("body", "", "The body is not a JSON object.");
        }

        return body.Select(member => member.Key).FirstOrDefault(name => !Members.Contains(name)) is { } unknown
            ? TwinAnswers.Invalid(unknown, unknown, $"The property [{unknown}] is not defined and the definition does not allow additional properties.")
            : await InitializeAsync(
                call, body["media_type"]?.ToString(), body["total_bytes"]?.ToString(), body["media_category"]?.ToString() ?? "tweet_video", 200, token);
    }

    private async Task<IResult> InitializeAsync(
        TwinCall call, string? type, string? total, string category, int status, CancellationToken token)
    {
        if (type is null || !Types.Contains(type))
        {
            return TwinAnswers.Invalid("media_type", type ?? "", "The media type is not one of those that are taken.");
        }

        if (!Categories.Contains(category))
        {
            return TwinAnswers.Invalid("media_category", category, "The media category is not one of those that are taken.");
        }

        if (!long.TryParse(total, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) || bytes is 0 or > MostTotalBytes)
        {
            return TwinAnswers.Invalid("total_bytes", total ?? "", "The number of bytes is not in range.");
        }

        var media = new TwinMedia(twin.NewId(), call.UserId, type, category, bytes, time.GetUtcNow(), []);
        await store.AddAsync($"{call.UserId}/{media.Id}", media, token);
        return TwinAnswers.Data(new JsonObject
        {
            ["id"] = media.Id,
            ["media_key"] = media.Key,
            ["expires_after_secs"] = UploadSeconds,
        }, status);
    }

    private async Task<IResult> AppendAsync(TwinCall call, Versioned<TwinMedia> media, IFormCollection? form, CancellationToken token)
    {
        var (number, bytes) = await SegmentAsync(call, form, token);
        await using var segment = bytes;
        if (segment is null || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= MostSegments)
        {
            return TwinAnswers.Invalid("segment_index", number ?? "", "A segment and its number from 0 to 999 are needed.");
        }

        if (segment.Length > MostSegmentBytes)
        {
            return TwinAnswers.Problem(413, "Payload Too Large", "The segment is larger than 5 MB.");
        }

        if (media.Body.FinalizedAt is not null)
        {
            return TwinAnswers.Problem(400, "Invalid Request", "The upload is finalized already.");
        }

        var key = $"sandbox/twitter/{media.Body.Id}/{index.ToString(CultureInfo.InvariantCulture)}-{TwinSecrets.Digits(8)}";
        var stored = await files.AppendAsync(segment, key, 0, long.MaxValue, token);
        await store.ChangeAsync<TwinMedia>(
            media.Key,
            one => one with { Segments = [.. one.Segments.Where(other => other.Index != index), new TwinSegment(index, stored, key)] },
            token);
        return options.Value.AppendAnswersWithBody
            ? TwinAnswers.Data(new JsonObject { ["expires_at"] = time.GetUtcNow().ToUnixTimeSeconds() + UploadSeconds })
            : Results.NoContent();
    }

    /// <summary>Raw bytes in a part of their own, or base64 in JSON. Base64 in a part is taken for bytes, as by the real host.</summary>
    private static async Task<(string? Number, Stream? Bytes)> SegmentAsync(TwinCall call, IFormCollection? form, CancellationToken token)
    {
        if (form is null && !call.Http.Request.HasFormContentType)
        {
            var body = await call.BodyAsync(token);
            var decoded = new byte[(body?["media"]?.ToString().Length ?? 0) + 3];
            return body?["media"] is { } text && Convert.TryFromBase64String(text.ToString(), decoded, out var length)
                ? (body["segment_index"]?.ToString(), new MemoryStream(decoded, 0, length))
                : (null, null);
        }

        form ??= await call.Http.Request.ReadFormAsync(token);
        var bytes = form.Files["media"] is { } file
            ? file.OpenReadStream()
            : form["media"].ToString() is { Length: > 0 } typed ? new MemoryStream(System.Text.Encoding.UTF8.GetBytes(typed)) : null;
        return (form["segment_index"].ToString(), bytes);
    }

    private async Task<IResult> FinalizeAsync(TwinCall call, Versioned<TwinMedia> media, int status, CancellationToken token)
    {
        if (media.Body.FinalizedAt is not null)
        {
            return TwinAnswers.Problem(400, "Invalid Request", "The upload is finalized already.");
        }

        if (media.Body.Segments.Sum(segment => segment.Bytes) != media.Body.TotalBytes)
        {
            return TwinAnswers.Problem(400, "Invalid Request", "Segments do not add up to provided total file size.");
        }

        var key = $"sandbox/twitter/{media.Body.Id}-{TwinSecrets.Digits(6)}.mp4";
        var stored = 0L;
        foreach (var segment in media.Body.Segments.OrderBy(segment => segment.Index))
        {
            await using var bytes = await blobs.OpenReadAsync(segment.BlobKey, token);
            stored = await files.AppendAsync(bytes, key, stored, long.MaxValue, CancellationToken.None);
        }

        if (!await processing.IsOfTypeAsync(key, media.Body.Type, token))
        {
            await blobs.DeleteAsync(key, token);
            return TwinAnswers.Problem(400, "Invalid Request", "media type unrecognized.");
        }

        var whole = media.Body with { FinalizedAt = time.GetUtcNow(), BlobKey = key };
        if (!await store.ReplaceAsync(media, whole, token))
        {
            await blobs.DeleteAsync(key, token);
            return TwinAnswers.Problem(400, "Invalid Request", "The upload changed while it was finalized.");
        }

        foreach (var segment in media.Body.Segments)
        {
            await blobs.DeleteAsync(segment.BlobKey, token);
        }

        return await processing.AnswerAsync(call, (await store.FindAsync<TwinMedia>(media.Key, token))!, token, status);
    }

    private async Task<IResult> OneShotAsync(TwinCall call, IFormCollection? form, CancellationToken token)
    {
        if (form?.Files["media"] is not { } file || form["media_category"].ToString() is not ("tweet_image" or "subtitles"))
        {
            return TwinAnswers.Invalid("media", "", "A file and a category of pictures or subtitles are needed.");
        }

        var media = new TwinMedia(
            twin.NewId(), call.UserId, file.ContentType ?? "image/jpeg", form["media_category"].ToString(), file.Length, time.GetUtcNow(), []);
        var key = $"sandbox/twitter/{media.Id}";
        await using var bytes = file.OpenReadStream();
        await files.AppendAsync(bytes, key, 0, long.MaxValue, token);
        await store.AddAsync($"{call.UserId}/{media.Id}", media with { FinalizedAt = time.GetUtcNow(), BlobKey = key, FailureCode = 0 }, token);
        return TwinAnswers.Data(new JsonObject
        {
            ["id"] = media.Id,
            ["media_key"] = media.Key,
            ["size"] = file.Length,
            ["expires_after_secs"] = 86_400,
        });
    }

    private async Task<IResult> MetadataAsync(TwinCall call, CancellationToken token)
    {
        var body = await call.BodyAsync(token);
        var id = body?["id"]?.ToString() ?? "";
        var text = (body?["metadata"]?["alt_text"] as JsonObject)?["text"]?.ToString();
        if (await store.FindAsync<TwinMedia>($"{call.UserId}/{id}", token) is null)
        {
            return TwinAnswers.NotFound(id);
        }

        return text is null or { Length: > 1000 }
            ? TwinAnswers.Invalid("metadata.alt_text.text", "", "A text of at most 1000 characters is needed.")
            : TwinAnswers.Data(new JsonObject { ["id"] = id, ["associated_metadata"] = body!["metadata"]!.DeepClone() });
    }
}
