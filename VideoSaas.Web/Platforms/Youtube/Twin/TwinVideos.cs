using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Platforms.Youtube.Twin;

/// <summary>Channels and their videos, as the Data API shows and changes them.</summary>
internal sealed class TwinVideos(YoutubeStore store, TwinProcessing processing, IBlobStore blobs, TimeProvider time)
{
    private const int MostIds = 50;

    /// <summary>Parts of a video that only its owner may ask for.</summary>
    private static readonly string[] OwnersParts = ["processingDetails", "fileDetails"];

    public Task<IResult> ChannelsAsync(TwinCall call, TwinCaller caller)
    {
        if (call.Query("mine") != "true")
        {
            return Task.FromResult(TwinAnswers.Error(400, "missingRequiredParameter", "No filter selected.", "youtube.parameter"));
        }

        if (!caller.Grant.HasChannel)
        {
            return Task.FromResult(TwinAnswers.List("channelListResponse", []));
        }

        var user = caller.User;
        var item = new JsonObject { ["kind"] = "youtube#channel", ["etag"] = TwinAnswers.Tag(), ["id"] = user.ChannelId };
        if (call.Wants("snippet"))
        {
            item["snippet"] = new JsonObject
            {
                ["title"] = user.Title,
                ["description"] = "",
                ["customUrl"] = $"@{user.Login}",
                ["publishedAt"] = "2024-01-01T00:00:00Z",
                ["thumbnails"] = new JsonObject { ["default"] = new JsonObject { ["url"] = "/favicon.svg", ["width"] = 88, ["height"] = 88 } },
            };
        }

        if (call.Wants("contentDetails"))
        {
            item["contentDetails"] = new JsonObject
            {
                ["relatedPlaylists"] = new JsonObject { ["likes"] = "LL", ["uploads"] = user.UploadsPlaylist },
            };
        }

        if (call.Wants("status"))
        {
            item["status"] = new JsonObject
            {
                ["privacyStatus"] = "public",
                ["isLinked"] = true,
                ["longUploadsStatus"] = "allowed",
                ["madeForKids"] = false,
            };
        }

        return Task.FromResult(TwinAnswers.List("channelListResponse", [item]));
    }

    public async Task<IResult> ListAsync(TwinCall call, TwinCaller caller)
    {
        if (call.Ids.Count is 0 or > MostIds)
        {
            return TwinAnswers.Error(400, call.Ids.Count == 0 ? "missingRequiredParameter" : "invalidFilters", "No filter selected.", "youtube.parameter");
        }

        var items = new List<JsonNode>();
        foreach (var id in call.Ids.Distinct())
        {
            if (await FindAsync(id, caller, call.Token) is not var (video, isOwner) || call.Fault.Is("missing"))
            {
                continue;
            }

            if (!isOwner && OwnersParts.Any(call.Wants))
            {
                return TwinAnswers.Error(403, "forbidden", "The request cannot access user rating information or is not properly authorized.");
            }

            items.Add(Resource(call, await MeetAsync(call, video), call.Parts, isOwner));
        }

        return TwinAnswers.List("videoListResponse", items);
    }

    /// <summary>Replaces each named part as a whole.</summary>
    public async Task<IResult> UpdateAsync(TwinCall call, TwinCaller caller)
    {
        JsonElement asked;
        try
        {
            using var document = await JsonDocument.ParseAsync(call.Http.Request.Body, cancellationToken: call.Token);
            asked = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return TwinAnswers.Error(400, "parseError", "Parse Error", "global");
        }

        if (call.Parts.Count == 0 || call.Parts.Any(part => part is not ("id" or "snippet" or "status")))
        {
            return TwinAnswers.Error(400, "unexpectedPart", "The part parameter names what cannot be written here.", "youtube.part");
        }

        if (call.Wants("snippet") && (asked.Member("snippet").Text("title") is null || asked.Member("snippet").Text("categoryId") is null))
        {
            return TwinAnswers.Error(400, "invalidVideoMetadata", "The request metadata is invalid.");
        }

        if (TwinMetadata.Wrong(asked, call.Parts, time.GetUtcNow()) is { } wrong)
        {
            return wrong;
        }

        while (true)
        {
            var id = asked.Text("id") ?? "";
            if (await processing.FindAsync(caller.User.ChannelId, id, call.Token) is not { } read)
            {
                return await store.FindAsync<TwinVideoOwner>(id, call.Token) is null
                    ? TwinAnswers.Error(404, "videoNotFound", "The video that you are trying to update cannot be found.")
                    : TwinAnswers.Error(403, "forbidden", "The request might not be properly authorized to update the video.");
            }

            var video = read.Body;
            if (call.Wants("snippet"))
            {
                video = video with { Snippet = TwinMetadata.SnippetOf(asked) };
            }

            if (call.Wants("status"))
            {
                var status = TwinMetadata.StatusOf(asked);
                if (status.PublishAt is not null && video.ShownAt is not null)
                {
                    return TwinAnswers.Error(400, "invalidPublishAt", "The request metadata specifies an invalid scheduled publishing time.");
                }

                status = call.Fault.Is("privacy-forced") ? status with { PrivacyStatus = YoutubeMetadata.Private } : status;
                video = video with
                {
                    Status = status,
                    ShownAt = video.ShownAt ?? (status.PrivacyStatus == YoutubeMetadata.Private ? null : time.GetUtcNow()),
                };
            }

            video = processing.Shown(video);
            if (await store.ReplaceAsync(read, video, call.Token))
            {
                return TwinAnswers.Json(Resource(call, video, call.Parts, isOwner: true));
            }
        }
    }

    public async Task<IResult> DeleteAsync(TwinCall call, TwinCaller caller)
    {
        if (await processing.FindAsync(caller.User.ChannelId, call.Query("id") ?? "", call.Token) is not { } read)
        {
            return TwinAnswers.Error(404, "videoNotFound", "The video that you are trying to delete cannot be found.");
        }

        await store.RemoveAsync<TwinVideo>(read.Key, call.Token);
        await blobs.DeleteAsync(read.Body.BlobKey, call.Token);
        if (read.Body.CoverType is not null)
        {
            await blobs.DeleteAsync(read.Body.CoverKey, call.Token);
        }

        return Results.NoContent();
    }

    /// <summary>The uploads of the caller's own channel, newest first, private ones too.</summary>
    public async Task<IResult> PlaylistAsync(TwinCall call, TwinCaller caller)
    {
        if (call.Query("playlistId") != caller.User.UploadsPlaylist)
        {
            return TwinAnswers.Error(404, "playlistNotFound", "The playlist identified with the request's playlistId parameter cannot be found.", "youtube.playlistItem");
        }

        var most = Math.Clamp(int.TryParse(call.Query("maxResults"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 5, 0, 50);
        var listed = await store.ListAsync<TwinVideo>($"{caller.User.ChannelId}/", most, call.Token);
        return TwinAnswers.List("playlistItemListResponse", call.Fault.Is("missing") ? [] : listed.Select(video => (JsonNode)new JsonObject
        {
            ["kind"] = "youtube#playlistItem",
            ["etag"] = TwinAnswers.Tag(),
            ["id"] = TwinAnswers.Tag(),
            ["contentDetails"] = new JsonObject { ["videoId"] = video.Id, ["videoPublishedAt"] = TimeOf(video.UploadedAt) },
        }));
    }

    /// <summary>The video, and whether it is the caller's; null for a private one of somebody else.</summary>
    public async Task<(TwinVideo Video, bool IsOwner)?> FindAsync(string id, TwinCaller caller, CancellationToken token)
    {
        if (await processing.FindAsync(caller.User.ChannelId, id, token) is { } own)
        {
            return (own.Body, true);
        }

        return await ShownAsync(id, token) is { } video ? (video, false) : null;
    }

    /// <summary>What anybody may see.</summary>
    public async Task<TwinVideo?> ShownAsync(string id, CancellationToken token) =>
        await store.FindAsync<TwinVideoOwner>(id, token) is { } owner
        && await processing.FindAsync(owner.Body.ChannelId, id, token) is { Body: { IsPrivate: false } video }
            ? video
            : null;

    public JsonObject Resource(TwinCall call, TwinVideo video, IReadOnlyList<string> parts, bool isOwner)
    {
        var item = new JsonObject { ["kind"] = "youtube#video", ["etag"] = TwinAnswers.Tag(), ["id"] = video.Id };
        foreach (var part in parts)
        {
            JsonNode? body = part switch
            {
                "snippet" => Snippet(video),
                "status" => Status(call, video, isOwner),
                "contentDetails" when video.DurationMs is { } length => new JsonObject
                {
                    ["duration"] = System.Xml.XmlConvert.ToString(TimeSpan.FromSeconds(Math.Ceiling(length / 1000d))),
                    ["dimension"] = "2d",
                    ["definition"] = "hd",
                    ["caption"] = "false",
                    ["licensedContent"] = false,
                    ["projection"] = "rectangular",
                },
                "processingDetails" => Processing(call, video),
                "fileDetails" => new JsonObject
                {
                    ["fileName"] = video.Slug ?? "unknown",
                    ["fileSize"] = video.SizeBytes.ToString(CultureInfo.InvariantCulture),
                    ["fileType"] = "video",
                },
                "statistics" => TwinNumbers.Counters(video, time.GetUtcNow()),
                _ => null,
            };
            if (body is not null)
            {
                item[part] = body;
            }
        }

        return item;
    }

    /// <summary>A fault that lies in the video, not in the call.</summary>
    private async Task<TwinVideo> MeetAsync(TwinCall call, TwinVideo video)
    {
        if (!call.Fault.Is("processing-fail") && !call.Fault.Is("reject"))
        {
            return video;
        }

        var isRejected = call.Fault.Is("reject");
        return await store.ChangeAsync<TwinVideo>(
            video.Key,
            one => one with
            {
                Verdict = isRejected ? TwinProcessing.Rejected : TwinProcessing.Failed,
                Reason = call.Fault.Text ?? (isRejected ? "duplicate" : "conversion"),
            },
            call.Token) ?? video;
    }

    private static JsonObject Snippet(TwinVideo video)
    {
        var snippet = new JsonObject
        {
            ["publishedAt"] = TimeOf(video.ShownAt ?? video.UploadedAt),
            ["channelId"] = video.ChannelId,
            ["title"] = video.Snippet.Title,
            ["description"] = video.Snippet.Description,
            ["categoryId"] = video.Snippet.CategoryId,
            ["liveBroadcastContent"] = "none",
        };
        if (video.Snippet.Tags.Count > 0)
        {
            snippet["tags"] = new JsonArray([.. video.Snippet.Tags.Select(tag => (JsonNode)tag)]);
        }

        return snippet;
    }

    private static JsonObject Status(TwinCall call, TwinVideo video, bool isOwner)
    {
        var status = new JsonObject
        {
            ["uploadStatus"] = call.Fault.Is("processing-stuck") ? "uploaded" : video.Verdict ?? "uploaded",
            ["privacyStatus"] = video.Status.PrivacyStatus,
            ["license"] = video.Status.License,
            ["embeddable"] = video.Status.Embeddable,
            ["publicStatsViewable"] = video.Status.PublicStatsViewable,
            ["madeForKids"] = video.Status.SelfDeclaredMadeForKids,
            ["containsSyntheticMedia"] = video.Status.ContainsSyntheticMedia,
        };
        if (isOwner)
        {
            status["selfDeclaredMadeForKids"] = video.Status.SelfDeclaredMadeForKids;
        }

        if (video.Status.PublishAt is { } at)
        {
            status["publishAt"] = TimeOf(at);
        }

        if (video.Reason is { } reason)
        {
            status[video.Verdict == TwinProcessing.Rejected ? "rejectionReason" : "failureReason"] = reason;
        }

        return status;
    }

    private JsonObject Processing(TwinCall call, TwinVideo video)
    {
        var isStuck = call.Fault.Is("processing-stuck");
        var details = new JsonObject
        {
            ["processingStatus"] = isStuck ? "processing" : video.Verdict switch
            {
                TwinProcessing.Processed => "succeeded",
                TwinProcessing.Failed => "failed",
                TwinProcessing.Rejected => "terminated",
                _ => "processing",
            },
        };
        if (isStuck || video.Verdict is null)
        {
            details["processingProgress"] = new JsonObject
            {
                ["partsTotal"] = TwinProcessing.Parts.ToString(CultureInfo.InvariantCulture),
                ["partsProcessed"] = processing.PartsProcessed(video).ToString(CultureInfo.InvariantCulture),
                ["timeLeftMs"] = ((long)processing.TimeLeft(video).TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
            };
        }

        if (video.Verdict == TwinProcessing.Failed)
        {
            details["processingFailureReason"] = "transcodeFailed";
        }

        return details;
    }

    private static string TimeOf(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
