using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Data.Tables;

namespace VideoSaas.Web.Features.Studio.Library;

/// <summary>Which videos a question means, and in which order.</summary>
internal static class LibraryScope
{
    /// <summary>
    /// More clips than anybody has. It bounds what is counted and sorted in the order of its index, so that one person's part of the
    /// table is read by that index and the rest of the table is not.
    /// </summary>
    public const int MostRead = 1_000_000;

    /// <summary>Said beside what the conditions say, so that the index of a person's posts by status answers: most posts are published.</summary>
    private static readonly PostStatus[] Unfinished =
        [PostStatus.Pending, PostStatus.Preparing, PostStatus.Uploading, PostStatus.Checking, PostStatus.Failed];

    /// <summary>
    /// The videos of one filter. A second row on the same source is the same clip to a person. What the person stopped or paused
    /// themselves needs nobody.
    /// </summary>
    public static IQueryable<Video> Of(AppDb db, Actor actor, LibraryFilter filter, DateTimeOffset now)
    {
        var person = actor.PersonId;
        if (filter == LibraryFilter.Bin)
        {
            return db.Videos.IgnoreQueryFilters().Where(video => video.UserId == person && video.SourceVideoId == null && video.DeletedAt != null
                && video.OriginalUrl != "");
        }

        var mine = db.Videos.Where(video => video.UserId == person && video.SourceVideoId == null);
        var stopped = Stopped(db, actor);
        var unfinished = db.PlatformPosts.Where(post => post.UserId == person && Unfinished.Contains(post.UploadStatus));
        return filter switch
        {
            LibraryFilter.Ready => mine.Where(video => video.ProcessingStatus == VideoStatus.Ready
                && !db.PlatformPosts.Any(post => post.UserId == person && post.VideoId == video.Id && post.SubmittedAt != null
                    && post.UploadStatus != PostStatus.Cancelled)),
            LibraryFilter.Scheduled => mine.Where(video =>
                unfinished.Any(post => post.VideoId == video.Id && post.SubmittedAt != null && post.UploadStatus == PostStatus.Pending
                    && (post.HoldCode == HoldCode.Paused || (post.HoldCode == null && post.ScheduledFor > now)))),
            LibraryFilter.InProgress => mine.Where(video =>
                (video.ProcessingStatus != VideoStatus.Ready && video.ProcessingStatus != VideoStatus.Failed)
                || unfinished.Any(post => post.VideoId == video.Id && post.SubmittedAt != null
                    && ((post.UploadStatus == PostStatus.Pending && post.HoldCode == null && (post.ScheduledFor == null || post.ScheduledFor <= now))
                        || post.UploadStatus == PostStatus.Preparing
                        || post.UploadStatus == PostStatus.Uploading
                        || (post.UploadStatus == PostStatus.Checking && post.ErrorCode != PlatformPost.OutcomeUnknownCode)))),
            LibraryFilter.Published => mine.Where(video =>
                db.PlatformPosts.Any(post => post.VideoId == video.Id && post.UploadStatus == PostStatus.Published)),
            LibraryFilter.NeedsYou => mine.Where(video =>
                (video.ProcessingStatus == VideoStatus.Failed && !stopped.Contains(video.Id))
                || unfinished.Any(post => post.VideoId == video.Id
                    && (post.UploadStatus == PostStatus.Failed
                        || (post.UploadStatus == PostStatus.Pending && post.HoldCode != null && post.HoldCode != HoldCode.Paused)
                        || (post.UploadStatus == PostStatus.Checking && post.ErrorCode == PlatformPost.OutcomeUnknownCode)))),
            _ => mine,
        };
    }

    /// <summary>Videos that the person stopped themselves.</summary>
    public static IQueryable<Guid> Stopped(AppDb db, Actor actor) => db.Database.SqlQuery<Guid>(
        $"""
        SELECT id AS "Value" FROM videos
        WHERE user_id = {actor.PersonId} AND processing_status != 'ready' AND processing_status = 'failed'
          AND processing_error_details ->> 'code' = {ProcessingErrorDetails.Cancelled}
        """);

    /// <param name="zone">In which the days of the question are meant.</param>
    public static IQueryable<Video> Matching(AppDb db, Actor actor, LibraryAsk ask, TimeZoneInfo zone, DateTimeOffset now)
    {
        var videos = Searched(Of(db, actor, ask.Filter, now), ask.Search);
        if (ask.Platform is { } platform)
        {
            videos = videos.Where(video => db.PlatformPosts.Any(post => post.VideoId == video.Id && post.Platform == platform
                && post.SubmittedAt != null && post.UploadStatus != PostStatus.Cancelled));
        }

        if (ask.LabelId is { } label)
        {
            videos = videos.Where(video => db.VideoLabels.Any(row => row.LabelId == label && row.VideoId == video.Id));
        }

        if (ask.From is { } from)
        {
            var begin = WallClock.MomentOf(from, TimeOnly.MinValue, zone);
            videos = videos.Where(video => video.CreatedAt >= begin);
        }

        if (ask.Until is { } until && until < DateOnly.MaxValue)
        {
            var end = WallClock.MomentOf(until.AddDays(1), TimeOnly.MinValue, zone);
            videos = videos.Where(video => video.CreatedAt < end);
        }

        return videos;
    }

    public static IQueryable<Video> Sorted(AppDb db, Actor actor, IQueryable<Video> videos, LibrarySort sort)
    {
        var person = actor.PersonId;
        return sort switch
        {
            LibrarySort.Oldest => videos.OrderBy(video => video.CreatedAt).ThenBy(video => video.Id),
            LibrarySort.Longest => Bounded(videos).OrderByDescending(video => video.Duration)
                .ThenByDescending(video => video.CreatedAt).ThenByDescending(video => video.Id),

            // By the rules of Unicode, which know that เ and แ are read after their consonant.
            LibrarySort.Name => Bounded(videos)
                .OrderBy(video => EF.Functions.Collate(video.Caption ?? video.OriginalFilename, "und-x-icu"))
                .ThenByDescending(video => video.CreatedAt).ThenByDescending(video => video.Id),
            LibrarySort.LastPosted => Bounded(videos)
                .LeftJoin(
                    db.PlatformPosts.Where(post => post.UserId == person && post.PostedAt != null)
                        .GroupBy(post => post.VideoId)
                        .Select(posts => new { VideoId = posts.Key, At = posts.Max(post => post.PostedAt) }),
                    video => video.Id,
                    last => last.VideoId,
                    (video, last) => new { Video = video, At = last!.At })
                .OrderBy(row => row.At == null).ThenByDescending(row => row.At)
                .ThenByDescending(row => row.Video.CreatedAt).ThenByDescending(row => row.Video.Id)
                .Select(row => row.Video),
            _ => videos.OrderByDescending(video => video.CreatedAt).ThenByDescending(video => video.Id),
        };
    }

    public static IQueryable<Video> Bounded(IQueryable<Video> videos) =>
        videos.OrderByDescending(video => video.CreatedAt).Take(MostRead);

    private static IQueryable<Video> Searched(IQueryable<Video> videos, string search)
    {
        foreach (var word in search.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var bare = word.TrimStart('#');
            if (bare.Length == 0)
            {
                continue;
            }

            var pattern = $"%{bare.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";
            videos = videos.Where(video => EF.Functions.ILike(EF.Property<string>(video, VideosTable.SearchTextColumn), pattern, "\\"));
        }

        return videos;
    }
}
