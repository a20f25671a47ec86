using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms.Tiktok;

/// <summary>One public video of an account.</summary>
public sealed record ListedVideo(string Id, string? Description, DateTimeOffset? At, string? Address);

/// <summary>The Display API: what is public, and what it has earned. Videos for few or nobody are not in it.</summary>
public sealed class TiktokVideos(TiktokClient client, IOptions<TiktokOptions> options, TimeProvider time) : IMetricsReader
{
    private const string ListFields = "id,create_time,video_description,share_url";

    private const string MetricFields = "id,view_count,like_count,comment_count,share_count";

    private const int MostIdsPerQuery = 20;

    private const int MostListPages = 10;

    public Platform Platform => Platform.Tiktok;

    public async Task<MetricsAnswer> ReadAsync(AccountCredentials account, IReadOnlyList<PostToMeasure> posts, CancellationToken token)
    {
        var numbers = new List<PostNumbers>();
        foreach (var some in posts.Chunk(MostIdsPerQuery))
        {
            var answer = await QueryAsync(account, [.. some.Select(post => post.RemoteId)], MetricFields, token);
            if (answer.Error is { } error)
            {
                return new MetricsAnswer.Refused(error);
            }

            foreach (var video in VideosOf(answer))
            {
                if (some.FirstOrDefault(post => post.RemoteId == TiktokAnswer.TextOf(video, "id")) is { } post)
                {
                    numbers.Add(NumbersOf(post, video));
                }
            }
        }

        return new MetricsAnswer.Read(numbers);
    }

    /// <summary>The video while it is public, by the id of its publication.</summary>
    internal async Task<(ListedVideo? Found, TiktokAnswer Answer)> FindAsync(AccountCredentials account, string id, CancellationToken token)
    {
        var answer = await QueryAsync(account, [id], ListFields, token);
        return (VideosOf(answer).Select(Read).FirstOrDefault(video => video?.Id == id), answer);
    }

    /// <summary>
    /// The one public video that can be ours: same text, made since the intent, owned by no other post. Two that fit are none:
    /// guessing would tie a post to another's numbers.
    /// </summary>
    internal async Task<(ListedVideo? Found, PlatformError? Error)> FindAsync(PublishWork work, CommitTrace trace, CancellationToken token)
    {
        var since = trace.IntentAt - TimeSpan.FromSeconds(options.Value.ClockSkewSeconds);
        var fitting = new List<ListedVideo>();
        long? cursor = null;
        for (var page = 0; page < MostListPages; page++)
        {
            var body = new JsonObject { ["max_count"] = 20 };
            if (cursor is not null)
            {
                body["cursor"] = cursor;
            }

            var answer = await client.PostAsync("v2/video/list/", work.Account.AccessToken, body, token, ListFields);
            if (answer.Error is { } error)
            {
                return (null, error);
            }

            var listed = VideosOf(answer).Select(Read).OfType<ListedVideo>().ToList();
            fitting.AddRange(listed.Where(video => video.At >= since && video.At <= time.GetUtcNow().AddSeconds(options.Value.ClockSkewSeconds)
                && Same(video.Description, work.Caption) && !trace.TakenRemoteIds.Contains(video.Id)));
            cursor = answer.Number("cursor");
            var hasMore = answer.Data.TryGetProperty("has_more", out var more) && more.ValueKind == JsonValueKind.True;
            if (!hasMore || cursor is null || listed.Any(video => video.At < since))
            {
                break;
            }
        }

        return (fitting.Count == 1 ? fitting[0] : null, null);
    }

    private Task<TiktokAnswer> QueryAsync(AccountCredentials account, string[] ids, string fields, CancellationToken token) => client.PostAsync(
        "v2/video/query/",
        account.AccessToken,
        new JsonObject { ["filters"] = new JsonObject { ["video_ids"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]) } },
        token,
        fields);

    private static PostNumbers NumbersOf(PostToMeasure post, JsonElement video)
    {
        var metrics = new Dictionary<string, double>();
        foreach (var member in video.EnumerateObject())
        {
            if (member.Name.EndsWith("_count", StringComparison.Ordinal) && CountOf(video, member.Name) is { } count)
            {
                metrics[member.Name] = count;
            }
        }

        // Saves are not in this API: not told is not none.
        return new PostNumbers(
            post.PostId,
            CountOf(video, "view_count"),
            CountOf(video, "like_count"),
            CountOf(video, "comment_count"),
            CountOf(video, "share_count"),
            Saves: null,
            metrics,
            video.GetRawText());
    }

    private static long? CountOf(JsonElement video, string name) =>
        long.TryParse(TiktokAnswer.TextOf(video, name), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static IEnumerable<JsonElement> VideosOf(TiktokAnswer answer) =>
        answer.Data.ValueKind == JsonValueKind.Object && answer.Data.TryGetProperty("videos", out var videos) && videos.ValueKind == JsonValueKind.Array
            ? [.. videos.EnumerateArray()]
            : [];

    private static ListedVideo? Read(JsonElement video) => TiktokAnswer.TextOf(video, "id") is { } id
        ? new ListedVideo(
            id,
            TiktokAnswer.TextOf(video, "video_description"),
            long.TryParse(TiktokAnswer.TextOf(video, "create_time"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null,
            AddressOf(TiktokAnswer.TextOf(video, "share_url")))
        : null;

    /// <summary>Without the marks of who shared it.</summary>
    private static string? AddressOf(string? shared) =>
        Uri.TryCreate(shared, UriKind.Absolute, out var address) ? address.GetLeftPart(UriPartial.Path) : null;

    private static bool Same(string? theirs, string? ours) => string.Equals(Plain(theirs), Plain(ours), StringComparison.Ordinal);

    private static string Plain(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();
}
