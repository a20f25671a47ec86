using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Data.Tables;

namespace VideoSaas.Web.Features.Studio;

/// <summary>A person's videos that are in no bin, newest first.</summary>
internal sealed class LibraryQueries(IDbContextFactory<AppDb> databases)
{
    /// <param name="search">Words that file name, caption or hashtags hold, all of them; null or empty for everything.</param>
    /// <param name="most">How many clips at most.</param>
    public async Task<LibraryView> PageAsync(Actor actor, LibraryFilter filter, string? search, int most, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var matching = Searched(Of(db, actor, filter), search);
        var videos = await matching.AsNoTracking()
            .OrderByDescending(video => video.CreatedAt).ThenByDescending(video => video.Id)
            .Take(most)
            .ToListAsync(token);
        return new LibraryView(
            await Of(db, actor, LibraryFilter.All).CountAsync(token),
            await Of(db, actor, LibraryFilter.Ready).CountAsync(token),
            await Of(db, actor, LibraryFilter.InProgress).CountAsync(token),
            await Of(db, actor, LibraryFilter.Published).CountAsync(token),
            await Of(db, actor, LibraryFilter.NeedsYou).CountAsync(token),
            videos.Count < most ? videos.Count : await matching.CountAsync(token),
            await ClipReader.ClipsAsync(db, videos, token));
    }

    /// <summary>Videos that can be posted: the newest of those that are ready.</summary>
    public async Task<IReadOnlyList<Clip>> ReadyAsync(Actor actor, int most, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var videos = await Of(db, actor, LibraryFilter.All).AsNoTracking()
            .Where(video => video.ProcessedUrl != null)
            .OrderByDescending(video => video.CreatedAt).ThenByDescending(video => video.Id)
            .Take(most)
            .ToListAsync(token);
        return await ClipReader.ClipsAsync(db, videos, token);
    }

    /// <summary>
    /// The videos of one filter. A second row on the same source is the same clip to a person. What the person stopped
    /// themselves needs nobody.
    /// </summary>
    internal static IQueryable<Video> Of(AppDb db, Actor actor, LibraryFilter filter)
    {
        var person = actor.PersonId;
        var mine = db.Videos.Where(video => video.UserId == person && video.SourceVideoId == null);
        var stopped = Stopped(db, actor);
        return filter switch
        {
            LibraryFilter.Ready => mine.Where(video => video.ProcessingStatus == VideoStatus.Ready
                && !db.PlatformPosts.Any(post => post.VideoId == video.Id && post.SubmittedAt != null && post.UploadStatus != PostStatus.Cancelled)),
            LibraryFilter.InProgress => mine.Where(video =>
                (video.ProcessingStatus != VideoStatus.Ready && video.ProcessingStatus != VideoStatus.Failed)
                || db.PlatformPosts.Any(post => post.VideoId == video.Id && post.SubmittedAt != null
                    && ((post.UploadStatus == PostStatus.Pending && post.HoldCode == null)
                        || post.UploadStatus == PostStatus.Preparing
                        || post.UploadStatus == PostStatus.Uploading
                        || (post.UploadStatus == PostStatus.Checking && post.ErrorCode != PlatformPost.OutcomeUnknownCode)))),
            LibraryFilter.Published => mine.Where(video =>
                db.PlatformPosts.Any(post => post.VideoId == video.Id && post.UploadStatus == PostStatus.Published)),
            LibraryFilter.NeedsYou => mine.Where(video =>
                (video.ProcessingStatus == VideoStatus.Failed && !stopped.Contains(video.Id))
                || db.PlatformPosts.Any(post => post.VideoId == video.Id
                    && (post.UploadStatus == PostStatus.Failed
                        || (post.UploadStatus == PostStatus.Pending && post.HoldCode != null && post.HoldCode != HoldCode.Paused)
                        || (post.UploadStatus == PostStatus.Checking && post.ErrorCode == PlatformPost.OutcomeUnknownCode)))),
            _ => mine,
        };
    }

    /// <summary>Videos that the person stopped themselves.</summary>
    internal static IQueryable<Guid> Stopped(AppDb db, Actor actor) => db.Database.SqlQuery<Guid>(
        $"""
        SELECT id AS "Value" FROM videos
        WHERE user_id = {actor.PersonId} AND processing_status != 'ready' AND processing_status = 'failed'
          AND processing_error_details ->> 'code' = {ProcessingErrorDetails.Cancelled}
        """);

    private static IQueryable<Video> Searched(IQueryable<Video> videos, string? search)
    {
        foreach (var word in (search ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
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
