using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Platforms.Instagram;

/// <summary>One published thing in the account's list.</summary>
public sealed record ListedMedia(string Id, string? Caption, DateTimeOffset? At, string? Permalink, string? ShortCode);

/// <summary>Reads what the account has published.</summary>
public sealed class InstagramMedia(GraphClient graph, IOptions<InstagramOptions> options, TimeProvider time)
{
    private const string ListFields = "id,caption,timestamp,permalink,shortcode,media_product_type";

    private const int MostListPages = 10;

    public async Task<ReadBackAnswer> ReadBackAsync(
        PublishWork work, InstagramHandles handles, CommitTrace trace, CancellationToken token)
    {
        var id = handles.MediaId;
        if (id is null)
        {
            var (found, listError) = await FindAsync(work, trace, token);
            if (found is null)
            {
                return new ReadBackAnswer.NotYet(null, listError);
            }

            id = found.Id;
        }

        var answer = await graph.GetAsync(
            id, work.Account.AccessToken, token,
            ("fields", "id,permalink,shortcode,timestamp,media_type,media_product_type,caption"));
        if (answer.Error is not null)
        {
            return new ReadBackAnswer.NotYet(id, answer.Error);
        }

        var permalink = answer.Text("permalink");
        return permalink is null
            ? new ReadBackAnswer.NotYet(id, null)
            : new ReadBackAnswer.Found(id, permalink, answer.Text("shortcode"), answer.Kept!);
    }

    /// <summary>
    /// The one publication that can be ours: same text, in the time since the intent, owned by no other post. Two that fit
    /// are none: guessing would tie a post to another's numbers.
    /// </summary>
    public async Task<(ListedMedia? Found, PlatformError? Error)> FindAsync(PublishWork work, CommitTrace trace, CancellationToken token)
    {
        var skew = TimeSpan.FromSeconds(options.Value.ClockSkewSeconds);
        var since = trace.IntentAt - skew;
        var until = time.GetUtcNow() + skew;
        var fitting = new List<ListedMedia>();
        string? after = null;
        for (var page = 0; page < MostListPages; page++)
        {
            var answer = await graph.GetAsync(
                $"{work.Account.ExternalId}/media", work.Account.AccessToken, token,
                ("fields", ListFields),
                ("since", since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
                ("limit", "50"),
                ("after", after));
            if (answer.Error is { } error)
            {
                return (null, error);
            }

            var listed = Read(answer.Body);
            fitting.AddRange(listed.Where(item =>
                item.At >= since && item.At <= until
                && Same(item.Caption, work.Caption)
                && !trace.TakenRemoteIds.Contains(item.Id)));
            after = NextCursor(answer.Body);
            if (after is null || listed.Any(item => item.At < since))
            {
                break;
            }
        }

        return (fitting.Count == 1 ? fitting[0] : null, null);
    }

    private static bool Same(string? theirs, string? ours) =>
        string.Equals(Plain(theirs), Plain(ours), StringComparison.Ordinal);

    private static string Plain(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();

    private static List<ListedMedia> Read(JsonElement body)
    {
        var listed = new List<ListedMedia>();
        if (!body.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
        {
            return listed;
        }

        foreach (var item in data.EnumerateArray())
        {
            if (Text(item, "id") is { } id)
            {
                listed.Add(new ListedMedia(
                    id,
                    Text(item, "caption"),
                    GraphDateTime.TryRead(Text(item, "timestamp"), out var at) ? at : null,
                    Text(item, "permalink"),
                    Text(item, "shortcode")));
            }
        }

        return listed;
    }

    private static string? NextCursor(JsonElement body) =>
        body.TryGetProperty("paging", out var paging) && paging.TryGetProperty("next", out _)
        && paging.TryGetProperty("cursors", out var cursors)
            ? Text(cursors, "after")
            : null;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
