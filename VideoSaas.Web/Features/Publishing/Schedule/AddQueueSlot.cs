using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing.Schedule;

/// <param name="AccountId">Null: for every channel without slots of its own.</param>
/// <param name="Weekdays">1 is Monday, 7 is Sunday.</param>
/// <param name="ZoneId">The zone that the person sees; becomes theirs if they have chosen none, because slots need one.</param>
public sealed record AddQueueSlotInput(Guid? AccountId, IReadOnlyList<int> Weekdays, TimeOnly LocalTime, string? ZoneId = null);

/// <summary>Adds a weekly time on some days. One that is there already stays as it is.</summary>
public sealed class AddQueueSlot(IDbContextFactory<AppDb> databases, TimeProvider time)
{
    /// <returns>How many are new. Refused: account_not_found, weekday_unknown, too_many_slots.</returns>
    public async Task<Outcome<int>> ExecuteAsync(Actor actor, AddQueueSlotInput input, CancellationToken token)
    {
        var days = input.Weekdays.Distinct().ToList();
        if (days.Count == 0 || days.Any(day => day is < 1 or > 7))
        {
            return new Invalid("weekday_unknown");
        }

        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var person = await db.Users.FromSql($"SELECT * FROM users WHERE id = {actor.PersonId} FOR NO KEY UPDATE").SingleAsync(token);
        if (input.AccountId is { } account && !await db.PlatformAccounts.AnyAsync(one => one.Id == account && one.UserId == person.Id, token))
        {
            return new NotFound("account_not_found");
        }

        var slots = await db.QueueSlots.Where(slot => slot.UserId == person.Id).ToListAsync(token);
        var at = new TimeOnly(input.LocalTime.Hour, input.LocalTime.Minute);
        var missing = days
            .Where(day => !slots.Any(slot => slot.ConnectedAccountId == input.AccountId && slot.Weekday == day && slot.LocalTime == at))
            .ToList();
        if (slots.Count + missing.Count > QueueSlots.MostPerPerson)
        {
            return new LimitReached("too_many_slots", QueueSlots.MostPerPerson);
        }

        var now = time.GetUtcNow();
        db.QueueSlots.AddRange(missing.Select(day => new QueueSlot
        {
            Id = Guid.CreateVersion7(now),
            UserId = person.Id,
            ConnectedAccountId = input.AccountId,
            Weekday = day,
            LocalTime = at,
            CreatedAt = now,
        }));
        if (person.Metadata.TimeZone is null && input.ZoneId is { } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            person.Metadata = person.Metadata with { TimeZone = zone };
        }

        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return missing.Count;
    }
}
