using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Platforms.Twitter.Twin;

/// <summary>What can be read: the account, timelines, posts and their numbers.</summary>
internal sealed class TwinReads(TwitterStore store, IOptions<TwitterTwinOptions> options, TimeProvider time)
{
    private const int MostListed = 3200;

    private const int MostIds = 100;

    public IResult Me(TwinCall call)
    {
        var user = new TwinUser(call.UserId, call.Family.Login);
        var data = new JsonObject { ["id"] = user.Id, ["username"] = user.Login, ["name"] = TwitterTwin.NameOf(user) };
        foreach (var field in (call.Query("user.fields") ?? "").Split(','))
        {
            switch (field)
            {
                case "subscription_type":
                    data[field] = user.Subscription;
                    break;
                case "verified_type":
                    data[field] = "none";
                    break;
                case "profile_image_url":
                    data[field] = "https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png";
                    break;
            }
        }

        return TwinAnswers.Data(data);
    }

    public async Task<IResult> TimelineAsync(TwinCall call, CancellationToken token)
    {
        var limit = int.TryParse(call.Query("max_results"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 10;
        if (limit is < 5 or > 100)
        {
            return TwinAnswers.Invalid("max_results", $"{limit}", "The number of results is from 5 to 100.");
        }

        var since = DateTimeOffset.MinValue;
        if (call.Query("start_time") is { } from
            && !DateTimeOffset.TryParse(from, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out since))
        {
            return TwinAnswers.Invalid("start_time", from, "The time is not one of RFC 3339.");
        }

        // A timeline may be behind, by how much is written nowhere.
        var now = time.GetUtcNow() - TimeSpan.FromSeconds(call.Fault.Is(TwinFaultWords.TimelineLag) ? call.Fault.Value ?? 60 : 0);
        var seen = (await store.ListAsync<TwinPost>($"{call.Path[1]}/", MostListed, token))
            .Where(post => post.At >= since && post.SeenFrom <= now)
            .ToList();
        var start = call.Query("pagination_token") is { } after ? seen.FindIndex(post => post.Id == after) + 1 : 0;
        var shown = seen.Skip(start).Take(limit).ToList();
        call.Results = shown.Count;
        var meta = new JsonObject { ["result_count"] = shown.Count };
        var body = new JsonObject();
        if (shown.Count > 0)
        {
            body["data"] = Rows(call, shown);
            meta["newest_id"] = shown[0].Id;
            meta["oldest_id"] = shown[^1].Id;
        }

        if (start + shown.Count < seen.Count)
        {
            meta["next_token"] = shown[^1].Id;
        }

        body["meta"] = meta;
        return TwinAnswers.Json(body);
    }

    public async Task<IResult> OneAsync(TwinCall call, CancellationToken token) =>
        await FindAsync(call, call.Path[1], token) is { } post
            ? TwinAnswers.Data(TwinRows.Of(post, call.Fields, options.Value.Naming, time.GetUtcNow()))
            : TwinAnswers.Json(new JsonObject { ["errors"] = new JsonArray(Missing(call.Path[1])) });

    public async Task<IResult> SeveralAsync(TwinCall call, CancellationToken token)
    {
        var ids = Ids(call, "ids");
        if (ids.Count is 0 or > MostIds)
        {
            return TwinAnswers.Invalid("ids", call.Query("ids") ?? "", "From 1 to 100 ids.");
        }

        var (found, missing) = await FoundAsync(call, ids, token);
        var body = new JsonObject();
        if (found.Count > 0)
        {
            body["data"] = Rows(call, found);
            if (call.Query("expansions") == "attachments.media_keys")
            {
                body["includes"] = new JsonObject
                {
                    ["media"] = new JsonArray([.. found.SelectMany(post => post.MediaKeys).Select(TwinRows.MediaOf)]),
                };
            }
        }

        var old = call.Fields.Contains("non_public_metrics")
            ? found.Where(post => time.GetUtcNow() - post.At >= TimeSpan.FromDays(30)).ToList()
            : [];
        if (missing.Count > 0 || old.Count > 0)
        {
            body["errors"] = new JsonArray([.. missing.Select(Missing), .. old.Select(post => (JsonNode)new JsonObject
            {
                ["resource_type"] = "tweet",
                ["field"] = "non_public_metrics",
                ["title"] = "Field Authorization Error",
                ["resource_id"] = post.Id,
            })]);
        }

        return TwinAnswers.Json(body);
    }

    public async Task<IResult> PostAnalyticsAsync(TwinCall call, CancellationToken token)
    {
        var (found, _) = await FoundAsync(call, Ids(call, "ids"), token);
        return TwinAnswers.Json(new JsonObject
        {
            ["data"] = new JsonArray([.. found.Select(post => (JsonNode)new JsonObject
            {
                ["id"] = post.Id,
                ["timestamped_metrics"] = Stamped(new JsonObject
                {
                    ["impressions"] = TwinRows.Number(post.Id, "impressions", 5000),
                    ["likes"] = TwinRows.Number(post.Id, "likes", 400),
                    ["engagements"] = TwinRows.Number(post.Id, "engagements", 700),
                }),
            })]),
        });
    }

    /// <summary>Of the caller's own media; others' are left out.</summary>
    public async Task<IResult> MediaAnalyticsAsync(TwinCall call, CancellationToken token)
    {
        if (call.Query("start_time") is null || call.Query("end_time") is null)
        {
            return TwinAnswers.Invalid("start_time", "", "A start and an end are needed.");
        }

        var rows = new JsonArray();
        foreach (var key in Ids(call, "media_keys"))
        {
            if (key.Split('_') is [_, var id] && await store.FindAsync<TwinMedia>($"{call.UserId}/{id}", token) is not null)
            {
                rows.Add(new JsonObject { ["media_key"] = key, ["timestamped_metrics"] = Stamped(TwinRows.WatchedOf(key)) });
            }
        }

        return TwinAnswers.Json(new JsonObject { ["data"] = rows });
    }

    private JsonArray Stamped(JsonObject metrics) => new(new JsonObject
    {
        ["timestamp"] = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["metrics"] = metrics,
    });

    private JsonArray Rows(TwinCall call, IReadOnlyList<TwinPost> posts) =>
        new([.. posts.Select(post => (JsonNode)TwinRows.Of(post, call.Fields, options.Value.Naming, time.GetUtcNow()))]);

    private async Task<(List<TwinPost> Found, List<string> Missing)> FoundAsync(TwinCall call, IReadOnlyList<string> ids, CancellationToken token)
    {
        var found = new List<TwinPost>();
        var missing = new List<string>();
        foreach (var id in ids)
        {
            if (await FindAsync(call, id, token) is { } post)
            {
                found.Add(post);
            }
            else
            {
                missing.Add(id);
            }
        }

        call.Results = found.Count;
        return (found, missing);
    }

    /// <summary>The caller's own first: that is where it nearly always is, and quickly found.</summary>
    private async Task<TwinPost?> FindAsync(TwinCall call, string id, CancellationToken token) =>
        (await store.FindAsync<TwinPost>($"{call.UserId}/{id}", token))?.Body
        ?? (id.Length > 0 && id.All(char.IsAsciiDigit) ? await store.FindByLastPartAsync<TwinPost>(id, token) : null);

    private static List<string> Ids(TwinCall call, string name) =>
        [.. (call.Query(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Distinct()];

    private static JsonNode Missing(string id) => new JsonObject
    {
        ["value"] = id,
        ["detail"] = $"Could not find tweet with ids: [{id}].",
        ["title"] = "Not Found Error",
        ["resource_type"] = "tweet",
        ["resource_id"] = id,
        ["type"] = "https://api.x.com/2/problems/resource-not-found",
    };
}
