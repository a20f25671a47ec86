using System.Globalization;
using System.Text;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Tiktok.Twin;

/// <summary>Profiles, videos and the clips themselves; as the creator sees them, so that private ones are there too.</summary>
internal sealed class TwinPages(TiktokStore store, TwinFiles files, TimeProvider time)
{
    private const int MostShown = 500;

    public async Task<IResult> ProfileAsync(string? account, CancellationToken token)
    {
        var creators = account is null
            ? await store.ListAsync<TwinCreator>("", MostShown, token)
            : await store.FindAsync<TwinCreator>(TiktokTwin.OpenIdOf(account), token) is { Body: var one } ? [one] : [];
        if (account is not null && creators.Count == 0)
        {
            return Missing();
        }

        var body = new StringBuilder("<main>");
        var shown = 0;
        foreach (var creator in creators)
        {
            var videos = (await store.ListAsync<TwinVideo>($"{creator.OpenId}/", MostShown, token)).Where(video => video.At <= time.GetUtcNow()).ToList();
            var drafts = await store.ListAsync<TwinDraft>($"{creator.OpenId}/", MostShown, token);
            if (videos.Count + drafts.Count == 0 && account is null)
            {
                continue;
            }

            shown++;
            Append(body, creator, videos, drafts);
        }

        if (shown == 0)
        {
            body.Append("""<section class="card"><h1>Nothing published yet</h1><p>Videos that are published to the sandbox appear here.</p></section>""");
        }

        return TwinHtml.Page("TikTok", "TikTok", body.Append("</main>").ToString());
    }

    public async Task<IResult> VideoAsync(string username, string id, CancellationToken token)
    {
        if (await FindAsync(username, id, token) is not { } video)
        {
            return Missing();
        }

        var name = TwinHtml.Text(username);
        return TwinHtml.Page("TikTok", "Video",
            $"""
            <main class="reel"><article class="card" data-media="{video.Id}"><h1><a href="/sandbox/tiktok?account={name}">@{name}</a></h1>
            <video controls playsinline preload="auto" src="/sandbox/tiktok/@{name}/video/{video.Id}/file"></video>
            <p class="caption">{TwinHtml.Text(video.Info.Title)}</p><p class="meta">{MetaOf(video)}</p></article></main>
            """);
    }

    public async Task<IResult> FileAsync(string username, string id, CancellationToken token) =>
        await files.PlayAsync((await FindAsync(username, id, token))?.BlobKey, token);

    private async Task<TwinVideo?> FindAsync(string username, string id, CancellationToken token) =>
        TwinSecrets.IsLogin(username) && id.Length < 40
            ? (await store.FindAsync<TwinVideo>($"{TiktokTwin.OpenIdOf(username)}/{id}", token))?.Body
            : null;

    private static void Append(StringBuilder body, TwinCreator creator, List<TwinVideo> videos, IReadOnlyList<TwinDraft> drafts)
    {
        var name = TwinHtml.Text(creator.Login);
        body.Append(
            CultureInfo.InvariantCulture,
            $"""
            <section class="card" style="margin-bottom:20px" data-account="{name}"><h1><a href="/sandbox/tiktok?account={name}">@{name}</a></h1>
            <p>{TwinHtml.Text(creator.Nickname)} · <span data-published="{videos.Count}">{videos.Count} published</span> · {drafts.Count} in the inbox</p><div class="grid">
            """);
        foreach (var video in videos)
        {
            body.Append(
                CultureInfo.InvariantCulture,
                $"""
                <article data-media="{video.Id}" data-cover-ms="{video.Info.CoverAtMs}"><video controls playsinline preload="metadata" src="/sandbox/tiktok/@{name}/video/{video.Id}/file"></video>
                <p class="caption">{TwinHtml.Text(video.Info.Title)}</p><a class="meta" href="/sandbox/tiktok/@{name}/video/{video.Id}">{MetaOf(video)}</a></article>
                """);
        }

        body.Append("</div></section>");
    }

    private static string MetaOf(TwinVideo video)
    {
        var who = video.Info.PrivacyLevel switch
        {
            TiktokPrivacy.Everyone => "Everyone",
            TiktokPrivacy.Friends => "Friends",
            TiktokPrivacy.Followers => "Followers",
            _ => "Only me",
        };
        var label = video.Info.IsPaidPartnership ? " · Paid partnership" : video.Info.PromotesOwnBrand ? " · Promotional content" : "";
        return $"{video.At.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)} · {who}{label}{TwinHtml.CoverOf(video.Info.CoverAtMs)}";
    }

    private static IResult Missing() => TwinHtml.Page(
        "TikTok",
        "Not here", """<main class="narrow"><div class="card"><h1>Video currently unavailable</h1><p>It may have been removed.</p></div></main>""", 404);
}
