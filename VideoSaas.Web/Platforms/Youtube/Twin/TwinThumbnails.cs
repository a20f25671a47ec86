using System.Text.Json.Nodes;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Youtube.Twin;

/// <summary>Takes a video's own picture; the same once more changes nothing.</summary>
internal sealed class TwinThumbnails(YoutubeStore store, TwinProcessing processing, TwinFiles files)
{
    private const int MostBytes = 50_000_000;

    public async Task<IResult> SetAsync(TwinCall call, TwinCaller caller)
    {
        if (call.Query("videoId") is not { } id)
        {
            return TwinAnswers.Error(400, "missingRequiredParameter", "No filter selected. Expected one of: videoId", "youtube.parameter");
        }

        if (await processing.FindAsync(caller.User.ChannelId, id, call.Token) is not { } read)
        {
            return await store.FindAsync<TwinVideoOwner>(id, call.Token) is null
                ? TwinAnswers.Error(404, "videoNotFound", "The video that you are trying to insert a thumbnail image for cannot be found.", "youtube.thumbnail")
                : TwinAnswers.Error(403, "forbidden", "The thumbnail can't be set for the specified video.", "youtube.thumbnail");
        }

        if (call.Query("uploadType") is not ("media" or null))
        {
            return TwinAnswers.Error(400, "uploadTypeNotSupported", "Only simple uploads of thumbnails are played here.", "global");
        }

        if (call.Http.Request.ContentLength > MostBytes)
        {
            return TwinAnswers.Error(400, "uploadTooLarge", "The image is larger than 50 MB.", "global");
        }

        using var body = new MemoryStream();
        await call.Http.Request.Body.CopyToAsync(body, call.Token);
        return body.Length == 0
            ? TwinAnswers.Error(400, "mediaBodyRequired", "The request does not include the image content.", "youtube.thumbnail")
            : await KeepAsync(call, read, body.ToArray());
    }

    private async Task<IResult> KeepAsync(TwinCall call, Versioned<TwinVideo> read, byte[] picture)
    {
        if (TwinFiles.PictureTypeOf(picture) is not { } type || call.Http.Request.ContentType is not ("image/jpeg" or "image/png" or "application/octet-stream"))
        {
            return TwinAnswers.Error(400, "invalidImage", "The provided image content is invalid.", "youtube.thumbnail");
        }

        // Before it is processed a video does not say whether it is a Short; then the picture is taken, and forgotten.
        if (read.Body.Verdict == TwinProcessing.Processed)
        {
            await files.KeepPictureAsync(picture, read.Body.CoverKey, call.Token);
            await store.ChangeAsync<TwinVideo>(read.Key, one => one with { CoverType = type }, call.Token);
        }

        var request = call.Http.Request;
        var address = $"{request.Scheme}://{request.Host}/sandbox/youtube/cover/{read.Body.Id}";
        return TwinAnswers.Json(new JsonObject
        {
            ["kind"] = "youtube#thumbnailSetResponse",
            ["etag"] = TwinAnswers.Tag(),
            ["items"] = new JsonArray(new JsonObject
            {
                ["default"] = new JsonObject { ["url"] = address, ["width"] = 120, ["height"] = 90 },
                ["high"] = new JsonObject { ["url"] = address, ["width"] = 480, ["height"] = 360 },
            }),
        });
    }
}
