using System.Globalization;
using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Platforms.Twitter;

/// <summary>Reads what the account has posted. Every post that is read is paid for, so it is asked for only where nothing else can tell.</summary>
public sealed class TwitterTimeline(TwitterClient client, TwitterAddresses addresses, IOptions<TwitterOptions> options)
{
    private const int MostPages = 10;

    /// <summary>
    /// The post that carries our upload, by its key, which is of that upload alone: a post of the same text made by hand is never taken
    /// for ours.
    /// </summary>
    /// <param name="since">Nothing of ours can be older.</param>
    public async Task<(string? PostId, TwitterAnswer Last)> FindAsync(
        AccountCredentials account, string mediaKey, DateTimeOffset since, CancellationToken token)
    {
        var start = since - TimeSpan.FromSeconds(options.Value.ClockSkewSeconds);
        string? next = null;
        TwitterAnswer answer;
        var pages = 0;
        do
        {
            answer = await client.GetAsync(
                $"2/users/{account.ExternalId}/tweets", account.AccessToken, token,
                ("start_time", start.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
                ("max_results", "100"),
                (options.Value.FieldsName, "created_at,attachments,entities"),
                ("pagination_token", next));
            if (answer.Error is not null || answer.Reply.Json is not { } body)
            {
                return (null, answer);
            }

            foreach (var post in body.Items("data"))
            {
                if (post.Text("id") is { } id && post.Member("attachments") is { } attached
                    && attached.Items("media_keys").Any(key => key.ValueKind == System.Text.Json.JsonValueKind.String && key.GetString() == mediaKey))
                {
                    return (id, answer);
                }
            }

            next = body.Member("meta")?.Text("next_token");
        }
        while (next is not null && ++pages < MostPages);

        return (null, answer);
    }

    public async Task<ReadBackAnswer> ReadBackAsync(AccountCredentials account, string postId, CancellationToken token)
    {
        var answer = await client.GetAsync(
            $"2/tweets/{postId}", account.AccessToken, token, (options.Value.FieldsName, "created_at,attachments"));
        if (answer.Error is { } error)
        {
            return new ReadBackAnswer.NotYet(postId, error);
        }

        // A success without data says in its errors that it is not to be found.
        return answer.DataText("id") is { } id
            ? new ReadBackAnswer.Found(id, addresses.Post(id).ToString(), null, answer.Kept!)
            : new ReadBackAnswer.NotYet(postId, null);
    }
}
