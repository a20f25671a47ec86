using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Graph;

namespace VideoSaas.Web.Platforms.Instagram;

/// <summary>One published thing in the account's list.</summary>
public sealed record ListedMedia(string Id, string? Caption, DateTimeOffset? At, string? Permalink, string? ShortCode);

/// <summary>Reads what the account has published.</summary>
public sealed class InstagramMedia(InstagramGraph graph, IOptions<InstagramOptions> options, TimeProvider time)
{
    private const string ListFields = "id,caption,timestamp,permalink,shortcode,media_product_type";

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
        var (items, answer) = await graph.ListAsync(
            $"{work.Account.ExternalId}/media", work.Account.AccessToken,
            page => page.Any(item => item.Time("timestamp") < since), token,
            ("fields", ListFields),
            ("since", since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            ("limit", "50"));
        if (answer.Error is { } error)
        {
            return (null, error);
        }

        var fitting = items.Select(Read).OfType<ListedMedia>()
            .Where(item => item.At >= since && item.At <= until
                && Same(item.Caption, work.Caption)
                && !trace.TakenRemoteIds.Contains(item.Id))
            .ToList();
        return (fitting.Count == 1 ? fitting[0] : null, null);
    }

    private static bool Same(string? theirs, string? ours) =>
        string.Equals(Plain(theirs), Plain(ours), StringComparison.Ordinal);

    private static string Plain(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();

    private static ListedMedia? Read(JsonElement item) => item.Text("id") is { } id
        ? new ListedMedia(id, item.Text("caption"), item.Time("timestamp"), item.Text("permalink"), item.Text("shortcode"))
        : null;
}
