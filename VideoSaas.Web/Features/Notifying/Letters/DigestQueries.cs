using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Notifying.Letters;

/// <param name="Views">As last read; null: the platform did not say.</param>
internal sealed record DigestPost(Guid Id, Platform Platform, string Subject, DateTimeOffset At, int? Views);

/// <summary>One week of one person.</summary>
internal sealed record DigestView(
    DateOnly FirstDay, int Published, int Failed, int Next, IReadOnlyList<DigestPost> Out, IReadOnlyList<DigestPost> Broken, IReadOnlyList<DigestPost> Coming)
{
    public bool IsEmpty => Published == 0 && Failed == 0;
}

internal sealed class DigestQueries(IDbContextFactory<AppDb> databases, TimeProvider time)
{
    private const int Listed = 8;

    /// <param name="firstDay">The Monday on which that week began, in <paramref name="zone"/>.</param>
    public async Task<DigestView> OfAsync(Guid personId, DateOnly firstDay, TimeZoneInfo zone, CancellationToken token)
    {
        var from = Midnight(firstDay, zone);
        var until = Midnight(firstDay.AddDays(7), zone);
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(token);
        var mine = db.PlatformPosts.AsNoTracking().Where(post => post.UserId == personId);
        var published = mine.Where(post => post.UploadStatus == PostStatus.Published && post.PostedAt >= from && post.PostedAt < until);
        var failed = mine.Where(post => post.UploadStatus == PostStatus.Failed && post.StatusChangedAt >= from && post.StatusChangedAt < until);
        var next = mine.Where(post => post.UploadStatus == PostStatus.Pending && post.SubmittedAt != null && post.ScheduledFor >= now
            && post.ScheduledFor < now.AddDays(7));
        return new DigestView(
            firstDay,
            await published.CountAsync(token),
            await failed.CountAsync(token),
            await next.CountAsync(token),
            await RowsAsync(db, published.OrderByDescending(post => post.PostedAt), token),
            await RowsAsync(db, failed.OrderByDescending(post => post.StatusChangedAt), token),
            await RowsAsync(db, next.OrderBy(post => post.ScheduledFor), token));
    }

    private static async Task<IReadOnlyList<DigestPost>> RowsAsync(AppDb db, IQueryable<PlatformPost> posts, CancellationToken token)
    {
        var rows = await posts.Take(Listed)
            .Select(post => new
            {
                Post = post,
                File = db.Videos.IgnoreQueryFilters().Where(video => video.Id == post.VideoId).Select(video => video.OriginalFilename).First(),
                Views = db.VideoAnalytics
                    .Where(row => row.VideoId == post.VideoId && row.Platform == post.Platform && row.PlatformPostId == post.PlatformPostId)
                    .OrderByDescending(row => row.FetchedAt).Select(row => row.Views).FirstOrDefault(),
            })
            .ToListAsync(token);
        return
        [
            .. rows.Select(row => new DigestPost(
                row.Post.Id,
                row.Post.Platform,
                Subjects.FirstLine(row.Post.Title ?? row.Post.Caption) ?? Subjects.OfFile(row.File),
                row.Post.PostedAt ?? (row.Post.UploadStatus == PostStatus.Pending ? row.Post.ScheduledFor!.Value : row.Post.StatusChangedAt),
                row.Views)),
        ];
    }

    private static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        // A night in which the clock is moved at midnight begins an hour later.
        local = zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
