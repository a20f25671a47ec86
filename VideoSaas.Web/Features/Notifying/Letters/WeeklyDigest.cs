using System.Globalization;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Notifying;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Web.Features.Notifying.Letters;

/// <summary>
/// On Monday at nine, in each person's own zone, a letter of the week before; to nobody for whom nothing happened. The key names
/// the ISO week, so that however often this runs there is one. A Monday that was missed is made up for until Tuesday night.
/// </summary>
internal sealed class WeeklyDigest(IDbContextFactory<AppDb> databases, TimeProvider time) : IRecurringWork
{
    private const string KeyStart = "weekly_digest:";

    private static readonly TimeOnly At = new(9, 0);

    public string Name => "weekly-digest";

    public string Cron => "*/15 * * * *";

    public async Task RunAsync(CancellationToken token)
    {
        var now = time.GetUtcNow();
        if (now.UtcDateTime.DayOfWeek is not (DayOfWeek.Sunday or DayOfWeek.Monday or DayOfWeek.Tuesday or DayOfWeek.Wednesday))
        {
            // Anywhere on earth it is neither Monday nor Tuesday.
            return;
        }

        await using var db = await databases.CreateDbContextAsync(token);
        var since = now.AddDays(-10);
        var busy = db.PlatformPosts
            .Where(post => (post.UploadStatus == PostStatus.Published || post.UploadStatus == PostStatus.Failed) && post.StatusChangedAt >= since)
            .Select(post => post.UserId);
        var people = await db.Users.AsNoTracking()
            .Where(person => busy.Contains(person.Id) && person.EmailConfirmed
                && (person.Status == AccountStatus.Active || person.Status == AccountStatus.Trial) && person.DeleteAfter == null)
            .Select(person => new { person.Id, person.Metadata })
            .ToListAsync(token);
        foreach (var person in people)
        {
            if (Muting.IsMuted(person.Metadata.Muted, NewsWay.Mail, NotificationKind.WeeklyDigest)
                || FirstDayOfWeekToTell(now, ZoneOf(person.Metadata)) is not { } firstDay)
            {
                continue;
            }

            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO letters (id, user_id, kind, key, due_at, created_at)
                VALUES ({Guid.CreateVersion7(now)}, {person.Id}, 'weekly_digest', {KeyOf(firstDay)}, {now}, {now})
                ON CONFLICT (user_id, key) DO NOTHING
                """,
                token);
        }
    }

    public static string KeyOf(DateOnly firstDay)
    {
        var day = firstDay.ToDateTime(TimeOnly.MinValue);
        return string.Create(CultureInfo.InvariantCulture, $"{KeyStart}{ISOWeek.GetYear(day)}-W{ISOWeek.GetWeekOfYear(day):00}");
    }

    /// <summary>The Monday that a letter's key names.</summary>
    public static DateOnly FirstDayOf(string key)
    {
        var parts = key[KeyStart.Length..].Split("-W");
        return DateOnly.FromDateTime(ISOWeek.ToDateTime(
            int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture), DayOfWeek.Monday));
    }

    /// <summary>Null while it is not the time.</summary>
    private static DateOnly? FirstDayOfWeekToTell(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var today = DateOnly.FromDateTime(local.DateTime);
        return local.DayOfWeek switch
        {
            DayOfWeek.Monday when TimeOnly.FromDateTime(local.DateTime) >= At => today.AddDays(-7),
            DayOfWeek.Tuesday => today.AddDays(-8),
            _ => null,
        };
    }

    private static TimeZoneInfo ZoneOf(UserPreferences preferences) =>
        preferences.TimeZone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
}
