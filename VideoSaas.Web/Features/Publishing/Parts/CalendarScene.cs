using System.Globalization;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Features.Publishing.Schedule;

namespace VideoSaas.Web.Features.Publishing.Parts;

public enum CalendarLook
{
    Month,
    Week,
    Day,
    List,
}

/// <summary>Everything that the calendar's parts are drawn from.</summary>
/// <param name="Look">Null: nothing was chosen; a month on a desk, a list on a phone.</param>
/// <param name="Date">A day of the span that is shown.</param>
/// <param name="Lift">What the keyboard holds, and over which day and time.</param>
public sealed record CalendarScene(
    CalendarView View, CalendarLook? Look, DateOnly Date, Guid? ChannelId, DateTimeOffset Now, TimeZoneInfo Zone, CalendarLift? Lift = null)
{
    public DateOnly Today => WallClock.DayOf(Now, Zone);

    public CalendarLook Shown => Look ?? CalendarLook.Month;

    /// <summary>When a post of that day would go out if nobody says more: in its first free slot, else at noon, today in the next full hour.</summary>
    public TimeOnly UsualTimeOf(CalendarDay day)
    {
        if (day.FreeSlots.Count > 0)
        {
            return TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(day.FreeSlots[0], Zone).DateTime);
        }

        var local = TimeZoneInfo.ConvertTime(Now, Zone);
        return day.Day == Today && local.Hour is >= 12 and < 23 ? new TimeOnly(local.Hour + 1, 0)
            : day.Day == Today && local.Hour == 23 ? new TimeOnly(23, 59)
            : new TimeOnly(12, 0);
    }

    public DateTimeOffset MomentOf(DateOnly day, TimeOnly time) => WallClock.MomentOf(day, time, Zone);

    public bool IsPast(DateOnly day) => day < Today;

    public bool IsPast(DateOnly day, int hour) =>
        day < Today || (day == Today && hour < TimeZoneInfo.ConvertTime(Now, Zone).Hour);

    public string AddressOf(CalendarLook? look, DateOnly date, Guid? channelId)
    {
        var pieces = new List<string>();
        if (look is { } chosen)
        {
            pieces.Add($"view={Domain.Results.Words.Of(chosen)}");
        }

        pieces.Add($"date={Word(date)}");
        if (channelId is { } channel)
        {
            pieces.Add($"channel={channel}");
        }

        return $"/calendar?{string.Join('&', pieces)}";
    }

    public string AddressOf(CalendarLook? look, DateOnly date) => AddressOf(look, date, ChannelId);

    public static string ComposeAddress(DateOnly day, TimeOnly time, Guid? videoId = null) =>
        $"/posts/new?{(videoId is { } video ? $"video={video}&" : null)}at={Word(day)}T{time.ToString("HH:mm", CultureInfo.InvariantCulture)}";

    public static string Word(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Something of the card has not gone out and could stand elsewhere.</summary>
    public static bool CanMove(CalendarCard card) => card.Posts.Any(CanMove);

    public static bool CanMove(PostRow post) => post switch
    {
        { Status: PostStatus.Failed } => true,
        { Status: PostStatus.Pending } => true,
        { Status: PostStatus.Preparing or PostStatus.Uploading or PostStatus.Checking, IsUnconfirmed: false } => true,
        _ => false,
    };
}

/// <summary>Which days a look shows.</summary>
public static class CalendarDates
{
    public static (DateOnly From, int Days) SpanOf(CalendarLook look, DateOnly date, DayOfWeek weekStart)
    {
        switch (look)
        {
            case CalendarLook.Day:
                return (date, 1);
            case CalendarLook.Week:
                return (WeekOf(date, weekStart), 7);
            case CalendarLook.List:
                return (FirstOf(date), DateTime.DaysInMonth(date.Year, date.Month));
            default:
                var from = WeekOf(FirstOf(date), weekStart);
                var days = FirstOf(date).AddMonths(1).DayNumber - from.DayNumber;
                return (from, (days + 6) / 7 * 7);
        }
    }

    /// <param name="spans">How many spans on, or back.</param>
    public static DateOnly Step(CalendarLook look, DateOnly date, int spans) => look switch
    {
        CalendarLook.Day => date.AddDays(spans),
        CalendarLook.Week => date.AddDays(7 * spans),
        _ => FirstOf(date).AddMonths(spans),
    };

    public static DateOnly WeekOf(DateOnly date, DayOfWeek weekStart) => date.AddDays(-(((int)date.DayOfWeek - (int)weekStart + 7) % 7));

    private static DateOnly FirstOf(DateOnly date) => new(date.Year, date.Month, 1);
}
