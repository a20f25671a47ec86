using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms.Graph;

namespace VideoSaas.Web.Platforms.Facebook;

/// <summary>
/// What reels and videos have earned: by the video's id, each kind with the names that it knows, and the counters on the video
/// and its post. How often something was saved is told nowhere.
/// </summary>
public sealed class FacebookMetrics(FacebookGraph graph, IOptions<FacebookOptions> options) : IMetricsReader
{
    private const string Counters = "post_id,permalink_url,views,post_views,reactions.summary(total_count).limit(0),comments.summary(total_count).limit(0)";

    private readonly GraphInsights _insights = new(graph);

    public Platform Platform => Platform.Facebook;

    public async Task<MetricsAnswer> ReadAsync(
        AccountCredentials account, IReadOnlyList<PostToMeasure> posts, CancellationToken token)
    {
        var read = new List<PostNumbers>();
        foreach (var post in posts)
        {
            var (numbers, error) = await ReadAsync(account, post, token);
            if (numbers is not null)
            {
                read.Add(numbers);
            }
            else if (!error!.IsNotThere())
            {
                return new MetricsAnswer.Refused(error!);
            }
        }

        return new MetricsAnswer.Read(read);
    }

    private async Task<(PostNumbers? Numbers, PlatformError? Error)> ReadAsync(
        AccountCredentials account, PostToMeasure post, CancellationToken token)
    {
        var node = await graph.GetAsync(post.RemoteId, account.AccessToken, token, ("fields", Counters));
        if (node.Error is not null)
        {
            return (null, node.Error);
        }

        var raw = new JsonObject { ["video"] = JsonNode.Parse(node.Body.GetRawText()) };
        var isReel = node.Text("permalink_url")?.Contains("/reel/", StringComparison.Ordinal) != false;
        var path = $"{post.RemoteId}/video_insights";
        var (numbers, error) = await _insights.ReadAsync(path, MetricsOf(isReel), account.AccessToken, raw, token);
        if (error is null && numbers.Count == 0)
        {
            // The other family is answered with nothing, not with an error.
            (numbers, error) = await _insights.ReadAsync(path, MetricsOf(!isReel), account.AccessToken, raw, token);
        }

        if (error is not null)
        {
            return (null, error);
        }

        await AddCountersAsync(account, node, numbers, raw, token);
        return (NumbersOf(post, numbers, raw), null);
    }

    private IReadOnlyList<string> MetricsOf(bool isReel) => isReel ? options.Value.ReelMetrics : options.Value.VideoMetrics;

    private async Task AddCountersAsync(
        AccountCredentials account, GraphAnswer node, Dictionary<string, double> numbers, JsonObject raw, CancellationToken token)
    {
        void Keep(string name, long? value)
        {
            if (value is { } told)
            {
                numbers[name] = told;
            }
        }

        Keep("views", node.Body.Number("views"));
        Keep("post_views", node.Body.Number("post_views"));
        Keep("reactions", node.Body.Member("reactions")?.Member("summary")?.Number("total_count"));
        Keep("comments", node.Body.Member("comments")?.Member("summary")?.Number("total_count"));
        if (node.Text("post_id") is not { Length: > 0 } postId)
        {
            return;
        }

        // Posts are known by the Page's id before their own, which some answers have in front already.
        var whole = postId.Contains('_') ? postId : $"{account.ExternalId}_{postId}";
        var shares = await graph.GetAsync(whole, account.AccessToken, token, ("fields", "shares"));
        if (shares.Error is null)
        {
            raw["post"] = JsonNode.Parse(shares.Body.GetRawText());
            Keep("shares", shares.Body.Member("shares")?.Number("count"));
        }
    }

    private static PostNumbers NumbersOf(PostToMeasure post, Dictionary<string, double> numbers, JsonObject raw)
    {
        long? First(params string[] names)
        {
            foreach (var name in names)
            {
                if (numbers.TryGetValue(name, out var told))
                {
                    return (long)told;
                }
            }

            return null;
        }

        var reactions = numbers.Where(one => one.Key.StartsWith("post_video_likes_by_reaction_type.", StringComparison.Ordinal)).ToList();
        return new PostNumbers(
            post.PostId,
            First("fb_reels_total_plays", "blue_reels_play_count", "post_media_view", "total_video_views", "post_views", "views"),
            First("reactions") ?? (reactions.Count > 0 ? (long)reactions.Sum(one => one.Value) : null),
            First("comments", "post_video_social_actions.COMMENT"),
            First("shares", "post_video_social_actions.SHARE"),
            Saves: null,
            numbers,
            raw.ToJsonString());
    }
}
