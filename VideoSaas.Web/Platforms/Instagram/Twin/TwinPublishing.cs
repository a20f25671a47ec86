using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Platforms.Graph;
using VideoSaas.Web.Platforms.Graph.Twin;

namespace VideoSaas.Web.Platforms.Instagram.Twin;

/// <summary>Containers and what becomes of them.</summary>
internal sealed class TwinPublishing(
    InstagramStore store, TwinClock clock, TwinInsights insights, IBlobStore blobs, IOptions<SandboxOptions> options, TimeProvider time)
{
    private const int ContainersPerDay = 400;

    private const int MostListed = 10_000;

    public async Task<IResult> AnswerAsync(GraphTwinCall call, TwinCaller caller, string op, CancellationToken token)
    {
        var id = call.Path.Split('/')[0];
        switch (op)
        {
            case TwinOps.Container:
                return await ContainerAsync(call, caller, id, token);
            case TwinOps.ReadBack:
                return await MediaAsync(call, caller, id, token);
        }

        if (!caller.AccountIds.Contains(id))
        {
            return GraphTwinAnswers.NotThere(id);
        }

        if (op is TwinOps.Media or TwinOps.Publish or TwinOps.Limit && !caller.Has("instagram_content_publish"))
        {
            return GraphTwinAnswers.Error("(#10) Application does not have permission for this action", 10);
        }

        return op switch
        {
            TwinOps.Limit => await LimitAsync(id, token),
            TwinOps.Media => await CreateAsync(call, id, token),
            TwinOps.Publish => await PublishAsync(call, id, token),
            _ => await ListAsync(call, id, token),
        };
    }

    private async Task<int> PublishedTodayAsync(string accountId, CancellationToken token)
    {
        var since = time.GetUtcNow().AddDays(-1);
        return (await store.ListAsync<TwinMedia>($"{accountId}/", MostListed, token)).Count(media => media.At > since);
    }

    private async Task<IResult> LimitAsync(string accountId, CancellationToken token) => GraphTwinAnswers.Json(new JsonObject
    {
        ["data"] = new JsonArray(new JsonObject
        {
            ["quota_usage"] = await PublishedTodayAsync(accountId, token),
            ["config"] = new JsonObject { ["quota_total"] = options.Value.PublishesPerDay, ["quota_duration"] = 86_400 },
        }),
    });

    private async Task<IResult> CreateAsync(GraphTwinCall call, string accountId, CancellationToken token)
    {
        if (call.Field("media_type") != "REELS")
        {
            return GraphTwinAnswers.Error("The media type must be REELS.", 100, 2207023);
        }

        var isResumable = call.Field("upload_type") == "resumable";
        if (isResumable == (call.Field("video_url") is not null))
        {
            return GraphTwinAnswers.Error("The parameter video_url is required", 100);
        }

        if (!isResumable)
        {
            return GraphTwinAnswers.Error("The media could not be fetched from this URI.", 9004, 2207052);
        }

        var caption = call.Field("caption");
        var parts = TextRules.Read(caption);
        if (parts.Units > TextLimits.Instagram.CaptionUnits)
        {
            return GraphTwinAnswers.Error("The caption is too long.", 36004, 2207010);
        }

        if (parts.HashtagCount > TextLimits.Instagram.Hashtags || parts.MentionCount > TextLimits.Instagram.Mentions)
        {
            return GraphTwinAnswers.Error("The caption has too many hashtags or mentions.", 100, 2207040);
        }

        long? coverAtMs = null;
        if (call.Field("thumb_offset") is { } offset)
        {
            if (!long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var at))
            {
                return GraphTwinAnswers.Error("The thumbnail offset must be a number of milliseconds within the video.", 1, 2207057);
            }

            coverAtMs = at;
        }

        var now = time.GetUtcNow();
        var today = (await store.ListAsync<TwinContainer>($"{accountId}/", ContainersPerDay, token))
            .Count(one => one.CreatedAt > now.AddDays(-1));
        if (today >= ContainersPerDay)
        {
            return GraphTwinAnswers.Error("The account has made too many containers in 24 hours.", 9, 2207042);
        }

        var container = new TwinContainer(
            TwinClock.NewContainerId(), accountId, string.IsNullOrEmpty(caption) ? null : caption, now, CoverAtMs: coverAtMs);
        await store.AddAsync($"{accountId}/{container.Id}", container, token);
        await blobs.CreateAsync(container.BlobKey, token);
        var here = call.Http.Request;
        return GraphTwinAnswers.Json(new JsonObject
        {
            ["id"] = container.Id,
            ["uri"] = $"{here.Scheme}://{here.Host}/sandbox/instagram/rupload/ig-api-upload/v25.0/{container.Id}",
        });
    }

    private async Task<IResult> ContainerAsync(GraphTwinCall call, TwinCaller caller, string id, CancellationToken token)
    {
        if (await clock.FindAsync(caller, id, token) is not { } read)
        {
            return GraphTwinAnswers.NotThere(id);
        }

        if (call.Fault.Is("error"))
        {
            await store.ChangeAsync<TwinContainer>(
                read.Key,
                one => one with { Verdict = ContainerState.Failed, VerdictText = TwinClock.FailureText(call.Fault.Value ?? 2207001) },
                token);
            read = (await store.FindAsync<TwinContainer>(read.Key, token))!;
        }

        var state = await clock.StateAsync(read, token);
        if (call.Fault.Is("stuck-in-progress"))
        {
            state = state with { StatusCode = "IN_PROGRESS", Status = "In Progress: Media is still being processed." };
        }

        var stored = await blobs.LengthAsync(read.Body.BlobKey, token) ?? 0;
        var isWhole = read.Body.UploadedAt is not null;
        var body = new JsonObject { ["id"] = id };
        if (call.Wants("status_code"))
        {
            body["status_code"] = state.StatusCode;
        }

        if (call.Wants("status"))
        {
            body["status"] = state.Status;
        }

        if (call.Wants("video_status"))
        {
            body["video_status"] = new JsonObject
            {
                ["uploading_phase"] = new JsonObject
                {
                    ["status"] = isWhole ? "complete" : stored > 0 ? "in_progress" : "not_started",
                    ["bytes_transferred"] = stored,
                    ["source_file_size"] = read.Body.SizeBytes,
                },
                ["processing_phase"] = new JsonObject
                {
                    ["status"] = !isWhole ? "not_started" : state.StatusCode == "IN_PROGRESS" ? "in_progress" : "complete",
                },
            };
        }

        if (call.Wants("copyright_check_status"))
        {
            body["copyright_check_status"] = new JsonObject { ["status"] = "not_started", ["matches_found"] = false };
        }

        return GraphTwinAnswers.Json(body);
    }

    private async Task<IResult> PublishAsync(GraphTwinCall call, string accountId, CancellationToken token)
    {
        var read = call.Field("creation_id") is { } id ? await store.FindAsync<TwinContainer>($"{accountId}/{id}", token) : null;
        if (read is null)
        {
            return GraphTwinAnswers.Error("The parameter creation_id is required", 100);
        }

        if (await PublishedTodayAsync(accountId, token) >= options.Value.PublishesPerDay)
        {
            return GraphTwinAnswers.Error("You reached the maximum number of posts that is allowed to be published by Content Publishing API.", 9, 2207042);
        }

        var state = await clock.StateAsync(read, token);
        if (state.StatusCode != ContainerState.Finished)
        {
            return state.StatusCode switch
            {
                ContainerState.Published => GraphTwinAnswers.Error("The media builder with this creation id has been used.", 24, 2207008),
                ContainerState.Expired => GraphTwinAnswers.Error("The media builder has expired.", -2, 2207020),
                _ => GraphTwinAnswers.Error("Media ID is not available", 9007, 2207027),
            };
        }

        // The verdict may have been written just now, which made another version.
        read = (await store.FindAsync<TwinContainer>(read.Key, token))!;
        var now = time.GetUtcNow();
        var mediaId = TwinClock.NewMediaId();
        var media = new TwinMedia(
            mediaId, accountId, InstagramTwin.ShortCodeOf(mediaId), read.Body.Caption, now, read.Body.BlobKey, CoverAtMs: read.Body.CoverAtMs);
        if (read.Body.PublishedAt is not null
            || !await store.ReplaceAsync(read, read.Body with { PublishedAt = now }, $"{accountId}/{mediaId}", media, token))
        {
            return GraphTwinAnswers.Error("The media builder with this creation id has been used.", 24, 2207008);
        }

        if (call.Fault.Is("publish-error-but-live"))
        {
            return call.Fault.Value == 2207051
                ? GraphTwinAnswers.Error("We restrict certain activity to protect our community.", 4, 2207051)
                : GraphTwinAnswers.Error("An unexpected error has occurred. Please retry your request later.", 2, status: 500, isTransient: true);
        }

        return GraphTwinAnswers.Json(new JsonObject { ["id"] = mediaId });
    }

    private async Task<IResult> MediaAsync(GraphTwinCall call, TwinCaller caller, string id, CancellationToken token)
    {
        foreach (var accountId in caller.AccountIds)
        {
            if (await store.FindAsync<TwinMedia>($"{accountId}/{id}", token) is { } media)
            {
                return GraphTwinAnswers.Json(Row(call, media.Body));
            }
        }

        return GraphTwinAnswers.NotThere(id);
    }

    private async Task<IResult> ListAsync(GraphTwinCall call, string accountId, CancellationToken token)
    {
        var since = long.TryParse(call.Field("since"), out var from) ? DateTimeOffset.FromUnixTimeSeconds(from) : DateTimeOffset.MinValue;
        var until = long.TryParse(call.Field("until"), out var to) ? DateTimeOffset.FromUnixTimeSeconds(to) : DateTimeOffset.MaxValue;
        var all = (await store.ListAsync<TwinMedia>($"{accountId}/", MostListed, token))
            .Where(media => media.At >= since && media.At <= until)
            .ToList();
        return GraphTwinAnswers.Listed(call, all, media => media.Id, media => Row(call, media));
    }

    private JsonObject Row(GraphTwinCall call, TwinMedia media)
    {
        var here = call.Http.Request;
        var all = new (string Name, string? Value)[]
        {
            ("caption", media.Caption),
            ("timestamp", GraphDateTime.Write(media.At)),
            ("media_type", "VIDEO"),
            ("media_product_type", "REELS"),
            ("permalink", $"{here.Scheme}://{here.Host}/sandbox/instagram/reel/{media.ShortCode}"),
            ("shortcode", media.ShortCode),
        };
        var row = new JsonObject { ["id"] = media.Id };
        insights.AddCounters(row, call, media);
        foreach (var (name, value) in all)
        {
            var isHidden = call.Fault.Is("permalink-missing") && (name is "permalink" or "shortcode");
            if (call.Wants(name) && value is not null && !isHidden)
            {
                row[name] = value;
            }
        }

        return row;
    }
}
