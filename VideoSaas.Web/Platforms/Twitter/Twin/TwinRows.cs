using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms.Twitter.Twin;

/// <summary>A post as the API writes it: links shortened, a link to its media behind the text, and invented numbers that stay the same.</summary>
internal static class TwinRows
{
    public static JsonObject Created(TwinPost post, string naming) => new()
    {
        ["id"] = post.Id,
        ["text"] = TextOf(post),
        [HistoryName(naming)] = new JsonArray(post.Id),
    };

    public static JsonObject Of(TwinPost post, IReadOnlyList<string> fields, string naming, DateTimeOffset now)
    {
        var row = Created(post, naming);
        if (fields.Contains("created_at"))
        {
            row["created_at"] = post.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        }

        if (fields.Contains("attachments") || fields.Contains("public_metrics"))
        {
            row["attachments"] = new JsonObject { ["media_keys"] = new JsonArray([.. post.MediaKeys.Select(key => (JsonNode)key)]) };
        }

        if (fields.Contains("entities"))
        {
            row["entities"] = new JsonObject { ["urls"] = new JsonArray([.. Urls(post)]) };
        }

        if (fields.Contains("public_metrics"))
        {
            row["public_metrics"] = new JsonObject
            {
                ["impression_count"] = Number(post.Id, "impressions", 5000),
                ["like_count"] = Number(post.Id, "likes", 400),
                ["reply_count"] = Number(post.Id, "replies", 40),
                [naming == "post" ? "repost_count" : "retweet_count"] = Number(post.Id, "reposts", 60),
                ["quote_count"] = Number(post.Id, "quotes", 10),
                ["bookmark_count"] = Number(post.Id, "bookmarks", 80),
            };
        }

        if (fields.Contains("non_public_metrics") && now - post.At < TimeSpan.FromDays(30))
        {
            row["non_public_metrics"] = new JsonObject
            {
                ["impression_count"] = Number(post.Id, "impressions", 5000),
                ["url_link_clicks"] = Number(post.Id, "clicks", 30),
                ["user_profile_clicks"] = Number(post.Id, "profile", 50),
                ["engagements"] = Number(post.Id, "engagements", 700),
            };
        }

        return row;
    }

    public static JsonObject MediaOf(string key) => new()
    {
        ["media_key"] = key,
        ["type"] = "video",
        ["public_metrics"] = new JsonObject { ["view_count"] = Number(key, "views", 3000) },
        ["non_public_metrics"] = new JsonObject
        {
            ["playback_0_count"] = Number(key, "views", 3000),
            ["playback_100_count"] = Number(key, "views", 3000) / 3,
        },
    };

    public static JsonObject WatchedOf(string key) => new()
    {
        ["video_views"] = Number(key, "views", 3000),

        // Some counters come as texts.
        ["watch_time_ms"] = (Number(key, "views", 3000) * 4200).ToString(CultureInfo.InvariantCulture),
        ["playback_start"] = Number(key, "views", 3000),
        ["playback50"] = Number(key, "views", 3000) / 2,
        ["playback_complete"] = Number(key, "views", 3000) / 3,
    };

    /// <summary>The same for the same thing, from 1 up to <paramref name="most"/>.</summary>
    public static long Number(string of, string what, int most) =>
        1 + BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{of}/{what}"))) % (uint)most;

    private static string TextOf(TwinPost post)
    {
        var text = WeightedText.Normalized(post.Text);
        var shortened = new StringBuilder();
        var at = 0;
        foreach (var link in WeightedText.LinksOf(text))
        {
            shortened.Append(text, at, link.Start - at).Append(ShortOf(text.Substring(link.Start, link.Length)));
            at = link.Start + link.Length;
        }

        shortened.Append(text, at, text.Length - at);
        foreach (var key in post.MediaKeys.Take(1))
        {
            shortened.Append(shortened.Length > 0 ? " " : "").Append(ShortOf(key));
        }

        return shortened.ToString();
    }

    private static IEnumerable<JsonNode> Urls(TwinPost post)
    {
        var text = WeightedText.Normalized(post.Text);
        foreach (var link in WeightedText.LinksOf(text))
        {
            var written = text.Substring(link.Start, link.Length);
            yield return new JsonObject
            {
                ["url"] = ShortOf(written),
                ["expanded_url"] = written.Contains("://", StringComparison.Ordinal) ? written : "http://" + written,
            };
        }

        foreach (var key in post.MediaKeys.Take(1))
        {
            yield return new JsonObject { ["url"] = ShortOf(key), ["expanded_url"] = $"https://x.com/i/status/{post.Id}/video/1", ["media_key"] = key };
        }
    }

    private static string HistoryName(string naming) => naming == "post" ? "edit_history_post_ids" : "edit_history_tweet_ids";

    private static string ShortOf(string link) =>
        "https://t.co/" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(link)))[..12].Replace('+', 'a').Replace('/', 'b')[..10];
}
