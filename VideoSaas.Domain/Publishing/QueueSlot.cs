namespace VideoSaas.Domain.Publishing;

/// <summary>A weekly time at which one post of a channel may go out, by the wall clock of the person's zone.</summary>
public sealed class QueueSlot
{
    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    /// <summary>Null: for every channel that has no slots of its own.</summary>
    public Guid? ConnectedAccountId { get; init; }

    /// <summary>1 is Monday, 7 is Sunday.</summary>
    public int Weekday { get; init; }

    public TimeOnly LocalTime { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Where the next post of a channel goes.</summary>
public static class QueueSlots
{
    /// <summary>More a person cannot have.</summary>
    public const int MostPerPerson = 200;

    /// <summary>How far ahead a free slot is looked for.</summary>
    public const int HorizonDays = 366;

    /// <summary>Those of the channel, or the common ones where it has none.</summary>
    public static IReadOnlyList<QueueSlot> Of(IEnumerable<QueueSlot> slots, Guid connectedAccountId)
    {
        var all = slots.ToList();
        var own = all.Where(slot => slot.ConnectedAccountId == connectedAccountId).ToList();
        return own.Count > 0 ? own : [.. all.Where(slot => slot.ConnectedAccountId is null)];
    }

    /// <summary>The moments of the slots after <paramref name="after"/>, in order; two that fall together are one.</summary>
    public static IEnumerable<DateTimeOffset> Coming(IReadOnlyCollection<QueueSlot> slots, TimeZoneInfo zone, DateTimeOffset after)
    {
        if (slots.Count == 0)
        {
            yield break;
        }

        var first = WallClock.DayOf(after, zone).AddDays(-1);
        var last = DateTimeOffset.MinValue;
        for (var day = first; day <= first.AddDays(HorizonDays); day = day.AddDays(1))
        {
            var weekday = IsoWeekday(day);
            foreach (var moment in slots.Where(slot => slot.Weekday == weekday)
                .Select(slot => WallClock.MomentOf(day, slot.LocalTime, zone)).Order())
            {
                // A time that was put forward may fall on, or behind, a later one.
                if (moment > after && moment > last)
                {
                    last = moment;
                    yield return moment;
                }
            }
        }
    }

    /// <summary>Null when there are no slots, or every one within the horizon is taken.</summary>
    public static DateTimeOffset? NextFree(
        IReadOnlyCollection<QueueSlot> slots, TimeZoneInfo zone, DateTimeOffset after, IReadOnlySet<DateTimeOffset> taken)
    {
        foreach (var moment in Coming(slots, zone, after))
        {
            if (!taken.Contains(moment))
            {
                return moment;
            }
        }

        return null;
    }

    public static int IsoWeekday(DateOnly day) => day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek;
}
