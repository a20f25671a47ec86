using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms.Graph;

namespace VideoSaas.Web.Platforms.Instagram;

/// <summary>What reels have earned: the insights, and the counters on the reel itself where those tell nothing.</summary>
public sealed class InstagramMetrics(InstagramGraph graph, IOptions<InstagramOptions> options) : IMetricsReader
{
    private const string Counters = "like_count,comments_count,saved_count,shares_count,reposts_count,total_views_count";

    /// <summary>Those that every version has.</summary>
    private const string OldCounters = "like_count,comments_count";

    private readonly GraphInsights _insights = new(graph);

    public Platform Platform => Platform.Instagram;

    public async Task<MetricsAnswer> ReadAsync(
        AccountCredentials account, IReadOnlyList<PostToMeasure> posts, CancellationToken token)
    {
        var read = new List<PostNumbers>();
        foreach (var post in posts)
        {
            var raw = new JsonObject();
            var (counters, countersError) = await CountersAsync(post, account, raw, token);
            var (numbers, insightsError) = countersError is null
                ? await _insights.ReadAsync($"{post.RemoteId}/insights", options.Value.Metrics, account.AccessToken, raw, token)
                : ([], countersError);
            if (insightsError is { } error)
            {
                if (error.IsNotThere())
                {
                    continue;
                }

                return new MetricsAnswer.Refused(error);
            }

            read.Add(NumbersOf(post, numbers, counters, raw));
        }

        return new MetricsAnswer.Read(read);
    }

    private async Task<(Dictionary<string, double> Numbers, PlatformError? Error)> CountersAsync(
        PostToMeasure post, AccountCredentials account, JsonObject raw, CancellationToken token)
    {
        var answer = await graph.GetAsync(post.RemoteId, account.AccessToken, token, ("fields", Counters));
        if (answer.Error is { RemoteCode: 100, RemoteSubcode: null })
        {
            answer = await graph.GetAsync(post.RemoteId, account.AccessToken, token, ("fields", OldCounters));
        }

        var numbers = new Dictionary<string, double>();
        if (answer.Error is not null)
        {
            return (numbers, answer.Error);
        }

        raw["media"] = JsonNode.Parse(answer.Body.GetRawText());
        foreach (var name in Counters.Split(','))
        {
            if (answer.Body.Number(name) is { } number)
            {
                numbers[name] = number;
            }
        }

        return (numbers, null);
    }

    private static PostNumbers NumbersOf(
        PostToMeasure post, Dictionary<string, double> numbers, Dictionary<string, double> counters, JsonObject raw)
    {
        long? First(string metric, string counter) =>
            numbers.TryGetValue(metric, out var told) ? (long)told : counters.TryGetValue(counter, out var counted) ? (long)counted : null;

        return new PostNumbers(
            post.PostId,
            First("views", "total_views_count"),
            First("likes", "like_count"),
            First("comments", "comments_count"),
            First("shares", "shares_count"),
            First("saved", "saved_count"),
            numbers.Concat(counters).ToDictionary(),
            raw.ToJsonString());
    }
}
