using System.Text.Json;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms.Instagram;

/// <summary>Publications of the last 24 hours.</summary>
public sealed record PublishLimit(int Used, int Total, PlatformAnswer? Answer);

/// <summary>What Instagram says of an account: how often it may still publish today.</summary>
public sealed class InstagramAccount(InstagramGraph graph, IOptions<InstagramOptions> options) : IAccountReader
{
    public Platform Platform => Platform.Instagram;

    public async Task<AccountFactsAnswer> AskAsync(AccountCredentials account, CancellationToken token)
    {
        var (limit, error) = await LimitAsync(account, token);
        return limit is null
            ? new AccountFactsAnswer.Refused(error ?? new PlatformError(
                PlatformErrorClass.Retry, "platform_busy", "The answer names no limit."))
            : new AccountFactsAnswer.Told(new AccountFacts
            {
                PublishesLeft = Math.Max(limit.Total - limit.Used, 0),
                PublishesTotal = limit.Total,
            });
    }

    /// <summary>Both null where the answer does not tell.</summary>
    internal async Task<(PublishLimit? Limit, PlatformError? Error)> LimitAsync(AccountCredentials account, CancellationToken token)
    {
        var answer = await graph.GetAsync(
            $"{account.ExternalId}/content_publishing_limit", account.AccessToken, token, ("fields", "quota_usage,config"));
        if (answer.Error is { } error)
        {
            return (null, error);
        }

        if (!answer.Body.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array || data.GetArrayLength() == 0
            || !data[0].TryGetProperty("quota_usage", out var usage) || !usage.TryGetInt32(out var used))
        {
            return (null, null);
        }

        var total = data[0].TryGetProperty("config", out var config) && config.TryGetProperty("quota_total", out var most)
            && most.TryGetInt32(out var told)
                ? told
                : options.Value.FallbackPublishesPerDay;
        return (new PublishLimit(used, total, answer.Kept), null);
    }
}
