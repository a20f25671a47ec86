using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing.Schedule;

/// <param name="AccountId">Null: for every channel without slots of its own.</param>
public sealed record SlotView(Guid Id, Guid? AccountId, int Weekday, TimeOnly LocalTime);

/// <summary>The person's weekly times, and what is free.</summary>
public sealed class QueueQueries(IDbContextFactory<AppDb> databases, TimeProvider time)
{
    /// <summary>By weekday, then by time.</summary>
    public async Task<IReadOnlyList<SlotView>> SlotsAsync(Actor actor, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.QueueSlots.AsNoTracking()
            .Where(slot => slot.UserId == actor.PersonId)
            .OrderBy(slot => slot.Weekday).ThenBy(slot => slot.LocalTime)
            .Select(slot => new SlotView(slot.Id, slot.ConnectedAccountId, slot.Weekday, slot.LocalTime))
            .ToListAsync(token);
    }

    /// <summary>Where a post of the channel would go now; null without slots, or when all are taken. Promises nothing.</summary>
    public async Task<DateTimeOffset?> NextFreeAsync(Actor actor, Guid accountId, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var now = time.GetUtcNow();
        var slots = QueueSlots.Of(
            await db.QueueSlots.AsNoTracking().Where(slot => slot.UserId == actor.PersonId).ToListAsync(token), accountId);
        return QueueSlots.NextFree(
            slots,
            await PostTimes.ZoneOfAsync(db, actor.PersonId, token),
            now,
            await PostTimes.TakenAsync(db, accountId, exceptPostId: null, now, token));
    }
}
