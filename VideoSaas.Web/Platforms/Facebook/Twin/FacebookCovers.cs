using System.Text.Json.Nodes;
using VideoSaas.Web.Platforms.Graph.Twin;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Facebook.Twin;

/// <summary>Takes pictures for covers; the same once more changes nothing.</summary>
internal sealed class FacebookCovers(FacebookStore store, FacebookClock clock, TwinFiles files)
{
    private const long MostBytes = 10_000_000;

    public async Task<IResult> AnswerAsync(GraphTwinCall call, TwinCaller caller, CancellationToken token)
    {
        var id = call.Path.Split('/')[0];
        if (caller.Token.Kind != TwinTokenKind.Page)
        {
            return GraphTwinAnswers.Error("(#210) A page access token is required to request this resource.", 210);
        }

        if (!caller.Has("pages_manage_posts"))
        {
            return GraphTwinAnswers.Error("(#200) Requires pages_manage_posts permission to manage the object", 200);
        }

        if (await clock.FindAsync(caller, id, token) is not { } read)
        {
            return GraphTwinAnswers.NotThere(id);
        }

        if (read.Body.UploadedAt is null)
        {
            return GraphTwinAnswers.Error("(#100) The video upload is not complete", 100);
        }

        if (call.Files?.GetFile("source") is not { Length: > 0 } source)
        {
            return GraphTwinAnswers.Error("(#324) Requires upload file", 324);
        }

        if (source.Length > MostBytes)
        {
            return GraphTwinAnswers.Error("(#100) The image is larger than 10 MB", 100);
        }

        return await KeepAsync(call, read, source, token) is not null
            ? GraphTwinAnswers.Json(new JsonObject { ["success"] = true })
            : GraphTwinAnswers.Error("(#324) Missing or invalid image file", 324);
    }

    /// <summary>One that is not preferred is only one to choose from.</summary>
    private async Task<string?> KeepAsync(GraphTwinCall call, Versioned<TwinVideo> read, IFormFile source, CancellationToken token)
    {
        using var picture = new MemoryStream();
        await source.CopyToAsync(picture, token);
        var bytes = picture.ToArray();
        if (call.Field("is_preferred") != "true")
        {
            return TwinFiles.PictureTypeOf(bytes);
        }

        var type = await files.KeepPictureAsync(bytes, read.Body.CoverKey, token);
        if (type is not null)
        {
            await store.ChangeAsync<TwinVideo>(read.Key, one => one with { CoverType = type }, token);
        }

        return type;
    }
}
