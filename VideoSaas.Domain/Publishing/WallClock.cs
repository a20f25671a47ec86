namespace VideoSaas.Domain.Publishing;

/// <summary>From what a clock on the wall shows in a zone to the moment that is meant, by the rules of RFC 5545, section 3.3.5.</summary>
public static class WallClock
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(15);

    /// <summary>
    /// A time that does not exist, because clocks are put forward over it, is read with the offset before the jump: half past two
    /// becomes half past three. One that comes twice is the first of the two.
    /// </summary>
    public static DateTimeOffset MomentOf(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(time, DateTimeKind.Unspecified);
        var offset = zone.IsAmbiguousTime(local)
            ? zone.GetAmbiguousTimeOffsets(local).Max()
            : zone.GetUtcOffset(LastThatExists(local, zone));
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    public static DateOnly DayOf(DateTimeOffset moment, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    private static DateTime LastThatExists(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local))
        {
            local -= Step;
        }

        return local;
    }
}
