using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Platforms.Tiktok.Twin;

/// <summary>What apps may read: the account, its public videos and their counters, which grow.</summary>
internal sealed class TwinDisplay(TiktokStore store, IOptions<TiktokTwinOptions> strictness, TimeProvider time)
{
    private const int MostListed = 1_000;

    private const int MostAsked = 20;

    private static readonly Dictionary<string, string> ScopeOfField = new()
    {
        ["open_id"] = "user.info.basic",
        ["union_id"] = "user.info.basic",
        ["avatar_url"] = "user.info.basic",
        ["display_name"] = "user.info.basic",
        ["username"] = "user.info.profile",
        ["follower_count"] = "user.info.stats",
        ["following_count"] = "user.info.stats",
        ["likes_count"] = "user.info.stats",
        ["video_count"] = "user.info.stats",
    };

    /// <summary>One field without its right spoils the whole call.</summary>
    public IResult UserInfo(TwinCall call)
    {
        if (call.Fields.Count == 0 || call.Fields.Any(field => !ScopeOfField.ContainsKey(field)))
        {
            return TwinAnswers.Error("invalid_params", "The fields are missing or invalid.");
        }

        if (call.Fields.Any(field => !call.Grant.Scopes.Contains(ScopeOfField[field])))
        {
            return TwinAnswers.Error("scope_not_authorized", "The user did not authorize the scope required for completing this request.", 401);
        }

        var here = call.Http.Request;
        var user = new JsonObject();
        foreach (var field in call.Fields)
        {
            user[field] = field switch
            {
                "open_id" => call.Creator.OpenId,
                "union_id" => call.Creator.UnionId,
                "avatar_url" => $"{here.Scheme}://{here.Host}/favicon.svg",
                "display_name" => call.Creator.Nickname,
                "username" => call.Creator.Login,
                _ => 100,
            };
        }

        return TwinAnswers.Data(new JsonObject { ["user"] = user });
    }

    public async Task<IResult> ListAsync(TwinCall call, CancellationToken token)
    {
        var most = (int)Math.Clamp(NumberOf(call.Body, "max_count") ?? 10, 1, MostAsked);
        var before = NumberOf(call.Body, "cursor") ?? long.MaxValue;
        var all = (await PublicAsync(call.Creator.OpenId, token)).Where(video => video.At.ToUnixTimeMilliseconds() < before).ToList();
        var shown = all.Take(most).ToList();
        return TwinAnswers.Data(new JsonObject
        {
            ["videos"] = Rows(call, shown),
            ["cursor"] = shown.Count > 0 ? shown[^1].At.ToUnixTimeMilliseconds() : 0,
            ["has_more"] = all.Count > shown.Count,
        });
    }

    public async Task<IResult> QueryAsync(TwinCall call, CancellationToken token)
    {
        if (!call.Body.TryGetProperty("filters", out var filters) || filters.ValueKind != JsonValueKind.Object
            || !filters.TryGetProperty("video_ids", out var ids) || ids.ValueKind != JsonValueKind.Array || ids.GetArrayLength() > MostAsked)
        {
            return TwinAnswers.Error("invalid_params", "The video_ids are missing or too many.");
        }

        var found = new List<TwinVideo>();
        foreach (var id in ids.EnumerateArray().Select(TiktokAnswer.TextOf).OfType<string>().Where(id => id.Length < 40))
        {
            if (await store.FindAsync<TwinVideo>($"{call.Creator.OpenId}/{id}", token) is { Body: var video } && IsPublic(video))
            {
                found.Add(video);
            }
        }

        return TwinAnswers.Data(new JsonObject { ["videos"] = Rows(call, found) });
    }

    private async Task<IEnumerable<TwinVideo>> PublicAsync(string openId, CancellationToken token) =>
        (await store.ListAsync<TwinVideo>($"{openId}/", MostListed, token)).Where(IsPublic).OrderByDescending(video => video.At);

    private bool IsPublic(TwinVideo video) =>
        video.IsForEverybody && time.GetUtcNow() >= video.At.AddSeconds(strictness.Value.ModerationSeconds);

    private JsonArray Rows(TwinCall call, IEnumerable<TwinVideo> videos) => new([.. videos.Select(video => (JsonNode)Row(call, video))]);

    private JsonObject Row(TwinCall call, TwinVideo video)
    {
        var here = call.Http.Request;
        var views = (long)(time.GetUtcNow() - video.At).TotalSeconds * 3 + video.Id[^2] * 7;
        var row = new JsonObject();
        foreach (var field in call.Fields)
        {
            JsonNode? value = field switch
            {
                "id" => video.Id,
                "create_time" => video.At.ToUnixTimeSeconds(),
                "share_url" => $"{here.Scheme}://{here.Host}/sandbox/tiktok/@{call.Creator.Login}/video/{video.Id}?utm_campaign=tt4d_open_api",
                "video_description" => video.Info.Title,
                "title" => video.Info.Title,
                "duration" => (int)Math.Round(video.Seconds),
                "width" => video.Width,
                "height" => video.Height,
                "view_count" => views,
                "like_count" => views / 9,
                "comment_count" => views / 40,
                "share_count" => views / 60,
                _ => null,
            };
            if (value is not null)
            {
                row[field] = value;
            }
        }

        return row;
    }

    private static long? NumberOf(JsonElement body, string name) =>
        long.TryParse(TiktokAnswer.TextOf(body, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
