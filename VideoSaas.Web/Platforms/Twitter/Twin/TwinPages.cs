using System.Globalization;
using System.Text;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Twitter.Twin;

/// <summary>What the public would see: profiles, posts and the clips themselves.</summary>
internal sealed class TwinPages(TwitterStore store, TwinFiles files)
{
    private const int MostShown = 500;

    public async Task<IResult> ProfileAsync(string? account, CancellationToken token)
    {
        var people = account is null
            ? await store.ListAsync<TwinUser>("", MostShown, token)
            : TwinSecrets.IsLogin(account) && await store.FindAsync<TwinUser>(account, token) is { } one ? [one.Body] : [];
        if (account is not null && people.Count == 0)
        {
            return Missing();
        }

        var body = new StringBuilder("<main>");
        var shown = 0;
        foreach (var person in people)
        {
            var posts = await store.ListAsync<TwinPost>($"{person.Id}/", MostShown, token);
            if (posts.Count == 0 && account is null)
            {
                continue;
            }

            shown++;
            var name = TwinHtml.Text(person.Login);
            var count = posts.Count.ToString(CultureInfo.InvariantCulture);
            body.Append(
                CultureInfo.InvariantCulture,
                $"""
                <section class="card" style="margin-bottom:20px" data-account="{name}"><h1><a href="/sandbox/twitter?account={name}">@{name}</a></h1>
                <p>{TwinHtml.Text(TwitterTwin.NameOf(person))} · <span data-published="{count}">{count} posts</span></p><div class="grid">
                """);
            foreach (var post in posts)
            {
                body.Append(CultureInfo.InvariantCulture, $"""<article data-media="{post.Id}">{Film(post, "metadata")}""");
                body.Append(
                    CultureInfo.InvariantCulture,
                    $"""<p class="caption">{TwinHtml.Text(post.Text)}</p><a class="meta" href="/sandbox/twitter/x/i/web/status/{post.Id}">{TimeOf(post)}</a></article>""");
            }

            body.Append("</div></section>");
        }

        if (shown == 0)
        {
            body.Append("""<section class="card"><h1>Nothing published yet</h1><p>Posts that are published to the sandbox appear here.</p></section>""");
        }

        return TwinHtml.Page("X", "X", body.Append("</main>").ToString());
    }

    public async Task<IResult> PostAsync(string id, CancellationToken token)
    {
        if (await FindAsync(id, token) is not { } post)
        {
            return Missing();
        }

        var name = TwinHtml.Text((await store.FindAsync<TwinAccount>(post.UserId, token))?.Body.Login);
        return TwinHtml.Page("X", "Post",
            $"""
            <main class="reel"><article class="card" data-media="{post.Id}"><h1><a href="/sandbox/twitter?account={name}">@{name}</a></h1>
            <p class="caption">{TwinHtml.Text(post.Text)}</p>{Film(post, "auto")}<p class="meta">{TimeOf(post)}</p></article></main>
            """);
    }

    public async Task<IResult> VideoAsync(string id, CancellationToken token) =>
        await files.PlayAsync((await FindAsync(id, token))?.BlobKey, token);

    private async Task<TwinPost?> FindAsync(string id, CancellationToken token) =>
        id.Length is > 0 and < 25 && id.All(char.IsAsciiDigit) ? await store.FindByLastPartAsync<TwinPost>(id, token) : null;

    private static string Film(TwinPost post, string preload) => post.BlobKey is null
        ? ""
        : $"""<video controls playsinline preload="{preload}" src="/sandbox/twitter/video/{post.Id}"></video>""";

    private static string TimeOf(TwinPost post) => post.At.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static IResult Missing() => TwinHtml.Page(
        "X",
        "Not here", """<main class="narrow"><div class="card"><h1>This page doesn’t exist</h1><p>It may have been removed.</p></div></main>""", 404);
}
