using System.Globalization;
using System.Text;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Youtube.Twin;

/// <summary>What the public would see: channels, watch pages and the films themselves.</summary>
internal sealed class TwinPages(YoutubeStore store, TwinVideos videos, TwinProcessing processing, TwinFiles files, TimeProvider time)
{
    private const int MostShown = 500;

    public async Task<IResult> ChannelAsync(string? account, CancellationToken token)
    {
        var users = account is null
            ? await store.ListAsync<TwinUser>("", MostShown, token)
            : await store.FindAsync<TwinUser>(account, token) is { Body: var one } ? [one] : [];
        if (account is not null && users.Count == 0)
        {
            return Missing("This page isn't available", "Sorry about that. Try searching for something else.");
        }

        var body = new StringBuilder("<main>");
        var shown = 0;
        foreach (var user in users)
        {
            var published = (await store.ListAsync<TwinVideo>($"{user.ChannelId}/", MostShown, token))
                .Select(processing.Shown)
                .Where(video => !video.IsPrivate)
                .ToList();
            if (published.Count == 0 && account is null)
            {
                continue;
            }

            shown++;
            var name = TwinHtml.Text(user.Login);
            var count = published.Count.ToString(CultureInfo.InvariantCulture);
            body.Append(
                CultureInfo.InvariantCulture,
                $"""
                <section class="card" style="margin-bottom:20px" data-account="{name}"><h1><a href="/sandbox/youtube?account={name}">@{name}</a></h1>
                <p>{TwinHtml.Text(user.Title)} · <span data-published="{count}">{count} videos</span></p><div class="grid">
                """);
            foreach (var video in published)
            {
                body.Append(
                    CultureInfo.InvariantCulture,
                    $"""
                    <article data-media="{video.Id}"><video controls playsinline preload="metadata" src="/sandbox/youtube/video/{video.Id}"{PosterOf(video)}></video>
                    <p class="caption">{TwinHtml.Text(video.Snippet.Title)}</p><a class="meta" href="{AddressOf(video)}">{TimeOf(video)}</a></article>
                    """);
            }

            body.Append("</div></section>");
        }

        if (shown == 0)
        {
            body.Append("""<section class="card"><h1>Nothing published yet</h1><p>Videos that are published to the sandbox appear here.</p></section>""");
        }

        return TwinHtml.Page("YouTube", "YouTube", body.Append("</main>").ToString());
    }

    public async Task<IResult> WatchAsync(string? videoId, CancellationToken token)
    {
        if (videoId is null || await videos.ShownAsync(videoId, token) is not { } video)
        {
            return videoId is not null && await store.FindAsync<TwinVideoOwner>(videoId, token) is not null
                ? Missing("Private video", "Sign in if you've been granted access to this video.")
                : Missing("Video unavailable", "This video isn't available any more.");
        }

        var channel = await store.FindAsync<TwinChannel>(video.ChannelId, token);
        var name = TwinHtml.Text(channel?.Body.Login);
        var views = TwinNumbers.ViewsOf(video, time.GetUtcNow());
        return TwinHtml.Page("YouTube", video.Snippet.Title,
            $"""
            <main class="reel"><article class="card" data-media="{video.Id}"><h1>{TwinHtml.Text(video.Snippet.Title)}</h1>
            <p><a href="/sandbox/youtube?account={name}">@{name}</a></p>
            <video controls playsinline preload="auto" src="/sandbox/youtube/video/{video.Id}"{PosterOf(video)}></video>
            <p class="caption">{TwinHtml.Text(video.Snippet.Description)}</p>
            <p class="meta">{TimeOf(video)} · {views.ToString(CultureInfo.InvariantCulture)} views</p></article></main>
            """);
    }

    public async Task<IResult> FilmAsync(string videoId, CancellationToken token) =>
        await files.PlayAsync((await videos.ShownAsync(videoId, token))?.BlobKey, token);

    public async Task<IResult> CoverAsync(string videoId, CancellationToken token) =>
        await videos.ShownAsync(videoId, token) is { } video ? await files.ShowAsync(video.CoverKey, video.CoverType, token) : Results.NotFound();

    private static string PosterOf(TwinVideo video) => TwinHtml.Poster($"/sandbox/youtube/cover/{video.Id}", video.CoverType is not null);

    private static string AddressOf(TwinVideo video) =>
        video.Width <= video.Height ? $"/sandbox/youtube/shorts/{video.Id}" : $"/sandbox/youtube/watch?v={video.Id}";

    private static string TimeOf(TwinVideo video)
    {
        var at = (video.ShownAt ?? video.UploadedAt).ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return video.Status.PrivacyStatus == YoutubeMetadata.Unlisted ? $"{at} · Unlisted" : at;
    }

    private static IResult Missing(string title, string text) => TwinHtml.Page(
        "YouTube", title, $"""<main class="narrow"><div class="card"><h1>{title}</h1><p>{text}</p></div></main>""", 404);
}
