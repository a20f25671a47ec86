using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms.Graph;

namespace VideoSaas.Web.Platforms.Facebook;

/// <summary>What Facebook says of a Page: its name and picture, and what it has published.</summary>
public sealed class FacebookPage(FacebookGraph graph, IOptions<FacebookOptions> options, TimeProvider time) : IAccountReader
{
    private const string ListFields = "id,created_time";

    public Platform Platform => Platform.Facebook;

    /// <summary>How many reels of the day are left is told nowhere.</summary>
    public async Task<AccountFactsAnswer> AskAsync(AccountCredentials account, CancellationToken token)
    {
        var answer = await graph.GetAsync(
            account.ExternalId, account.AccessToken, token, ("fields", "id,name,username,picture{url}"));
        return answer.Error is { } error
            ? new AccountFactsAnswer.Refused(error)
            : new AccountFactsAnswer.Told(new AccountFacts
            {
                DisplayName = answer.Text("name"),
                AvatarAddress = answer.Body.Member("picture")?.Member("data")?.Text("url"),
                PublishesTotal = options.Value.ReelsPerDay,
            });
    }

    /// <summary>
    /// A throttle that has come because the day's reels are used up: then the wait is until the oldest of them is a day old. The
    /// platform gives both refusals the same numbers.
    /// </summary>
    internal async Task<PlatformError> SharpenedAsync(PublishWork work, PlatformError error, CancellationToken token)
    {
        if (error is not { Class: PlatformErrorClass.Quota, Code: "platform_throttled" })
        {
            return error;
        }

        var since = time.GetUtcNow().AddDays(-1);
        var (reels, listError) = await ReelsAsync(work.Account, since, token);
        if (listError is not null || reels.Count < options.Value.ReelsPerDay)
        {
            return error;
        }

        var left = reels.Min(reel => reel.At)!.Value.AddDays(1) - time.GetUtcNow();
        return error with { Code = "publish_limit", Wait = left > TimeSpan.Zero ? left : error.Wait };
    }

    /// <summary>The Page's own list of reels has it. Videos that are no reels are in another one, which tells less.</summary>
    internal async Task<(bool IsListed, PlatformError? Error)> HasAsync(
        AccountCredentials account, string videoId, DateTimeOffset since, CancellationToken token)
    {
        var (reels, error) = await ReelsAsync(account, since.AddSeconds(-options.Value.ClockSkewSeconds), token);
        return (reels.Any(reel => reel.Id == videoId), error);
    }

    internal static bool Same(string? theirs, string? ours) => string.Equals(Plain(theirs), Plain(ours), StringComparison.Ordinal);

    private async Task<(IReadOnlyList<ListedReel> Reels, PlatformError? Error)> ReelsAsync(
        AccountCredentials account, DateTimeOffset since, CancellationToken token)
    {
        var (items, answer) = await graph.ListAsync(
            $"{account.ExternalId}/video_reels", account.AccessToken,
            page => page.Any(item => item.Time("created_time") < since), token,
            ("fields", ListFields),
            ("since", since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            ("limit", "50"));
        return answer.Error is { } error
            ? ([], error)
            : ([.. items.Select(Read).OfType<ListedReel>().Where(reel => reel.At >= since)], null);
    }

    private static ListedReel? Read(JsonElement item) => item.Text("id") is { } id
        ? new ListedReel(id, item.Time("created_time"))
        : null;

    private static string Plain(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();

    private sealed record ListedReel(string Id, DateTimeOffset? At);
}
