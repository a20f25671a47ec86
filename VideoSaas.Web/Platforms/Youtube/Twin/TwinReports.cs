using System.Globalization;
using System.Text.Json.Nodes;

namespace VideoSaas.Web.Platforms.Youtube.Twin;

/// <summary>Numbers: of many videos at once, and the reports of the Analytics API by video.</summary>
internal sealed class TwinReports(TwinVideos videos, TimeProvider time)
{
    private const int MostIds = 50;

    private const int MostFilteredVideos = 500;

    public async Task<IResult> StatsAsync(TwinCall call, TwinCaller caller)
    {
        if (call.Ids.Count is 0 or > MostIds)
        {
            return TwinAnswers.Error(400, "missingRequiredParameter", "No filter selected.", "youtube.parameter");
        }

        var items = new List<JsonNode>();
        foreach (var id in call.Ids.Distinct())
        {
            if (await videos.FindAsync(id, caller, call.Token) is var (video, isOwner))
            {
                var item = videos.Resource(call, video, call.Parts, isOwner);
                item["kind"] = "youtube#videoStats";
                items.Add(item);
            }
        }

        return TwinAnswers.List("batchGetStatsResponse", items);
    }

    public async Task<IResult> ReportAsync(TwinCall call, TwinCaller caller)
    {
        var metrics = (call.Query("metrics") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var filter = call.Query("filters") ?? "";
        if (call.Query("ids") is not { } ids || (ids != "channel==MINE" && ids != $"channel=={caller.User.ChannelId}"))
        {
            return TwinAnswers.Error(403, "forbidden", "Forbidden", "global");
        }

        if (!IsDay(call.Query("startDate")) || !IsDay(call.Query("endDate")) || metrics.Length == 0
            || call.Query("dimensions") != "video" || !filter.StartsWith("video==", StringComparison.Ordinal))
        {
            return TwinAnswers.Error(400, "badRequest", "The query is not supported. Check the documentation for supported queries.", "global");
        }

        var asked = filter["video==".Length..].Split(',', StringSplitOptions.RemoveEmptyEntries);
        var now = time.GetUtcNow();
        var sample = new TwinVideo("", "", null, 0, now, new TwinSnippet("", "", [], ""), new TwinStatus("public", null, "", true, true, false, false), now);
        if (asked.Length > MostFilteredVideos || metrics.FirstOrDefault(metric => TwinNumbers.Reported(sample, metric, now) is null) is not null)
        {
            return TwinAnswers.Error(400, "badRequest", "Unknown identifier given in field parameters.metrics.", "global");
        }

        var rows = new List<(long Views, JsonArray Row)>();
        foreach (var id in asked.Distinct())
        {
            if (await videos.FindAsync(id, caller, call.Token) is ({ ShownAt: not null } video, true))
            {
                rows.Add((
                    TwinNumbers.ViewsOf(video, now),
                    new JsonArray([id, .. metrics.Select(metric => TwinNumbers.Reported(video, metric, now))])));
            }
        }

        var body = new JsonObject
        {
            ["kind"] = "youtubeAnalytics#resultTable",
            ["columnHeaders"] = new JsonArray(
            [
                Column("video", "DIMENSION", "STRING"),
                .. metrics.Select(metric => Column(metric, "METRIC", metric == "averageViewPercentage" ? "FLOAT" : "INTEGER")),
            ]),
        };

        // No data is no rows, not an empty list of them.
        if (rows.Count > 0)
        {
            body["rows"] = new JsonArray([.. rows.OrderByDescending(row => row.Views).Select(row => row.Row)]);
        }

        return TwinAnswers.Json(body);
    }

    private static JsonObject Column(string name, string kind, string type) =>
        new() { ["name"] = name, ["columnType"] = kind, ["dataType"] = type };

    private static bool IsDay(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
