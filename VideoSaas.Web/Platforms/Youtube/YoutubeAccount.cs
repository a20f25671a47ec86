using System.Text.Json;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms.Youtube;

/// <summary>What YouTube says of a channel: who it is, and whether it may upload long videos.</summary>
public sealed class YoutubeAccount(YoutubeClient client, IOptions<YoutubeOptions> options) : IAccountReader
{
    public Platform Platform => Platform.Youtube;

    public async Task<AccountFactsAnswer> AskAsync(AccountCredentials account, CancellationToken token)
    {
        var answer = await client.GetAsync(
            "youtube/v3/channels", account.AccessToken, token, ("part", "snippet,status"), ("mine", "true"));
        if (answer.Error is { } error)
        {
            return new AccountFactsAnswer.Refused(error);
        }

        var channel = answer.Items.FirstOrDefault(item => item.Text("id") == account.ExternalId);
        if (channel.ValueKind != JsonValueKind.Object)
        {
            return new AccountFactsAnswer.Refused(new PlatformError(
                PlatformErrorClass.Permanent, "channel_closed", "The channel is not there any more.", Answer: answer.Kept));
        }

        var snippet = channel.Member("snippet");
        var longUploads = channel.Member("status").Text("longUploadsStatus");
        return new AccountFactsAnswer.Told(new AccountFacts
        {
            DisplayName = snippet.Text("title"),
            AvatarAddress = snippet.Member("thumbnails").Member("default").Text("url"),

            // A channel that never said so may well be allowed to: only a plain "no" shortens its videos.
            LongestVideo = longUploads is "eligible" or "disallowed" ? TimeSpan.FromMinutes(options.Value.UnverifiedMinutes) : null,
        });
    }
}
