using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Analytics;

/// <summary>What a person's posts earned, from the normalised series.</summary>
public sealed class EarnedQueries(IDbContextFactory<AppDb> databases, TimeProvider time)
{
    private const int DaysOfAWeek = 7;

    /// <summary>No series is longer than its last look, and its first row counts from nothing.</summary>
    private const int SeriesDays = 45;

    /// <summary>
    /// The views that came in during the last seven days (today included, by the person's own days) and the seven before. A day
    /// on which nothing was read is unknown, not nothing.
    /// </summary>
    public async Task<EarnedWeek> WeekAsync(Actor actor, TimeZoneInfo zone, CancellationToken token)
    {
        var now = time.GetUtcNow();
        var today = WallClock.DayOf(now, zone);
        DateTimeOffset[] starts =
        [
            .. Enumerable.Range(0, 2 * DaysOfAWeek).Select(
                day => WallClock.MomentOf(today.AddDays(day + 1 - (2 * DaysOfAWeek)), TimeOnly.MinValue, zone)),
        ];
        var oldest = starts[0].AddDays(-SeriesDays);
        await using var db = await databases.CreateDbContextAsync(token);
        var days = await db.Database.SqlQuery<DayOfViews>(
            $"""
            SELECT width_bucket(point.fetched_at, {starts}) AS day, sum(GREATEST(point.views - COALESCE(point.before, 0), 0))::bigint AS views
            FROM (
                SELECT fetched_at, views, lag(views) OVER (PARTITION BY video_id, platform ORDER BY fetched_at) AS before
                FROM video_analytics
                WHERE user_id = {actor.PersonId} AND fetched_at >= {oldest} AND views IS NOT NULL) AS point
            WHERE point.fetched_at >= {starts[0]}
            GROUP BY 1
            """).ToDictionaryAsync(row => row.Day, row => row.Views, token);
        long?[] all = [.. Enumerable.Range(1, 2 * DaysOfAWeek).Select(day => days.TryGetValue(day, out var views) ? views : (long?)null)];
        return new EarnedWeek(today.AddDays(1 - DaysOfAWeek), all[DaysOfAWeek..], all[..DaysOfAWeek]);
    }

    /// <summary>The latest known views of each video on each platform; what was never read is not in it.</summary>
    public async Task<IReadOnlyDictionary<(Guid VideoId, Platform Platform), long>> ViewsAsync(
        Actor actor, IReadOnlyCollection<Guid> videoIds, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var rows = await db.VideoAnalytics.AsNoTracking()
            .Where(row => row.UserId == actor.PersonId && videoIds.Contains(row.VideoId) && row.Views != null)
            .GroupBy(row => new { row.VideoId, row.Platform })
            .Select(group => new { group.Key, Views = group.Max(row => row.Views!.Value) })
            .ToListAsync(token);
        return rows.ToDictionary(row => (row.Key.VideoId, row.Key.Platform), row => (long)row.Views);
    }

    /// <summary>What one video earned, a row a platform, in the order of the platforms; a platform that was never read is not in it.</summary>
    public async Task<IReadOnlyList<EarnedSeries>> OfVideoAsync(Actor actor, Guid videoId, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var rows = await db.VideoAnalytics.AsNoTracking()
            .Where(row => row.VideoId == videoId && row.UserId == actor.PersonId)
            .OrderBy(row => row.FetchedAt)
            .ToListAsync(token);
        return
        [
            .. rows.GroupBy(row => row.Platform).OrderBy(series => series.Key).Select(series =>
            {
                var last = series.Last();
                return new EarnedSeries(
                    series.Key, last.Views, last.Likes, last.Comments, last.Shares, last.Saves, last.EngagementRate, last.FetchedAt,
                    [.. series.Select(row => (long?)row.Views)]);
            }),
        ];
    }

    private sealed record DayOfViews(int Day, long Views);
}

/// <summary>Views that came in, day by day; null where nothing was read that day.</summary>
/// <param name="FirstDay">Of <paramref name="Days"/>, by the person's own calendar; the last one is today.</param>
/// <param name="Before">The seven days before them.</param>
public sealed record EarnedWeek(DateOnly FirstDay, IReadOnlyList<long?> Days, IReadOnlyList<long?> Before)
{
    public long? Views => Sum(Days);

    /// <summary>Against the seven days before, in whole percent; null when there is nothing to compare with.</summary>
    public int? ChangePercent => Sum(Before) is > 0 and var before && Views is { } now
        ? (int)Math.Round(100d * (now - before) / before)
        : null;

    private static long? Sum(IReadOnlyList<long?> days) => days.All(day => day is null) ? null : days.Sum(day => day ?? 0);
}

/// <summary>The latest numbers of a video on one platform; null is unknown. <paramref name="ViewsOverTime"/>: a value a look, oldest first.</summary>
public sealed record EarnedSeries(
    Platform Platform, int? Views, int? Likes, int? Comments, int? Shares, int? Saves, decimal? EngagementRate, DateTimeOffset At,
    IReadOnlyList<long?> ViewsOverTime);
