using Microsoft.Extensions.Options;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms.Graph.Twin;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Facebook.Twin;

/// <summary>How a video stands now: its clock runs by itself, its file is looked at once, and what is due is published.</summary>
internal sealed class FacebookClock(FacebookStore store, TwinFiles files, IOptions<SandboxOptions> options, TimeProvider time)
{
    private const int MostListed = 10_000;

    /// <summary>Ids tell what they are of, as they do not on the real host, so that one path can serve all.</summary>
    public static string NewVideoId() => "90" + TwinSecrets.Digits(14);

    public static string NewSessionId() => "95" + TwinSecrets.Digits(14);

    public static string NewPostId() => "12" + TwinSecrets.Digits(13);

    public async Task<Versioned<TwinVideo>?> FindAsync(TwinCaller caller, string videoId, CancellationToken token)
    {
        foreach (var pageId in caller.AccountIds)
        {
            if (await store.FindAsync<TwinVideo>($"{pageId}/{videoId}", token) is { } read)
            {
                return await SettledAsync(read, token);
            }
        }

        return null;
    }

    /// <summary>What a Page has published, newest first.</summary>
    public async Task<IReadOnlyList<TwinVideo>> PublishedAsync(string pageId, int most, CancellationToken token)
    {
        var published = new List<TwinVideo>();
        foreach (var video in await store.ListAsync<TwinVideo>($"{pageId}/", Math.Min(most, MostListed), token))
        {
            if (await SettledAsync(video, token) is { PublishedAt: not null } settled)
            {
                published.Add(settled);
            }
        }

        return published;
    }

    public async Task<TwinVideo> SettledAsync(TwinVideo video, CancellationToken token)
    {
        // Most are at rest and need no second reading.
        if (IsAtRest(video) || ProcessedAt(video) is not { } due || due > time.GetUtcNow())
        {
            return video;
        }

        var read = await store.FindAsync<TwinVideo>($"{video.PageId}/{video.Id}", token);
        return read is null ? video : (await SettledAsync(read, token)).Body;
    }

    /// <summary>When the twin is through with the file; null while it has not begun.</summary>
    public DateTimeOffset? ProcessedAt(TwinVideo video) =>
        (video.IsReel ? video.UploadedAt : video.FinishedAt)?.AddSeconds(options.Value.ProcessingSeconds);

    private static bool IsAtRest(TwinVideo video) =>
        video is { PublishedAt: not null } or { Verdict: not (null or 0) } or { Verdict: 0, State: null or "DRAFT" };

    private async Task<Versioned<TwinVideo>> SettledAsync(Versioned<TwinVideo> read, CancellationToken token)
    {
        while (true)
        {
            var settled = await MovedAsync(read.Body, token);
            if (settled == read.Body)
            {
                return read;
            }

            if (await store.ReplaceAsync(read, settled, token))
            {
                return read with { Body = settled, Version = read.Version + 1 };
            }

            read = (await store.FindAsync<TwinVideo>(read.Key, token))!;
        }
    }

    private async Task<TwinVideo> MovedAsync(TwinVideo video, CancellationToken token)
    {
        var now = time.GetUtcNow();
        if (ProcessedAt(video) is not { } due || due > now)
        {
            return video;
        }

        if (video.Verdict is null)
        {
            video = video with { Verdict = video.FailsWith ?? await LookAsync(video, token) };
        }

        var publicAt = video switch
        {
            { PublishedAt: not null } or { Verdict: not 0 } => null,
            { FailsWith: { } } => null,
            { State: "PUBLISHED", FinishedAt: { } finishedAt } => finishedAt > due ? finishedAt : due,
            { State: "SCHEDULED", ScheduledFor: { } at } when at <= now => at,
            _ => (DateTimeOffset?)null,
        };
        return publicAt is null ? video : video with { PublishedAt = publicAt, PostId = video.PostId ?? NewPostId() };
    }

    private async Task<int> LookAsync(TwinVideo video, CancellationToken token)
    {
        var found = await files.LookAsync(video.BlobKey, token);
        return found.File is null
            ? 2069019
            : FacebookRules.RefusalOf(found.File, video.IsReel ? PlatformMediaRules.FacebookReels : PlatformMediaRules.FacebookVideos) ?? 0;
    }
}
