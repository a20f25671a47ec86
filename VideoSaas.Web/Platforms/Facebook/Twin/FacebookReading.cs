using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Graph;
using VideoSaas.Web.Platforms.Graph.Twin;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Facebook.Twin;

/// <summary>What can be read of Pages and their videos.</summary>
internal sealed class FacebookReading(
    FacebookClock clock, TwinFiles files, FacebookStore store, IOptions<SandboxOptions> options, TimeProvider time)
{
    private const int MostListed = 500;

    private static readonly string[] ReelNames =
    [
        "blue_reels_play_count", "fb_reels_total_plays", "fb_reels_replay_count", "post_video_view_time", "post_video_avg_time_watched",
        "post_video_followers",
    ];

    private static readonly string[] VideoNames = ["total_video_views", "total_video_view_total_time", "total_video_avg_time_watched"];

    private static readonly string[] SharedNames =
        ["post_media_view", "post_total_media_view_unique", "post_video_likes_by_reaction_type", "post_video_social_actions"];

    public static string PictureOf(GraphTwinCall call) => $"{call.Http.Request.Scheme}://{call.Http.Request.Host}/favicon.svg";

    public async Task<IResult> AnswerAsync(GraphTwinCall call, TwinCaller caller, string op, CancellationToken token)
    {
        var id = call.Path.Split('/')[0];
        return op switch
        {
            FacebookOps.Page => await PageAsync(call, caller, id, token),
            FacebookOps.List => await ListAsync(call, caller, id, token),
            FacebookOps.ReadBack when id.Contains('_', StringComparison.Ordinal) => await PostAsync(call, caller, id, token),
            _ => await clock.FindAsync(caller, id, token) is not { Body: var video } ? GraphTwinAnswers.NotThere(id)
                : op == FacebookOps.Insights ? Insights(call, caller, video)
                : await VideoAsync(call, video, token),
        };
    }

    private async Task<IResult> PageAsync(GraphTwinCall call, TwinCaller caller, string id, CancellationToken token)
    {
        if (!caller.AccountIds.Contains(id) || await store.FindAsync<TwinAccount>(id, token) is not { Body: var page })
        {
            return GraphTwinAnswers.NotThere(id);
        }

        return GraphTwinAnswers.Json(new JsonObject
        {
            ["id"] = id,
            ["name"] = page.Name,
            ["username"] = page.Username,
            ["picture"] = new JsonObject { ["data"] = new JsonObject { ["url"] = PictureOf(call) } },
        });
    }

    private async Task<IResult> ListAsync(GraphTwinCall call, TwinCaller caller, string pageId, CancellationToken token)
    {
        if (!caller.AccountIds.Contains(pageId))
        {
            return GraphTwinAnswers.NotThere(pageId);
        }

        var since = long.TryParse(call.Field("since"), out var from) ? DateTimeOffset.FromUnixTimeSeconds(from) : DateTimeOffset.MinValue;
        var reels = (await clock.PublishedAsync(pageId, MostListed, token)).Where(video => video.IsReel && video.PublishedAt >= since).ToList();
        return GraphTwinAnswers.Listed(call, reels, reel => reel.Id, reel => Row(call, reel));
    }

    private async Task<IResult> PostAsync(GraphTwinCall call, TwinCaller caller, string id, CancellationToken token)
    {
        var parts = id.Split('_');
        var video = caller.AccountIds.Contains(parts[0])
            ? (await clock.PublishedAsync(parts[0], MostListed, token)).FirstOrDefault(one => one.PostId == parts[1])
            : null;
        if (video is null)
        {
            return GraphTwinAnswers.NotThere(id);
        }

        var row = new JsonObject { ["id"] = id };
        if (call.Wants("shares") && !IsTooFresh(video))
        {
            row["shares"] = new JsonObject { ["count"] = NumbersOf(video).Shares };
        }

        return GraphTwinAnswers.Json(row);
    }

    private async Task<IResult> VideoAsync(GraphTwinCall call, TwinVideo video, CancellationToken token)
    {
        var row = Row(call, video);
        if (call.Wants("status"))
        {
            row["status"] = FacebookStatus.Of(
                video, await files.LengthAsync(video.BlobKey, token), clock.ProcessedAt(video) <= time.GetUtcNow(), call.Fault);
        }

        return GraphTwinAnswers.Json(row);
    }

    private JsonObject Row(GraphTwinCall call, TwinVideo video)
    {
        var row = new JsonObject { ["id"] = video.Id };
        void Add(string name, JsonNode? value)
        {
            if (value is not null && call.Wants(name))
            {
                row[name] = value;
            }
        }

        Add("title", video.Title);
        Add("description", video.Description);
        Add("created_time", GraphDateTime.Write(video.PublishedAt ?? video.CreatedAt));
        Add("published", video.PublishedAt is not null && !call.Fault.Is("stuck-processing"));
        if (video.PublishedAt is null)
        {
            return row;
        }

        Add("post_id", video.PostId);
        if (!call.Fault.Is("permalink-missing"))
        {
            // Without a host, as the real one gives it.
            Add("permalink_url", video.Permalink);
        }

        if (call.Field("fields") is not null && !IsTooFresh(video))
        {
            var numbers = NumbersOf(video);
            Add("views", numbers.Views);
            Add("post_views", numbers.Views);
            Add("reactions", Summary(numbers.Likes));
            Add("comments", Summary(numbers.Comments));
        }

        return row;
    }

    private IResult Insights(GraphTwinCall call, TwinCaller caller, TwinVideo video)
    {
        if (!caller.Has("read_insights"))
        {
            return GraphTwinAnswers.Error("(#200) Requires read_insights permission", 200);
        }

        var names = (call.Field("metric") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0)
        {
            return GraphTwinAnswers.Error("(#3001) No metric was specified to be fetched", 3001, 1504028);
        }

        var known = ReelNames.Concat(VideoNames).Concat(SharedNames).ToList();
        if (names.FirstOrDefault(name => !known.Contains(name)) is { } strange)
        {
            return GraphTwinAnswers.Error($"(#100) The value must be a valid insights metric ({strange})", 100);
        }

        // Names of the other kind are passed over without a word.
        var told = IsTooFresh(video) || video.PublishedAt is null
            ? []
            : names.Where(name => SharedNames.Contains(name) || (video.IsReel ? ReelNames : VideoNames).Contains(name));
        var numbers = NumbersOf(video);
        return GraphTwinAnswers.Json(new JsonObject
        {
            ["data"] = new JsonArray([.. told.Select(name => (JsonNode)new JsonObject
            {
                ["name"] = name,
                ["period"] = "lifetime",
                ["values"] = new JsonArray(new JsonObject { ["value"] = ValueOf(name, numbers) }),
                ["title"] = name,
                ["id"] = $"{video.Id}/video_insights/{name}/lifetime",
            })]),
        });
    }

    private static JsonNode ValueOf(string name, GraphTwinNumbers numbers) => name switch
    {
        "blue_reels_play_count" => numbers.Views - numbers.Replays,
        "fb_reels_total_plays" or "post_media_view" or "total_video_views" => numbers.Views,
        "fb_reels_replay_count" => numbers.Replays,
        "post_total_media_view_unique" => numbers.Reach,
        "post_video_view_time" or "total_video_view_total_time" => numbers.TotalWatchMs,
        "post_video_avg_time_watched" or "total_video_avg_time_watched" => numbers.AverageWatchMs,
        "post_video_followers" => numbers.Followers,
        "post_video_likes_by_reaction_type" => new JsonObject
        {
            ["REACTION_LIKE"] = numbers.Likes - numbers.Likes / 4,
            ["REACTION_LOVE"] = numbers.Likes / 4,
        },
        _ => new JsonObject { ["COMMENT"] = numbers.Comments, ["SHARE"] = numbers.Shares },
    };

    private static JsonObject Summary(long count) => new()
    {
        ["data"] = new JsonArray(),
        ["summary"] = new JsonObject { ["total_count"] = count },
    };

    private GraphTwinNumbers NumbersOf(TwinVideo video) =>
        GraphTwinNumbers.Of(video.Id, time.GetUtcNow() - (video.PublishedAt ?? video.CreatedAt));

    private bool IsTooFresh(TwinVideo video) =>
        video.PublishedAt is { } at && time.GetUtcNow() < at.AddSeconds(options.Value.NumbersAfterSeconds);
}
