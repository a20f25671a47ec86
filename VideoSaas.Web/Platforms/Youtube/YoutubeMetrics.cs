using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms.Youtube;

/// <summary>
/// The counters that everybody sees, which are near to real time, and beside them the reports, which lag two or three days and
/// need a right of their own.
/// </summary>
public sealed class YoutubeMetrics(YoutubeClient client, YoutubeVideos videos, IOptions<YoutubeOptions> options, TimeProvider time)
    : IMetricsReader
{
    private const int MostVideosInAReport = 200;

    private const string ReportedMetrics =
        "views,engagedViews,likes,dislikes,comments,shares,videosAddedToPlaylists,estimatedMinutesWatched,averageViewDuration,"
        + "averageViewPercentage,subscribersGained,subscribersLost";

    public Platform Platform => Platform.Youtube;

    public async Task<MetricsAnswer> ReadAsync(AccountCredentials account, IReadOnlyList<PostToMeasure> posts, CancellationToken token)
    {
        var (items, error) = await videos.ListAsync(
            account.AccessToken, [.. posts.Select(post => post.RemoteId).Distinct()], "statistics", token);
        if (error is not null)
        {
            return new MetricsAnswer.Refused(error);
        }

        var counters = items.Where(item => item.Text("id") is not null)
            .DistinctBy(item => item.Text("id"))
            .ToDictionary(item => item.Text("id")!, item => item.Member("statistics"));
        var known = posts.Where(post => counters.ContainsKey(post.RemoteId)).ToList();
        var reports = YoutubeChannelDetails.Parse(account.Details).HasAnalytics
            ? await ReportsAsync(account, known, token)
            : [];
        return new MetricsAnswer.Read(
            [.. known.Select(post => NumbersOf(post, counters[post.RemoteId], reports.GetValueOrDefault(post.RemoteId)))]);
    }

    private static PostNumbers NumbersOf(PostToMeasure post, JsonElement counters, JsonObject? report)
    {
        var metrics = new Dictionary<string, double>();
        foreach (var (name, value) in report ?? [])
        {
            if (value is JsonValue number && number.TryGetValue<double>(out var reported))
            {
                metrics[name] = reported;
            }
        }

        // Numbers that come as text, and those that the creator hides not at all.
        if (counters.ValueKind == JsonValueKind.Object)
        {
            foreach (var counter in counters.EnumerateObject())
            {
                if (Number(counters, counter.Name) is { } counted)
                {
                    metrics[counter.Name] = counted;
                }
            }
        }

        var raw = new JsonObject
        {
            ["statistics"] = counters.ValueKind == JsonValueKind.Object ? JsonNode.Parse(counters.GetRawText()) : null,
            ["report"] = report?.DeepClone(),
        };
        return new PostNumbers(
            post.PostId,
            Number(counters, "viewCount"),
            Number(counters, "likeCount"),
            Number(counters, "commentCount"),
            Reported("shares"),
            Reported("videosAddedToPlaylists"),
            metrics,
            raw.ToJsonString());

        long? Reported(string name) => metrics.TryGetValue(name, out var value) ? (long)value : null;
    }

    /// <summary>By video, everything since the first of them; none where the reports cannot be had: the counters are worth having alone.</summary>
    private async Task<Dictionary<string, JsonObject>> ReportsAsync(
        AccountCredentials account, IReadOnlyList<PostToMeasure> posts, CancellationToken token)
    {
        var reports = new Dictionary<string, JsonObject>();
        var zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.QuotaZone);
        foreach (var some in posts.DistinctBy(post => post.RemoteId).Chunk(MostVideosInAReport))
        {
            var answer = await client.ReportAsync(
                account.AccessToken, token,
                ("ids", "channel==MINE"),
                ("startDate", DayOf(some.Min(post => post.PublishedAt), zone)),
                ("endDate", DayOf(time.GetUtcNow(), zone)),
                ("metrics", ReportedMetrics),
                ("dimensions", "video"),
                ("filters", $"video=={string.Join(',', some.Select(post => post.RemoteId))}"),
                ("sort", "-views"),
                ("maxResults", "200"));
            if (answer.Error is not null)
            {
                break;
            }

            foreach (var (videoId, row) in RowsOf(answer.Reply.Json!.Value))
            {
                reports[videoId] = row;
            }
        }

        return reports;
    }

    /// <summary>No data yet means no rows at all.</summary>
    private static IEnumerable<(string VideoId, JsonObject Row)> RowsOf(JsonElement table)
    {
        if (table.Member("rows") is not { ValueKind: JsonValueKind.Array } rows
            || table.Member("columnHeaders") is not { ValueKind: JsonValueKind.Array } headers)
        {
            yield break;
        }

        var names = headers.EnumerateArray().Select(header => header.Text("name") ?? "").ToList();
        var key = names.IndexOf("video");
        foreach (var cells in rows.EnumerateArray().Where(row => row.ValueKind == JsonValueKind.Array).Select(row => row.EnumerateArray().ToList()))
        {
            if (key < 0 || cells.Count != names.Count || cells[key].ValueKind != JsonValueKind.String)
            {
                continue;
            }

            var row = new JsonObject();
            foreach (var (name, cell) in names.Zip(cells).Where(pair => pair.Second.ValueKind == JsonValueKind.Number))
            {
                row[name] = JsonNode.Parse(cell.GetRawText());
            }

            yield return (cells[key].GetString()!, row);
        }
    }

    private static long? Number(JsonElement json, string name) =>
        long.TryParse(json.Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string DayOf(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
