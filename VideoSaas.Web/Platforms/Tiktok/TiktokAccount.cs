using System.Text.Json;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms.Tiktok;

/// <summary>What TikTok lets a creator post now.</summary>
/// <param name="PrivacyLevels">As they may be offered: an app that is not audited may offer one only.</param>
public sealed record CreatorInfo(
    string? Username,
    string? Nickname,
    string? AvatarAddress,
    IReadOnlyList<string> PrivacyLevels,
    IReadOnlyList<string> SwitchedOff,
    TimeSpan? LongestVideo,
    bool IsPrivateAccount);

/// <summary>
/// <c>creator_info</c>: asked when the composer opens and again right before a post is begun, because a creator can change
/// everything in it at any time.
/// </summary>
public sealed class TiktokAccount(TiktokClient client, TiktokAddresses addresses) : IAccountReader
{
    public Platform Platform => Platform.Tiktok;

    public async Task<AccountFactsAnswer> AskAsync(AccountCredentials account, CancellationToken token)
    {
        var (creator, answer) = await QueryAsync(account, token);
        if (creator is not null)
        {
            return new AccountFactsAnswer.Told(new AccountFacts
            {
                DisplayName = creator.Nickname ?? creator.Username,
                AvatarAddress = creator.AvatarAddress,
                PrivacyLevels = creator.PrivacyLevels,
                SwitchedOff = creator.SwitchedOff,
                LongestVideo = creator.LongestVideo,
                BlockedCode = addresses.IsAudited || creator.IsPrivateAccount ? null : TiktokBlocks.NotAudited,
            });
        }

        return BlockOf(answer.Word) is { } blocked
            ? new AccountFactsAnswer.Told(new AccountFacts { BlockedCode = blocked })
            : new AccountFactsAnswer.Refused(answer.Error!);
    }

    /// <summary>Without a creator the answer has an error.</summary>
    internal async Task<(CreatorInfo? Creator, TiktokAnswer Answer)> QueryAsync(AccountCredentials account, CancellationToken token)
    {
        var answer = await client.PostAsync("v2/post/publish/creator_info/query/", account.AccessToken, null, token);
        return (answer.Error is null ? Read(answer) : null, answer);
    }

    private CreatorInfo Read(TiktokAnswer answer)
    {
        var levels = answer.Data.ValueKind == JsonValueKind.Object && answer.Data.TryGetProperty("privacy_level_options", out var options)
            && options.ValueKind == JsonValueKind.Array
                ? options.EnumerateArray().Select(TiktokAnswer.TextOf).OfType<string>().ToList()
                : [];
        var isPrivate = !levels.Contains(TiktokPrivacy.Everyone);
        return new CreatorInfo(
            answer.Text("creator_username"),
            answer.Text("creator_nickname"),
            answer.Text("creator_avatar_url"),
            addresses.IsAudited ? levels : [.. levels.Where(level => level == TiktokPrivacy.OnlyMe)],
            [.. TiktokInteraction.All.Where(one => IsTrue(answer.Data, $"{one}_disabled"))],
            answer.Number("max_video_post_duration_sec") is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null,
            isPrivate);
    }

    /// <summary>What is a fact about the account rather than a failure of the question.</summary>
    private static string? BlockOf(string? word) => word switch
    {
        "spam_risk_too_many_posts" => TiktokBlocks.DailyLimit,
        "reached_active_user_cap" => TiktokBlocks.AppLimit,
        "spam_risk_user_banned_from_posting" => TiktokBlocks.Banned,
        _ => null,
    };

    private static bool IsTrue(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
