using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms.Twitter;

/// <summary>Who the account is and what it pays X for, on which the length of texts and videos hangs.</summary>
public sealed class TwitterAccount(TwitterClient client, IOptions<TwitterOptions> options) : IAccountReader
{
    public Platform Platform => Platform.Twitter;

    public async Task<AccountFactsAnswer> AskAsync(AccountCredentials account, CancellationToken token)
    {
        var answer = await MeAsync(account.AccessToken, token);
        if (answer.Error is { } error)
        {
            return new AccountFactsAnswer.Refused(error);
        }

        if (answer.DataText("id") is null)
        {
            return new AccountFactsAnswer.Refused(new PlatformError(
                PlatformErrorClass.Retry, "platform_busy", "The answer names no account.", Answer: answer.Kept));
        }

        var subscription = answer.DataText("subscription_type");
        bool? isSubscribed = subscription is null ? null : !subscription.Equals("None", StringComparison.OrdinalIgnoreCase);
        return new AccountFactsAnswer.Told(new AccountFacts
        {
            DisplayName = answer.DataText("name"),
            AvatarAddress = answer.DataText("profile_image_url"),
            Entitlement = subscription,
            LongestVideo = isSubscribed is { } told
                ? TimeSpan.FromSeconds(told ? options.Value.LongestSubscribedVideoSeconds : options.Value.LongestVideoSeconds)
                : null,
            CaptionUnits = isSubscribed == true ? options.Value.SubscribedTextUnits : null,
        });
    }

    internal Task<TwitterAnswer> MeAsync(string accessToken, CancellationToken token) => client.GetAsync(
        "2/users/me", accessToken, token, ("user.fields", "name,profile_image_url,subscription_type,username,verified_type"));
}
