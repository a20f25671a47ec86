using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Accounts;
using VideoSaas.Web.Features.Analytics;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Studio.Library;

namespace VideoSaas.Web.Features.Studio;

/// <summary>What a person wants to know first: what needs them, what happens now, what went out.</summary>
internal sealed class HomeQueries(
    IDbContextFactory<AppDb> databases, PublishingQueries publishing, EarnedQueries earned, AccountsQueries accounts, TimeProvider time)
{
    private const int RowsOfEach = 8;
    private const int WentOutRows = 5;
    private const int GoingOutRows = 6;

    /// <summary>Said beside what the conditions say, so that the index of a person's posts by status answers: most posts are published.</summary>
    private static readonly PostStatus[] Unfinished =
        [PostStatus.Pending, PostStatus.Preparing, PostStatus.Uploading, PostStatus.Checking, PostStatus.Failed];

    /// <param name="zone">In which the person counts days.</param>
    public async Task<HomeView> PageAsync(Actor actor, TimeZoneInfo zone, CancellationToken token)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(token);
        var person = actor.PersonId;
        var unfinished = db.Videos.AsNoTracking().Where(
            video => video.UserId == person && video.SourceVideoId == null && video.ProcessingStatus != VideoStatus.Ready);
        var failed = await unfinished
            .Where(video => video.ProcessingStatus == VideoStatus.Failed && !LibraryScope.Stopped(db, actor).Contains(video.Id))
            .OrderByDescending(video => video.StatusChangedAt)
            .Take(RowsOfEach)
            .ToListAsync(token);
        var underWay = await unfinished
            .Where(video => video.ProcessingStatus != VideoStatus.Failed)
            .OrderBy(video => video.CreatedAt)
            .Take(RowsOfEach)
            .ToListAsync(token);
        var jobs = await ClipReader.JobsAsync(db, underWay, token);
        var clips = await ClipReader.ClipsAsync(db, underWay, token);

        var mine = db.PlatformPosts.AsNoTracking().Where(post => post.UserId == person && db.Videos.Any(video => video.Id == post.VideoId));
        var troubled = mine.Where(post => Unfinished.Contains(post.UploadStatus) && (post.UploadStatus == PostStatus.Failed
            || (post.UploadStatus == PostStatus.Pending && post.HoldCode != null && post.HoldCode != HoldCode.Paused)
            || (post.UploadStatus == PostStatus.Checking && post.ErrorCode == PlatformPost.OutcomeUnknownCode)));
        var moving = mine.Where(post => Unfinished.Contains(post.UploadStatus) && post.SubmittedAt != null
            && ((post.UploadStatus == PostStatus.Pending && post.HoldCode == null && post.ScheduledFor <= now)
                || post.UploadStatus == PostStatus.Preparing
                || post.UploadStatus == PostStatus.Uploading
                || (post.UploadStatus == PostStatus.Checking && post.CommitAt == null && post.ErrorCode != PlatformPost.OutcomeUnknownCode)));
        var published = mine.Where(post => post.PostedAt != null && post.UploadStatus == PostStatus.Published);
        var channels = await publishing.ChannelsAsync(actor, token);
        var connected = channels.SelectMany(one => one.Accounts).ToList();
        var names = connected.ToDictionary(account => account.Id, account => account.Username ?? account.DisplayName);
        var wentOut = await ListAsync(db, published.OrderByDescending(post => post.PostedAt).Take(WentOutRows), names, token);
        var views = await earned.ViewsAsync(actor, [.. wentOut.Select(one => one.Post.VideoId)], token);
        var me = await accounts.FindMeAsync(actor, token);
        return new HomeView(
            await ClipReader.ClipsAsync(db, failed, token),
            [.. (await ListAsync(db, troubled.OrderByDescending(post => post.StatusChangedAt).Take(RowsOfEach), names, token)).OrderBy(Severity)],
            [.. clips.Zip(underWay, (clip, video) => new WorkOfClip(clip, ClipReader.WorkOf(video, jobs[video.Id])))],
            await ListAsync(db, moving.OrderBy(post => post.SubmittedAt).Take(RowsOfEach), names, token),
            await ComingPosts.ReadAsync(db, actor, now, GoingOutRows, token),
            [
                .. wentOut.Select(one => new PostThatWentOut(
                    one.Post, one.Title, one.ThumbnailAddress,
                    views.TryGetValue((one.Post.VideoId, one.Post.Platform), out var count) ? count : null)),
            ],
            await earned.WeekAsync(actor, zone, token),
            connected,
            me is not null && me.CurrentUsage >= me.MonthlyQuota ? new QuotaUsed(me.MonthlyQuota, me.QuotaResetDate) : null,
            HasVideo: (await db.Videos.Where(video => video.UserId == person).OrderByDescending(video => video.CreatedAt)
                .Select(video => video.Id).Take(1).ToListAsync(token)).Count > 0,
            HasChannel: connected.Count > 0,
            HasPublished: wentOut.Count > 0);
    }

    /// <summary>Worst first: what may be out unseen, what failed, what waits.</summary>
    private static int Severity(PostOfClip one) => one.Post switch
    {
        { IsUnconfirmed: true } => 0,
        { Status: PostStatus.Failed } => 1,
        _ => 2,
    };

    private static async Task<IReadOnlyList<PostOfClip>> ListAsync(
        AppDb db, IQueryable<PlatformPost> posts, Dictionary<Guid, string?> names, CancellationToken token)
    {
        var rows = await posts.ToListAsync(token);
        var videoIds = rows.Select(post => post.VideoId).Distinct().ToList();
        var videos = await db.Videos.AsNoTracking()
            .Where(video => videoIds.Contains(video.Id))
            .Select(video => new { video.Id, video.Caption, video.OriginalFilename, video.ThumbnailUrl })
            .ToDictionaryAsync(video => video.Id, token);
        return
        [
            .. rows.Where(post => videos.ContainsKey(post.VideoId)).Select(post => new PostOfClip(
                new PostRow(
                    post.Id, post.VideoId, post.Platform, post.ConnectedAccountId,
                    post.ConnectedAccountId is { } account ? names.GetValueOrDefault(account) : null,
                    post.Caption, post.UploadStatus, post.StatusChangedAt, post.UploadProgress, post.SubmittedAt is not null,
                    post.IsUnconfirmed, post.HoldCode, post.ErrorCode, post.ErrorMessage, post.ScheduledFor, post.PostedAt,
                    post.PlatformPostUrl, post.PlatformShortCode),
                ClipReader.TitleOf(post.Caption ?? videos[post.VideoId].Caption, videos[post.VideoId].OriginalFilename),
                videos[post.VideoId].ThumbnailUrl)),
        ];
    }
}
