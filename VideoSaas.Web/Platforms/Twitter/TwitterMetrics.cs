using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms.Twitter;

/// <summary>
/// Numbers of posts: the public ones and, in their first thirty days, the owner's. X renamed tweets to posts on the wire while most
/// answers still have the older words, so both are read; a number that is absent or null is not told, which is not 0.
/// </summary>
public sealed class TwitterMetrics(TwitterClient client, IOptions<TwitterOptions> options, TimeProvider time) : IMetricsReader
{
    private const int MostAtOnce = 100;

    private const string PublicFields = "created_at,public_metrics";

    private const string OwnFields = PublicFields + ",non_public_metrics,organic_metrics";

    private static readonly string[] Groups = ["public_metrics", "non_public_metrics", "organic_metrics"];

    public Platform Platform => Platform.Twitter;

    public async Task<MetricsAnswer> ReadAsync(AccountCredentials account, IReadOnlyList<PostToMeasure> posts, CancellationToken token)
    {
        var read = new List<PostNumbers>();
        foreach (var batch in posts.Chunk(MostAtOnce))
        {
            var answer = await LookUpAsync(account, batch, OwnFields, token);
            if (answer.Error is { Class: PlatformErrorClass.Permanent })
            {
                // Plans without the owner's numbers refuse the whole question.
                answer = await LookUpAsync(account, batch, PublicFields, token);
            }

            if (answer.Error is { } error)
            {
                return new MetricsAnswer.Refused(error);
            }

            if (answer.Reply.Json is not { ValueKind: JsonValueKind.Object } body)
            {
                return new MetricsAnswer.Refused(new PlatformError(
                    PlatformErrorClass.Retry, "platform_busy", "The answer could not be read.", Answer: answer.Kept));
            }

            read.AddRange(await NumbersAsync(account, batch, body, token));
        }

        return new MetricsAnswer.Read(read);
    }

    private async Task<IReadOnlyList<PostNumbers>> NumbersAsync(
        AccountCredentials account, PostToMeasure[] batch, JsonElement body, CancellationToken token)
    {
        var media = (body.Member("includes") is { } includes ? includes.Items("media") : [])
            .Where(one => one.Text("media_key") is not null)
            .ToDictionary(one => one.Text("media_key")!);
        var analytics = await MediaAnalyticsAsync(account, batch, media.Keys, token);
        var numbers = new List<PostNumbers>();
        foreach (var post in body.Items("data"))
        {
            if (batch.FirstOrDefault(one => one.RemoteId == post.Text("id")) is { } asked)
            {
                var key = post.Member("attachments") is { } attached && attached.Items("media_keys") is [{ ValueKind: JsonValueKind.String } first, ..]
                    ? first.GetString()!
                    : "";
                numbers.Add(NumbersOf(
                    asked,
                    post,
                    media.TryGetValue(key, out var clip) ? clip : null,
                    analytics.TryGetValue(key, out var watched) ? watched : null));
            }
        }

        return numbers;
    }

    internal static PostNumbers NumbersOf(PostToMeasure asked, JsonElement post, JsonElement? clip, JsonElement? watched)
    {
        var metrics = new Dictionary<string, double>();
        foreach (var group in Groups)
        {
            Collect(metrics, group, post.Member(group));
            Collect(metrics, $"media.{group}", clip?.Member(group));
        }

        Collect(metrics, "media_analytics", watched);
        var raw = new JsonObject { ["post"] = JsonNode.Parse(post.GetRawText()) };
        if (clip is { } one)
        {
            raw["media"] = JsonNode.Parse(one.GetRawText());
        }

        if (watched is { } analytics)
        {
            raw["media_analytics"] = JsonNode.Parse(analytics.GetRawText());
        }

        var told = post.Member("public_metrics") ?? default;
        var shares = Sum(told.Number("retweet_count", "repost_count"), told.Number("quote_count"));
        return new PostNumbers(
            asked.PostId,
            Whole(watched?.Number("video_views") ?? clip?.Member("public_metrics")?.Number("view_count")),
            Whole(told.Number("like_count")),
            Whole(told.Number("reply_count")),
            Whole(shares),
            Whole(told.Number("bookmark_count")),
            metrics,
            raw.ToJsonString());
    }

    private Task<TwitterAnswer> LookUpAsync(AccountCredentials account, PostToMeasure[] batch, string fields, CancellationToken token) =>
        client.GetAsync(
            "2/tweets", account.AccessToken, token,
            ("ids", string.Join(',', batch.Select(post => post.RemoteId))),
            (options.Value.FieldsName, fields),
            ("expansions", "attachments.media_keys"),
            ("media.fields", fields == OwnFields ? "public_metrics,non_public_metrics,duration_ms" : "public_metrics,duration_ms"));

    /// <summary>How long was watched. Older plans do not have it: what is refused here is only not told.</summary>
    private async Task<Dictionary<string, JsonElement>> MediaAnalyticsAsync(
        AccountCredentials account, PostToMeasure[] batch, IEnumerable<string> keys, CancellationToken token)
    {
        var asked = string.Join(',', keys.Take(MostAtOnce));
        if (asked.Length == 0)
        {
            return [];
        }

        var answer = await client.GetAsync(
            "2/media/analytics", account.AccessToken, token,
            ("media_keys", asked),
            ("start_time", TimeText(batch.Min(post => post.PublishedAt).AddHours(-1))),
            ("end_time", TimeText(time.GetUtcNow())),
            ("granularity", "total"),
            ("media_analytics.fields", "video_views,watch_time_ms,playback_start,playback25,playback50,playback75,playback_complete,play_from_tap"));
        var rows = answer is { Error: null, Reply.Json: { } body } ? body.Items("data") : [];
        return rows
            .Select(row => (
                Key: row.Text("media_key"),
                Numbers: row.Items("timestamped_metrics") is [.., var last] ? last.Member("metrics") : row.Member("metrics")))
            .Where(row => row is { Key: not null, Numbers: not null })
            .DistinctBy(row => row.Key)
            .ToDictionary(row => row.Key!, row => row.Numbers!.Value);
    }

    private static void Collect(Dictionary<string, double> metrics, string group, JsonElement? told)
    {
        if (told is not { ValueKind: JsonValueKind.Object } members)
        {
            return;
        }

        foreach (var member in members.EnumerateObject())
        {
            if (members.Number(member.Name) is { } number)
            {
                metrics[$"{group}.{member.Name}"] = number;
            }
        }
    }

    private static double? Sum(double? one, double? other) => one is null && other is null ? null : (one ?? 0) + (other ?? 0);

    private static long? Whole(double? number) => number is { } told ? (long)told : null;

    private static string TimeText(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
