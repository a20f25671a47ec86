using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Notifying;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Notifying;

/// <summary>One line of the bell and of the list.</summary>
public sealed record NotificationRow(
    Guid Id,
    NotificationKind Kind,
    string ResourceType,
    Guid ResourceId,
    NotificationFacts Facts,
    bool IsRead,
    bool IsSettled,
    DateTimeOffset At);

/// <param name="Unread">Open ones that were not looked at yet; counted up to <see cref="NotificationQueries.MostCounted"/>.</param>
/// <param name="Rows">The worst open ones first.</param>
public sealed record BellView(int Unread, IReadOnlyList<NotificationRow> Rows);

/// <param name="Open">What still waits for the person, worst first.</param>
/// <param name="Earlier">What is mended or over, newest first.</param>
public sealed record NotificationsView(IReadOnlyList<NotificationRow> Open, IReadOnlyList<NotificationRow> Earlier, bool HasMore);

internal sealed class NotificationQueries(IDbContextFactory<AppDb> databases)
{
    public const int MostCounted = 99;

    private const int InBell = 8;

    /// <summary>A storm of failures is still a list that can be drawn.</summary>
    private const int MostOpen = 200;

    public async Task<BellView> BellAsync(Actor actor, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var open = Open(db, actor);
        var unread = await open.Where(one => one.ReadAt == null).Take(MostCounted + 1).CountAsync(token);
        return new BellView(unread, await WorstFirst(open).Take(InBell).ToListAsync(token));
    }

    /// <param name="earlier">How many of those that are over.</param>
    public async Task<NotificationsView> PageAsync(Actor actor, int earlier, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var open = await WorstFirst(Open(db, actor)).Take(MostOpen).ToListAsync(token);
        var over = await db.Notifications.AsNoTracking()
            .Where(one => one.UserId == actor.PersonId && one.SettledAt != null)
            .OrderByDescending(one => one.CreatedAt)
            .Take(earlier + 1)
            .Select(one => new NotificationRow(
                one.Id, one.Kind, one.ResourceType, one.ResourceId, one.Facts, one.ReadAt != null, true, one.CreatedAt))
            .ToListAsync(token);
        return new NotificationsView(open, [.. over.Take(earlier)], over.Count > earlier);
    }

    /// <summary>What the person does not want to be told, for the settings.</summary>
    public async Task<IReadOnlyList<string>> MutedAsync(Actor actor, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var person = await db.Users.AsNoTracking().Where(one => one.Id == actor.PersonId)
            .Select(one => new { one.Metadata }).FirstOrDefaultAsync(token);
        return person?.Metadata.Muted ?? [];
    }

    private static IQueryable<Notification> Open(AppDb db, Actor actor) =>
        db.Notifications.AsNoTracking().Where(one => one.UserId == actor.PersonId && one.SettledAt == null);

    /// <summary>In the order of <see cref="Muting.WorstFirst"/>, of one kind the newest first.</summary>
    private static IQueryable<NotificationRow> WorstFirst(IQueryable<Notification> open) => open
        .OrderBy(one => one.Kind == NotificationKind.PostUnconfirmed ? 0
            : one.Kind == NotificationKind.PostFailed ? 1
            : one.Kind == NotificationKind.ChannelReconnect ? 2
            : one.Kind == NotificationKind.PostWarning ? 3
            : one.Kind == NotificationKind.VideoFailed ? 4 : 5)
        .ThenByDescending(one => one.CreatedAt)
        .Select(one => new NotificationRow(
            one.Id, one.Kind, one.ResourceType, one.ResourceId, one.Facts, one.ReadAt != null, false, one.CreatedAt));
}
