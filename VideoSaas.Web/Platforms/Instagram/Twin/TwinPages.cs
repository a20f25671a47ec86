using System.Globalization;
using System.Text;
using VideoSaas.Web.Platforms.Graph.Twin;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Instagram.Twin;

/// <summary>What the public would see: profiles, reels and the clips themselves.</summary>
internal sealed class TwinPages(InstagramStore store, TwinFiles files)
{
    private const int MostShown = 500;

    public async Task<IResult> ProfileAsync(string? account, CancellationToken token)
    {
        var accounts = (await store.ListAsync<TwinAccount>("", MostShown, token))
            .Where(one => account is null || one.Username == account)
            .ToList();
        if (account is not null && accounts.Count == 0)
        {
            return Missing();
        }

        var body = new StringBuilder("<main>");
        var shown = 0;
        foreach (var one in accounts)
        {
            var published = await store.ListAsync<TwinMedia>($"{one.Id}/", MostShown, token);
            if (published.Count == 0 && account is null)
            {
                continue;
            }

            shown++;
            var name = TwinHtml.Text(one.Username);
            var count = published.Count.ToString(CultureInfo.InvariantCulture);
            body.Append(
                CultureInfo.InvariantCulture,
                $"""
                <section class="card" style="margin-bottom:20px" data-account="{name}"><h1><a href="/sandbox/instagram?account={name}">@{name}</a></h1>
                <p>{TwinHtml.Text(one.Name)} · <span data-published="{count}">{count} published</span></p><div class="grid">
                """);
            foreach (var media in published)
            {
                body.Append(
                    CultureInfo.InvariantCulture,
                    $"""
                    <article data-media="{media.Id}" data-cover-ms="{media.CoverAtMs}"><video controls playsinline preload="metadata" src="/sandbox/instagram/video/{media.ShortCode}"></video>
                    <p class="caption">{TwinHtml.Text(media.Caption)}</p><a class="meta" href="/sandbox/instagram/reel/{media.ShortCode}">{TimeOf(media)}</a></article>
                    """);
            }

            body.Append("</div></section>");
        }

        if (shown == 0)
        {
            body.Append("""<section class="card"><h1>Nothing published yet</h1><p>Reels that are published to the sandbox appear here.</p></section>""");
        }

        return TwinHtml.Page("Instagram", "Instagram", body.Append("</main>").ToString());
    }

    public async Task<IResult> ReelAsync(string shortCode, CancellationToken token)
    {
        if (await FindAsync(shortCode, token) is not { } media)
        {
            return Missing();
        }

        var account = await store.FindAsync<TwinAccount>(media.AccountId, token);
        var name = TwinHtml.Text(account?.Body.Username);
        return TwinHtml.Page("Instagram", "Reel",
            $"""
            <main class="reel"><article class="card" data-media="{media.Id}" data-cover-ms="{media.CoverAtMs}"><h1><a href="/sandbox/instagram?account={name}">@{name}</a></h1>
            <video controls playsinline preload="auto" src="/sandbox/instagram/video/{media.ShortCode}"></video>
            <p class="caption">{TwinHtml.Text(media.Caption)}</p><p class="meta">{TimeOf(media)}</p></article></main>
            """);
    }

    public async Task<IResult> VideoAsync(string shortCode, CancellationToken token) =>
        await files.PlayAsync((await FindAsync(shortCode, token))?.BlobKey, token);

    private async Task<TwinMedia?> FindAsync(string shortCode, CancellationToken token) =>
        InstagramTwin.NumberOfShortCode(shortCode) is { } id ? await store.FindByLastPartAsync<TwinMedia>(id, token) : null;

    private static string TimeOf(TwinMedia media) =>
        media.At.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) + TwinHtml.CoverOf(media.CoverAtMs);

    private static IResult Missing() => TwinHtml.Page(
        "Instagram",
        "Not here", """<main class="narrow"><div class="card"><h1>This page isn't available</h1><p>It may have been removed.</p></div></main>""", 404);
}
