using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Analytics;
using VideoSaas.Web.Features.Processing.Jobs;
using VideoSaas.Web.Features.Publishing;

namespace VideoSaas.Web.Features.Studio;

/// <summary>Everything about one video, to its owner alone.</summary>
internal sealed class VideoPageQueries(IDbContextFactory<AppDb> databases, PublishingQueries publishing, EarnedQueries earned)
{
    private const int MostTrailLines = 500;

    private static readonly string[] Trails = ["video", "platform_post"];

    /// <summary>Null when there is no such video for this person; one in the bin is still found, one that is gone for good is not.</summary>
    public async Task<VideoView?> FindAsync(Actor actor, Guid videoId, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var video = await db.Videos.IgnoreQueryFilters().AsNoTracking()
            .FirstOrDefaultAsync(one => one.Id == videoId && one.UserId == actor.PersonId && one.OriginalUrl != "", token);
        if (video is null)
        {
            return null;
        }

        var metadata = await db.VideoMetadata.AsNoTracking().FirstOrDefaultAsync(one => one.VideoId == videoId, token);
        var jobs = await ClipReader.JobsAsync(db, [video], token);
        var assets = await db.VideoAssets.AsNoTracking()
            .Where(asset => asset.VideoId == videoId && (asset.Kind == AssetKind.Source || asset.Kind == AssetKind.Rendition))
            .OrderBy(asset => asset.Kind == AssetKind.Source).ThenByDescending(asset => asset.AssetSet)
            .ToListAsync(token);
        var newest = assets.Where(asset => asset.Kind == AssetKind.Rendition).Select(asset => asset.AssetSet).DefaultIfEmpty().Max();
        var plan = await db.Makings.AsNoTracking()
            .Where(making => making.VideoId == videoId && making.Plan != null)
            .OrderByDescending(making => making.AssetSet)
            .FirstOrDefaultAsync(token);
        var posts = await publishing.PostsOfVideoAsync(actor, videoId, token);
        var resources = posts.Select(post => (Guid?)post.Id).Append(videoId).ToList();
        var trail = await db.AuditEntries.AsNoTracking()
            .Where(entry => Trails.Contains(entry.ResourceType) && resources.Contains(entry.ResourceId))
            .OrderByDescending(entry => entry.CreatedAt).ThenByDescending(entry => entry.Id)
            .Take(MostTrailLines)
            .Select(entry => new { entry.CreatedAt, entry.Action, entry.ActorType, entry.ResourceId, entry.NewValues })
            .ToListAsync(token);
        var isImported = await db.ProcessingJobs.AsNoTracking()
            .AnyAsync(job => job.VideoId == videoId && job.JobType == JobTypes.DownloadVideo, token);
        var uploadStartedAt = isImported ? null : await db.Uploads.AsNoTracking()
            .Where(upload => upload.VideoId == videoId)
            .Select(upload => (DateTimeOffset?)upload.CreatedAt)
            .FirstOrDefaultAsync(token);

        return new VideoView(
            video.Id,
            ClipReader.TitleOf(video.Caption, video.OriginalFilename),
            video.Caption,
            video.DeletedAt,
            video.CreatedAt,
            uploadStartedAt,
            isImported,
            video.ThumbnailUrl,
            video.ProcessedUrl ?? video.PreviewUrl,
            IsPreview: video.ProcessedUrl is null,
            IsPublishable: newest > 0 && video.DeletedAt is null,
            HasSource: video.AwaitsFetch || assets.Exists(asset => asset.Kind == AssetKind.Source),
            ClipReader.WorkOf(video, jobs[videoId]),
            FactsOf(video, metadata),
            [
                .. assets.Where(asset => asset.Kind == AssetKind.Source || asset.AssetSet == newest)
                    .Select(asset => new VersionView(asset.Id, asset.Kind, asset.SizeBytes, asset.Width, asset.Height, WorkOf(asset), PlatformsOf(asset))),
            ],
            plan?.Plan?.Decisions ?? [],
            posts,
            await earned.OfVideoAsync(actor, videoId, token),
            [
                .. trail.Select(one => new TrailLine(
                    one.CreatedAt, one.Action, one.ActorType is { } type ? Words.Of(type) : null, one.ResourceId, one.NewValues)),
            ]);
    }

    private static SourceFacts FactsOf(Video video, VideoMetadata? metadata) => new(
        video.OriginalFilename,
        video.OriginalSize,
        video.OriginalFormat,
        video.Width,
        video.Height,
        metadata is { FrameRateNumerator: { } frames, FrameRateDenominator: > 0 and { } seconds } ? (double)frames / seconds : video.Fps,
        metadata?.HdrTransfer is not null,
        video.VideoCodec,
        video.AudioCodec,
        metadata?.AudioChannels,
        metadata?.DurationMs is { } length ? TimeSpan.FromMilliseconds(length) : video.Duration > 0 ? TimeSpan.FromSeconds(video.Duration) : null,
        metadata?.LoudnessLufs,
        metadata?.SourceSha256);

    private static FileWork? WorkOf(VideoAsset asset) => asset.Kind == AssetKind.Source ? null : SpecJson.WorkOf(asset);

    private static IReadOnlyList<Platform> PlatformsOf(VideoAsset asset) =>
        [.. asset.Platforms.Select(word => Words.TryParse<Platform>(word, out var platform) ? platform : (Platform?)null).OfType<Platform>()];
}
