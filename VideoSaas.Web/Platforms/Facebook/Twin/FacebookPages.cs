using System.Globalization;
using System.Text;
using VideoSaas.Web.Platforms.Graph.Twin;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Facebook.Twin;

/// <summary>What the public would see: Pages, reels, videos and the clips themselves.</summary>
internal sealed class FacebookPages(FacebookStore store, FacebookClock clock, TwinFiles files)
{
    private const int MostShown = 60;

    public async Task<IResult> ProfileAsync(string? account, CancellationToken token)
    {
        var body = new StringBuilder("<main>");
        if (account is null)
        {
            await NewestAsync(body, token);
        }
        else
        {
            var page = TwinSecrets.IsLogin(account.Replace(".studio", "", StringComparison.Ordinal))
                ? (await PageOfAsync(account, token))
                : null;
            if (page is null)
            {
                return Missing();
            }

            Section(body, page, await clock.PublishedAsync(page.Id, 500, token));
        }

        return TwinHtml.Page("Facebook", "Facebook", body.Append("</main>").ToString());
    }

    public async Task<IResult> PublicationAsync(string videoId, CancellationToken token)
    {
        if (await FindAsync(videoId, token) is not { } video)
        {
            return Missing();
        }

        var name = TwinHtml.Text((await store.FindAsync<TwinAccount>(video.PageId, token))?.Body.Username);
        return TwinHtml.Page("Facebook", video.IsReel ? "Reel" : "Video",
            $"""
            <main class="reel"><article class="card" data-media="{video.Id}"><h1><a href="/sandbox/facebook?account={name}">{name}</a></h1>
            <video controls playsinline preload="auto" src="/sandbox/facebook/video/{video.Id}"{PosterOf(video)}></video>
            <p class="caption">{TwinHtml.Text(video.Title)}</p><p class="caption">{TwinHtml.Text(video.Description)}</p><p class="meta">{TimeOf(video)}</p></article></main>
            """);
    }

    public async Task<IResult> VideoAsync(string videoId, CancellationToken token) =>
        await files.PlayAsync((await FindAsync(videoId, token))?.BlobKey, token);

    public async Task<IResult> CoverAsync(string videoId, CancellationToken token) =>
        await FindAsync(videoId, token) is { } video ? await files.ShowAsync(video.CoverKey, video.CoverType, token) : Results.NotFound();

    /// <summary>Of all Pages together, so that one look is enough however many there are.</summary>
    private async Task NewestAsync(StringBuilder body, CancellationToken token)
    {
        var shown = new List<TwinVideo>();
        foreach (var video in await store.ListAsync<TwinVideo>("", MostShown, token))
        {
            if (await clock.SettledAsync(video, token) is { PublishedAt: not null } published)
            {
                shown.Add(published);
            }
        }

        foreach (var group in shown.GroupBy(video => video.PageId))
        {
            if (await store.FindAsync<TwinAccount>(group.Key, token) is { Body: var page })
            {
                Section(body, page, [.. group]);
            }
        }

        if (shown.Count == 0)
        {
            body.Append("""<section class="card"><h1>Nothing published yet</h1><p>Reels and videos that are published to the sandbox appear here.</p></section>""");
        }
    }

    private async Task<TwinAccount?> PageOfAsync(string username, CancellationToken token)
    {
        var login = username.Replace(".studio", "", StringComparison.Ordinal);
        var user = await store.FindAsync<TwinUser>(login, token);
        var page = user?.Body.Pages.FirstOrDefault(one => one.Username == username);
        return page is null ? null : (await store.FindAsync<TwinAccount>(page.Id, token))?.Body;
    }

    private static void Section(StringBuilder body, TwinAccount page, IReadOnlyList<TwinVideo> published)
    {
        var name = TwinHtml.Text(page.Username);
        var count = published.Count.ToString(CultureInfo.InvariantCulture);
        body.Append(
            CultureInfo.InvariantCulture,
            $"""
            <section class="card" style="margin-bottom:20px" data-account="{name}"><h1><a href="/sandbox/facebook?account={name}">{name}</a></h1>
            <p>{TwinHtml.Text(page.Name)} · <span data-published="{count}">{count} published</span></p><div class="grid">
            """);
        foreach (var video in published)
        {
            body.Append(
                CultureInfo.InvariantCulture,
                $"""
                <article data-media="{video.Id}"><video controls playsinline preload="metadata" src="/sandbox/facebook/video/{video.Id}"{PosterOf(video)}></video>
                <p class="caption">{TwinHtml.Text(video.Description)}</p><a class="meta" href="/sandbox/facebook/www{video.Permalink}">{TimeOf(video)}</a></article>
                """);
        }

        body.Append("</div></section>");
    }

    private async Task<TwinVideo?> FindAsync(string videoId, CancellationToken token) =>
        videoId.Length is > 0 and <= 20 && videoId.All(char.IsAsciiDigit)
            && await store.FindByLastPartAsync<TwinVideo>(videoId, token) is { } video
            && await clock.SettledAsync(video, token) is { PublishedAt: not null } published
                ? published
                : null;

    private static string PosterOf(TwinVideo video) => TwinHtml.Poster($"/sandbox/facebook/cover/{video.Id}", video.CoverType is not null);

    private static string TimeOf(TwinVideo video) => video.PublishedAt!.Value.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static IResult Missing() => TwinHtml.Page(
        "Facebook",
        "Not here", """<main class="narrow"><div class="card"><h1>This content isn't available</h1><p>It may have been removed.</p></div></main>""", 404);
}
