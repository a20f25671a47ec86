using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Publishing.Compose;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing;

/// <summary>What the screens of publishing show. Everything is scoped to the person; a stranger's thing is not found.</summary>
public sealed class PublishingQueries(IDbContextFactory<AppDb> databases, PlatformCatalog platforms, PostGate gate)
{
    private const int MostPostable = 48;

    private const int MostSteps = 200;

    /// <summary>Every platform that can be connected here, with the person's accounts on it.</summary>
    public async Task<IReadOnlyList<PlatformChannels>> ChannelsAsync(Actor actor, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var accounts = await AccountsAsync(db, actor.PersonId, token);
        return
        [
            .. platforms.All.Select(one => one.Platform).Order().Select(platform => new PlatformChannels(
                platform,
                $"/connect/{Words.Of(platform)}",
                [.. accounts.Where(account => account.Platform == platform)])),
        ];
    }

    /// <summary>The video beside every connected channel, with what stands against posting it there.</summary>
    public async Task<Outcome<ComposeView>> ComposeAsync(Actor actor, Guid videoId, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var video = await db.Videos.AsNoTracking().FirstOrDefaultAsync(
            one => one.Id == videoId && one.UserId == actor.PersonId && one.DeletedAt == null, token);
        if (video is null)
        {
            return new NotFound();
        }

        var accounts = await AccountsAsync(db, actor.PersonId, token);
        var posts = await db.PlatformPosts.AsNoTracking()
            .Where(post => post.VideoId == videoId && post.UserId == actor.PersonId)
            .Select(ToRow(db))
            .ToListAsync(token);
        var drafts = await db.PlatformPosts.AsNoTracking()
            .Where(post => post.VideoId == videoId && post.UserId == actor.PersonId)
            .Select(post => new { post.Id, post.Title, post.Settings })
            .ToDictionaryAsync(post => post.Id, token);
        var told = await db.PlatformAccounts.AsNoTracking()
            .Where(account => account.UserId == actor.PersonId)
            .ToDictionaryAsync(account => account.Id, account => account.Facts, token);
        var files = await db.VideoAssets.AsNoTracking()
            .Where(asset => asset.VideoId == videoId && asset.Kind == AssetKind.Rendition)
            .OrderByDescending(asset => asset.AssetSet)
            .ThenByDescending(asset => asset.CreatedAt)
            .ToListAsync(token);
        var edits = await db.Makings.AsNoTracking()
            .Where(making => making.VideoId == videoId)
            .Select(making => new { making.AssetSet, making.Edits })
            .ToDictionaryAsync(making => making.AssetSet, making => making.Edits, token);
        var sameClip = await ComposeQueries.SameClipAsync(db, actor.PersonId, videoId, token);
        var channels = accounts.Select(channel =>
        {
            var file = files.Find(one => one.Platforms.Contains(Words.Of(channel.Platform)));
            var post = posts.FirstOrDefault(one => one.Platform == channel.Platform);
            var kept = post is null || (post.AccountId is { } own && own != channel.Id) ? null : drafts[post.Id];
            var facts = PostGate.FactsOf(told.GetValueOrDefault(channel.Id));
            return new ComposeChannel(
                channel,
                post,
                PostGate.LimitsOf(platforms.Of(channel.Platform).TextLimits, facts),
                file is null ? null : PostGate.FileOf(file, edits.GetValueOrDefault(file.AssetSet)),
                facts,
                kept?.Title,
                PostSettings.Parse(kept?.Settings),
                sameClip.TryGetValue(channel.Id, out var at) ? at : null);
        }).ToList();
        var shown = files.Find(file => accounts.Any(account => file.Platforms.Contains(Words.Of(account.Platform))));
        return new ComposeView(
            video.Id,
            video.OriginalFilename,
            video.ThumbnailUrl,
            shown is null ? video.ProcessedUrl : $"/media/{shown.Id}",
            video.Duration,
            video.Width,
            video.Height,
            video.Caption ?? posts.Select(post => post.Caption).FirstOrDefault(caption => caption is not null),
            channels)
        {
            SizeBytes = shown?.SizeBytes,
            FramesPerSecond = video.Fps,
        };
    }

    /// <summary>The newest videos that have a file to send.</summary>
    public async Task<IReadOnlyList<PostableVideo>> PostableVideosAsync(Actor actor, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var videos = await db.Videos.AsNoTracking()
            .Where(video => video.UserId == actor.PersonId && video.ProcessedUrl != null && video.SourceVideoId == null)
            .OrderByDescending(video => video.CreatedAt)
            .Take(MostPostable)
            .Select(video => new { video.Id, video.Caption, video.OriginalFilename, video.ThumbnailUrl })
            .ToListAsync(token);
        return
        [
            .. videos.Select(video => new PostableVideo(
                video.Id,
                video.Caption?.Split('\n').FirstOrDefault(line => line.Trim().Length > 0)?.Trim()
                    ?? Path.GetFileNameWithoutExtension(video.OriginalFilename),
                video.ThumbnailUrl)),
        ];
    }

    /// <summary>What a platform says to a post while it is being written; errors first. Reads no table.</summary>
    public IReadOnlyList<Verdict> Judge(ComposeChannel channel, string? title, string? caption, PostSettings settings) =>
        gate.Judge(channel.Channel.Platform, new PostToJudge(channel.File, title, caption, settings, channel.Facts));

    /// <summary>Where the person can look for a post whose own address is not known; reads no table.</summary>
    public string? ProfileOf(PostRow post) =>
        post.AccountName is { } name ? platforms.Find(post.Platform)?.ProfileAddress(name) : null;

    /// <summary>Every post of the video, oldest platform first.</summary>
    public async Task<IReadOnlyList<PostRow>> PostsOfVideoAsync(Actor actor, Guid videoId, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.PlatformPosts.AsNoTracking()
            .Where(post => post.VideoId == videoId && post.UserId == actor.PersonId)
            .OrderBy(post => post.CreatedAt)
            .Select(ToRow(db))
            .ToListAsync(token);
    }

    /// <summary>The post with its ways to the platform and its history.</summary>
    public async Task<Outcome<PostPage>> PostAsync(Actor actor, Guid postId, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var post = await db.PlatformPosts.AsNoTracking().FirstOrDefaultAsync(
            one => one.Id == postId && one.UserId == actor.PersonId, token);
        if (post is null)
        {
            return new NotFound();
        }

        var row = await db.PlatformPosts.AsNoTracking().Where(one => one.Id == postId).Select(ToRow(db)).FirstAsync(token);
        var video = await db.Videos.AsNoTracking().IgnoreQueryFilters()
            .Where(one => one.Id == post.VideoId)
            .Select(one => new { one.OriginalFilename, one.ThumbnailUrl, IsGone = one.OriginalUrl == "" })
            .FirstAsync(token);
        var attempts = await db.PublishAttempts.AsNoTracking()
            .Where(attempt => attempt.PostId == postId)
            .OrderByDescending(attempt => attempt.Arming)
            .ToListAsync(token);
        var timeline = await db.AuditEntries.AsNoTracking()
            .Where(entry => entry.ResourceType == "platform_post" && entry.ResourceId == postId)
            .OrderByDescending(entry => entry.CreatedAt)
            .ThenByDescending(entry => entry.Id)
            .Select(entry => new { entry.CreatedAt, entry.Action, entry.ActorType, entry.ActorId, entry.Changes, entry.Metadata })
            .ToListAsync(token);
        var steps = await db.PublishSteps.AsNoTracking()
            .Where(step => step.PostId == postId)
            .OrderByDescending(step => step.CreatedAt)
            .Take(MostSteps)
            .Select(step => new StepRow(
                step.CreatedAt, step.Arming, step.Step, step.Outcome, step.ErrorCode, step.Message, step.RequestId, step.NextTryAt))
            .ToListAsync(token);
        var checks = await db.PostChecks.AsNoTracking()
            .Where(check => check.PostId == postId && check.Arming == post.Arming)
            .OrderByDescending(check => check.CreatedAt)
            .ToListAsync(token);
        var current = attempts.FirstOrDefault(attempt => attempt.Arming == post.Arming);
        var mayBeOut = current.MayBeOut();
        return new PostPage(
            row,
            video.OriginalFilename,
            video.ThumbnailUrl,
            post.RetryCount,
            post.MaxRetries,
            IsCommitted: mayBeOut,
            CanCancel: post.SubmittedAt is not null && !mayBeOut
                && post.UploadStatus is PostStatus.Pending or PostStatus.Preparing or PostStatus.Uploading or PostStatus.Checking,
            CanRetry: post.UploadStatus is PostStatus.Failed,
            await NextTryAsync(db, post, token),
            post.ApiResponse,
            post.ErrorDetails,
            [
                .. attempts.Select(one => new AttemptRow(
                    one.Arming, one.Step, one.CreatedAt, one.UpdatedAt, one.IntentAt, one.Outcome, one.ResolvedBy, one.ResolvedAt,
                    one.LastAnswer)),
            ],
            [
                .. timeline.Select(one => new TimelineRow(
                    one.CreatedAt,
                    one.Action,
                    one.ActorType is { } type ? Words.Of(type) : null,
                    one.ActorId,
                    one.Changes,
                    ReasonOf(one.Metadata))),
            ],
            steps,
            [.. checks.Select(check => new CheckRow(check.CreatedAt, check.Stage, check.Outcome, check.Findings))])
        {
            IsVideoGone = video.IsGone,
        };
    }

    private static async Task<DateTimeOffset?> NextTryAsync(AppDb db, PlatformPost post, CancellationToken token)
    {
        var postId = post.Id.ToString();
        var job = await db.Database
            .SqlQuery<DateTimeOffset?>(
                $"""
                SELECT CASE WHEN status = 'failed' THEN backoff_until ELSE scheduled_for END AS "Value"
                FROM processing_jobs
                WHERE video_id = {post.VideoId} AND job_type = {JobTypes.PublishPost} AND job_data ->> 'post_id' = {postId}
                  AND (status = 'queued' AND scheduled_for <> 'infinity' OR status = 'failed' AND backoff_until IS NOT NULL)
                ORDER BY id DESC LIMIT 1
                """)
            .ToListAsync(token);
        return job.FirstOrDefault();
    }

    private static string? ReasonOf(string? metadata)
    {
        if (metadata is null)
        {
            return null;
        }

        using var document = System.Text.Json.JsonDocument.Parse(metadata);
        return document.RootElement.ValueKind == System.Text.Json.JsonValueKind.Object
            && document.RootElement.TryGetProperty("reason", out var reason)
                ? reason.GetString()
                : null;
    }

    internal Task<List<ChannelView>> AccountsAsync(AppDb db, Guid person, CancellationToken token) =>
        db.PlatformAccounts.AsNoTracking()
            .Where(account => account.UserId == person && account.DeletedAt == null)
            .OrderBy(account => account.CreatedAt)
            .Select(account => new ChannelView(
                account.Id,
                account.Platform,
                account.Username,
                account.DisplayName,
                account.Health,
                account.StatusChangedAt,
                account.TokenExpiresAt,
                account.CreatedAt,
                db.PlatformPosts.Count(post => post.ConnectedAccountId == account.Id
                    && post.UploadStatus == PostStatus.Pending && post.HoldCode == HoldCode.Reconnect))
            {
                PausedAt = account.PausedAt,
            })
            .ToListAsync(token);

    private static Expression<Func<PlatformPost, PostRow>> ToRow(AppDb db) => post => new PostRow(
        post.Id,
        post.VideoId,
        post.Platform,
        post.ConnectedAccountId,
        db.PlatformAccounts.Where(account => account.Id == post.ConnectedAccountId)
            .Select(account => account.Username ?? account.DisplayName).FirstOrDefault(),
        post.Caption,
        post.UploadStatus,
        post.StatusChangedAt,
        post.UploadProgress,
        post.SubmittedAt != null,
        post.UploadStatus == PostStatus.Checking && post.ErrorCode == PlatformPost.OutcomeUnknownCode,
        post.HoldCode,
        post.ErrorCode,
        post.ErrorMessage,
        post.ScheduledFor,
        post.PostedAt,
        post.PlatformPostUrl,
        post.PlatformShortCode);
}
