using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Graph.Twin;

namespace VideoSaas.Web.Platforms.Instagram.Twin;

/// <summary>What reels have earned: nothing at first, and nothing at all when one name of the question is unknown.</summary>
internal sealed class TwinInsights(InstagramStore store, IOptions<SandboxOptions> options, TimeProvider time)
{
    /// <summary>Some rows come with the value on another shelf.</summary>
    private static readonly string[] TotalValueNames = ["total_interactions", "reposts"];

    public async Task<IResult> AnswerAsync(GraphTwinCall call, TwinCaller caller, CancellationToken token)
    {
        var id = call.Path.Split('/')[0];
        if (!caller.Has("instagram_manage_insights"))
        {
            return GraphTwinAnswers.Error("(#10) Application does not have permission for this action", 10);
        }

        foreach (var accountId in caller.AccountIds)
        {
            if (await store.FindAsync<TwinMedia>($"{accountId}/{id}", token) is { Body: var media })
            {
                return Rows(call, media);
            }
        }

        return GraphTwinAnswers.NotThere(id);
    }

    /// <summary>The cheap numbers on the node itself, where they are asked for by name.</summary>
    public void AddCounters(JsonObject row, GraphTwinCall call, TwinMedia media)
    {
        if (call.Field("fields") is null || IsTooFresh(media))
        {
            return;
        }

        var numbers = NumbersOf(media);
        foreach (var (name, value) in new[]
        {
            ("like_count", numbers.Likes), ("comments_count", numbers.Comments), ("saved_count", numbers.Saves),
            ("shares_count", numbers.Shares), ("total_views_count", numbers.Views),
        })
        {
            if (call.Wants(name))
            {
                row[name] = value;
            }
        }
    }

    private IResult Rows(GraphTwinCall call, TwinMedia media)
    {
        var names = (call.Field("metric") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var numbers = NumbersOf(media);
        var data = new JsonArray();
        foreach (var name in names)
        {
            if (ValueOf(name, numbers) is not { } value)
            {
                return GraphTwinAnswers.Error($"(#100) metric[0] must be one of the following values: views, reach, … ({name})", 100);
            }

            var row = new JsonObject { ["name"] = name, ["period"] = "lifetime", ["title"] = name, ["id"] = $"{media.Id}/insights/{name}/lifetime" };
            if (TotalValueNames.Contains(name))
            {
                row["total_value"] = new JsonObject { ["value"] = value };
            }
            else
            {
                row["values"] = new JsonArray(new JsonObject { ["value"] = value });
            }

            data.Add(row);
        }

        return names.Length == 0
            ? GraphTwinAnswers.Error("(#100) The parameter metric is required", 100)
            : GraphTwinAnswers.Json(new JsonObject { ["data"] = IsTooFresh(media) ? new JsonArray() : data });
    }

    private static long? ValueOf(string name, GraphTwinNumbers numbers) => name switch
    {
        "views" => numbers.Views,
        "reach" => numbers.Reach,
        "likes" => numbers.Likes,
        "comments" => numbers.Comments,
        "saved" => numbers.Saves,
        "shares" => numbers.Shares,
        "reposts" => numbers.Shares / 7,
        "total_interactions" => numbers.Likes + numbers.Comments + numbers.Saves + numbers.Shares,
        "ig_reels_avg_watch_time" => numbers.AverageWatchMs,
        "ig_reels_video_view_total_time" => numbers.TotalWatchMs,
        "crossposted_views" or "facebook_views" => 0,
        _ => null,
    };

    private GraphTwinNumbers NumbersOf(TwinMedia media) => GraphTwinNumbers.Of(media.Id, time.GetUtcNow() - media.At);

    private bool IsTooFresh(TwinMedia media) => time.GetUtcNow() < media.At.AddSeconds(options.Value.NumbersAfterSeconds);
}
