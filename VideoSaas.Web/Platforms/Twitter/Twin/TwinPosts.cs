using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms.Twitter.Twin;

/// <summary>Makes and removes posts. There is no key against doubles, only the refusal of a text that the account posted lately.</summary>
internal sealed class TwinPosts(
    TwitterStore store,
    TwinProcessing processing,
    TwitterTwin twin,
    TwinCredits credits,
    IOptions<TwitterTwinOptions> options,
    IOptions<TwitterOptions> rules,
    IOptions<SandboxOptions> sandbox,
    TimeProvider time)
{
    private const int MostMedia = 4;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private static readonly string[] Members =
    [
        "text", "media", "reply", "quote_tweet_id", "reply_settings", "made_with_ai", "paid_partnership", "community_id",
        "share_with_followers", "edit_options", "poll", "geo", "for_super_followers_only", "nullcast", "card_uri", "direct_message_deep_link",
    ];

    private static readonly string[] MediaMembers = ["media_ids", "tagged_user_ids", "title", "description", "preview_media_id"];

    public async Task<IResult> CreateAsync(TwinCall call, CancellationToken token)
    {
        if (await LimitedAsync(call, token) is { } limited)
        {
            return limited;
        }

        if (await call.BodyAsync(token) is not { } body)
        {
            return TwinAnswers.Invalid("body", "", "The body is not a JSON object.");
        }

        var attached = body["media"] as JsonObject;
        var unknown = body.Select(member => member.Key).FirstOrDefault(name => !Members.Contains(name))
            ?? attached?.Select(member => member.Key).FirstOrDefault(name => !MediaMembers.Contains(name));
        if (unknown is not null)
        {
            return TwinAnswers.Invalid(unknown, unknown, $"The property [{unknown}] is not defined and the definition does not allow additional properties.");
        }

        var ids = (attached?["media_ids"] as JsonArray)?.Select(id => id?.ToString() ?? "").ToList() ?? [];
        var (media, wrong) = await MediaAsync(call, ids, token);
        var text = body["text"]?.ToString() ?? "";
        return wrong ?? WrongText(call, text, media.Count > 0) ?? await StoreAsync(call, text, media, token);
    }

    public async Task<IResult> DeleteAsync(TwinCall call, CancellationToken token)
    {
        var key = $"{call.UserId}/{call.Path[1]}";
        if (await store.FindAsync<TwinPost>(key, token) is not { } post)
        {
            return TwinAnswers.Data(new JsonObject { ["deleted"] = false });
        }

        await store.RemoveAsync<TwinPost>(key, token);
        await store.ChangeAsync<TwinText>(TextKey(post.Body), one => one with { PostId = null }, token);
        return TwinAnswers.Data(new JsonObject { ["deleted"] = true });
    }

    /// <summary>Real counters: of the window, and of a day.</summary>
    private async Task<IResult?> LimitedAsync(TwinCall call, CancellationToken token)
    {
        var now = time.GetUtcNow();
        var inWindow = await store.CountAsync<TwinPost>($"{call.UserId}/", now - Window, token);
        var inDay = await store.CountAsync<TwinPost>($"{call.UserId}/", now.AddDays(-1), token);
        var left = options.Value.PostsPerWindow - inWindow;
        var leftToday = sandbox.Value.PublishesPerDay - inDay;
        TwinAnswers.AddHeaders(call.Http, options.Value.PostsPerWindow, left - 1, now + Window);
        TwinAnswers.AddDailyHeaders(call.Http, sandbox.Value.PublishesPerDay, leftToday - 1, now.AddDays(1));
        return left <= 0 ? TwinAnswers.Throttled()
            : leftToday <= 0 ? TwinAnswers.Numbered(403, 344, "User is over daily status update limit.")
            : null;
    }

    private async Task<(IReadOnlyList<TwinMedia> Media, IResult? Wrong)> MediaAsync(TwinCall call, List<string> ids, CancellationToken token)
    {
        var media = new List<TwinMedia>();
        foreach (var id in ids)
        {
            var read = await store.FindAsync<TwinMedia>($"{call.UserId}/{id}", token);
            if (read is null || read.Body.FinalizedAt is null || processing.IsExpired(read.Body)
                || await processing.VerdictAsync(read.Key, read.Body, token) != 0)
            {
                return ([], TwinAnswers.MediaInvalid(id));
            }

            media.Add((await store.FindAsync<TwinMedia>(read.Key, token))!.Body);
        }

        if (media.Count > MostMedia || (media.Count > 1 && media.Any(one => one.Category != "tweet_image")))
        {
            return ([], TwinAnswers.Invalid("media.media_ids", string.Join(',', ids), "Up to four pictures, one animation or one video."));
        }

        var isLong = media.Any(one => one.DurationSeconds > rules.Value.LongestVideoSeconds);
        return isLong && !IsSubscribed(call)
            ? ([], TwinAnswers.Problem(403, "Forbidden", "This user is not allowed to post a video longer than 2 minutes"))
            : (media, null);
    }

    private IResult? WrongText(TwinCall call, string text, bool hasMedia)
    {
        if (text.Length == 0)
        {
            return hasMedia ? null : TwinAnswers.Invalid("text", "", "A text is needed where there is no media.");
        }

        var most = IsSubscribed(call) ? rules.Value.SubscribedTextUnits : TextLimits.Twitter.CaptionUnits;
        return TextLimits.Twitter.UnitsOf(text) > most ? TwinAnswers.Numbered(403, 186, "Tweet needs to be a bit shorter.")
            : TwitterRules.CashtagsOf(text) > TwitterRules.MostCashtags ? TwinAnswers.Problem(400, "Invalid Request", "A post may hold one cashtag.")
            : null;
    }

    private async Task<IResult> StoreAsync(TwinCall call, string text, IReadOnlyList<TwinMedia> media, CancellationToken token)
    {
        var now = time.GetUtcNow();
        var lag = call.Fault.Is(TwinFaultWords.TimelineLag) ? call.Fault.Value ?? 5 : 0;
        var post = new TwinPost(
            twin.NewId(), call.UserId, text, [.. media.Select(one => one.Id)], [.. media.Select(one => one.Key)], now, now.AddSeconds(lag),
            media.FirstOrDefault(one => one.IsVideo)?.BlobKey);
        var key = TextKey(post);
        var isPaid = false;
        while (true)
        {
            await store.AddAsync(key, new TwinText(null, now), token);
            var read = await store.FindAsync<TwinText>(key, token);
            if (read is { Body: { PostId: not null } before } && now - before.At < TimeSpan.FromHours(options.Value.DuplicateHours))
            {
                return TwinAnswers.Duplicate();
            }

            isPaid = isPaid || await credits.SpendAsync(TwinCredits.PriceOf(text), token);
            if (!isPaid)
            {
                return TwinAnswers.Depleted();
            }

            // Whoever comes second of two at once sees another version and looks again.
            if (read is not null
                && await store.ReplaceAsync(read, new TwinText(post.Id, now), $"{call.UserId}/{post.Id}", post, token))
            {
                return TwinAnswers.Data(TwinRows.Created(post, options.Value.Naming), 201);
            }
        }
    }

    private static string TextKey(TwinPost post) => post.UserId + "/" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        post.Text.Length > 0 ? WeightedText.Normalized(post.Text).Trim() : string.Join(',', post.MediaIds))));

    private static bool IsSubscribed(TwinCall call) => new TwinUser(call.UserId, call.Family.Login).Subscription != "None";
}
