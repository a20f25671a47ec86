using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace VideoSaas.Web.Platforms.Youtube.Twin;

/// <summary>What a video has earned: made from its id and its age, so that every look agrees with the last.</summary>
internal static class TwinNumbers
{
    public static long ViewsOf(TwinVideo video, DateTimeOffset now)
    {
        if (video.ShownAt is not { } shownAt)
        {
            return 0;
        }

        var pull = BitConverter.ToUInt16(SHA256.HashData(Encoding.UTF8.GetBytes(video.Id))) % 900 + 100;
        return (long)(pull * (1 + Math.Log(1 + Math.Max((now - shownAt).TotalHours, 0))));
    }

    /// <summary>Near to real time, as text; what the creator hides is missing.</summary>
    public static JsonObject Counters(TwinVideo video, DateTimeOffset now)
    {
        var views = ViewsOf(video, now);
        var counters = new JsonObject { ["viewCount"] = Text(views) };
        if (video.Status.PublicStatsViewable)
        {
            counters["likeCount"] = Text(views / 12);
        }

        counters["favoriteCount"] = "0";
        if (!video.Status.SelfDeclaredMadeForKids)
        {
            counters["commentCount"] = Text(views / 60);
        }

        return counters;
    }

    /// <summary>One cell of a report; null for a metric that is not played.</summary>
    public static JsonNode? Reported(TwinVideo video, string metric, DateTimeOffset now)
    {
        var views = ViewsOf(video, now);
        var seconds = Math.Round((video.DurationMs ?? 10_000) / 1000d * 0.6);
        return metric switch
        {
            "views" => views,
            "engagedViews" => views * 8 / 10,
            "likes" => views / 12,
            "dislikes" => views / 300,
            "comments" => views / 60,
            "shares" => views / 40,
            "videosAddedToPlaylists" => views / 90,
            "estimatedMinutesWatched" => (long)(views * seconds / 60),
            "averageViewDuration" => (long)seconds,
            "averageViewPercentage" => 60.0,
            "subscribersGained" => views / 100,
            "subscribersLost" => views / 900,
            _ => null,
        };
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
