using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Notifying;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Notifying;

/// <summary>Something to be told to a person.</summary>
/// <param name="Key">What makes it the same news: together with the kind it is told once.</param>
/// <param name="ResourceType">post, video, account, user.</param>
/// <param name="Patience">How long its letter waits; null is the usual for its kind.</param>
internal sealed record Tidings(
    Guid UserId, NotificationKind Kind, string Key, string ResourceType, Guid ResourceId, NotificationFacts Facts, TimeSpan? Patience = null);

/// <summary>
/// Adds and settles rows within the save of whatever happened. Whoever tells holds the lock of the thing it is about, so that
/// the look at what was told already and the row that follows are not torn apart.
/// </summary>
internal sealed class News(IOptions<NotifyingOptions> options, TimeProvider time)
{
    /// <summary>Told twice is one row. Nothing for what the person wants neither in the app nor by mail.</summary>
    /// <returns>Null when nothing was told.</returns>
    public async Task<Notification?> TellAsync(AppDb db, Tidings news, CancellationToken token)
    {
        var muted = await db.Users.Where(person => person.Id == news.UserId)
            .Select(person => new { person.Metadata }).FirstOrDefaultAsync(token);
        if (muted is null)
        {
            return null;
        }

        var inApp = !Muting.IsMuted(muted.Metadata.Muted, NewsWay.App, news.Kind);
        var byMail = !Muting.IsMuted(muted.Metadata.Muted, NewsWay.Mail, news.Kind);
        var key = $"{Words.Of(news.Kind)}:{news.Key}";
        if ((!inApp && !byMail)
            || db.Notifications.Local.Any(one => one.UserId == news.UserId && one.Key == key)
            || await db.Notifications.AnyAsync(one => one.UserId == news.UserId && one.Key == key, token))
        {
            return null;
        }

        var now = time.GetUtcNow();
        var told = new Notification
        {
            Id = Guid.CreateVersion7(now),
            UserId = news.UserId,
            Kind = news.Kind,
            Key = key,
            ResourceType = news.ResourceType,
            ResourceId = news.ResourceId,
            Facts = news.Facts,
            // The letter needs the row; who wants none in the app has read it already.
            ReadAt = inApp ? null : now,
            CreatedAt = now,
        };
        db.Notifications.Add(told);
        if (byMail)
        {
            db.Letters.Add(new Letter
            {
                Id = Guid.CreateVersion7(now),
                UserId = news.UserId,
                NotificationId = told.Id,
                Kind = news.Kind,
                Key = key,
                DueAt = now + (news.Patience ?? options.Value.PatienceOf(news.Kind)),
                CreatedAt = now,
            });
        }

        return told;
    }

    /// <summary>What was told of this thing is mended or gone: its rows are settled, and letters that still wait are not sent.</summary>
    /// <param name="kinds">Only these; none is all.</param>
    public async Task SettleAsync(AppDb db, Guid resourceId, CancellationToken token, params NotificationKind[] kinds)
    {
        var stored = await db.Notifications.Where(one => one.ResourceId == resourceId && one.SettledAt == null).ToListAsync(token);
        var open = stored.Concat(db.Notifications.Local.Where(one => one.ResourceId == resourceId && one.SettledAt is null)).Distinct()
            .Where(one => kinds.Length == 0 || kinds.Contains(one.Kind))
            .ToList();
        if (open.Count == 0)
        {
            return;
        }

        var now = time.GetUtcNow();
        Guid?[] ids = [.. open.Select(one => (Guid?)one.Id)];
        foreach (var one in open)
        {
            one.SettledAt = now;
        }

        var waiting = await db.Letters.Where(one => ids.Contains(one.NotificationId) && one.Status == LetterStatus.Waiting).ToListAsync(token);
        foreach (var letter in waiting.Concat(db.Letters.Local.Where(one => ids.Contains(one.NotificationId))).Distinct()
            .Where(letter => letter.Status == LetterStatus.Waiting))
        {
            letter.Status = LetterStatus.Dropped;
        }
    }
}
