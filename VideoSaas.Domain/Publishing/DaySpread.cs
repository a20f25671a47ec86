namespace VideoSaas.Domain.Publishing;

/// <summary>Some times a day, on some days of the week, from a day on.</summary>
/// <param name="Weekdays">1 is Monday, 7 is Sunday.</param>
public sealed record DaySpread(DateOnly From, IReadOnlyCollection<int> Weekdays, IReadOnlyCollection<TimeOnly> Times)
{
    /// <summary>The moments that are still to come, in order, within the horizon of scheduling; two that fall together are one.</summary>
    public IEnumerable<DateTimeOffset> Moments(TimeZoneInfo zone, DateTimeOffset now)
    {
        if (Weekdays.Count == 0 || Times.Count == 0)
        {
            yield break;
        }

        var last = now;
        var end = WallClock.DayOf(now, zone).AddDays(QueueSlots.HorizonDays);
        for (var day = From; day < end; day = day.AddDays(1))
        {
            if (!Weekdays.Contains(QueueSlots.IsoWeekday(day)))
            {
                continue;
            }

            foreach (var moment in Times.Select(time => WallClock.MomentOf(day, time, zone)).Order())
            {
                if (moment > last)
                {
                    last = moment;
                    yield return moment;
                }
            }
        }
    }
}
