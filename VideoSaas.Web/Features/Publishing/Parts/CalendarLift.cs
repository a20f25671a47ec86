using System.Globalization;

namespace VideoSaas.Web.Features.Publishing.Parts;

/// <summary>A post or a video that was lifted by the keyboard, and the day and time over which it is held.</summary>
/// <param name="Id">As the page marks it: <c>card:…</c> or <c>video:…</c>.</param>
public sealed record CalendarLift(string Id, string Title, DateOnly Day, TimeOnly Time)
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    /// <summary><c>Thursday 19 November, 12:15</c></summary>
    public string Words => $"{Day.ToString("dddd d MMMM", CultureInfo.CurrentCulture)}, {Time.ToString("HH:mm", CultureInfo.InvariantCulture)}";

    /// <summary>
    /// Arrows choose the day (in a month up and down are weeks, among hours they are hours); with Alt the time: up and down by a
    /// quarter of an hour, left and right by an hour. The time never leaves its day.
    /// </summary>
    /// <returns>Null: the key is none of these.</returns>
    public CalendarLift? Moved(CalendarLook look, string key, bool isAlt) => (key, isAlt) switch
    {
        ("ArrowUp", true) => this with { Time = Later(-Quarter) },
        ("ArrowDown", true) => this with { Time = Later(Quarter) },
        ("ArrowLeft", true) => this with { Time = Later(TimeSpan.FromHours(-1)) },
        ("ArrowRight", true) => this with { Time = Later(TimeSpan.FromHours(1)) },
        ("ArrowLeft", _) => this with { Day = Day.AddDays(-1) },
        ("ArrowRight", _) => this with { Day = Day.AddDays(1) },
        ("ArrowUp", _) => Row(look, -1),
        ("ArrowDown", _) => Row(look, 1),
        _ => null,
    };

    private CalendarLift Row(CalendarLook look, int rows) => look switch
    {
        CalendarLook.Month => this with { Day = Day.AddDays(7 * rows) },
        CalendarLook.List => this with { Day = Day.AddDays(rows) },
        _ => this with { Time = Later(TimeSpan.FromHours(rows)) },
    };

    private TimeOnly Later(TimeSpan span)
    {
        var at = Time.ToTimeSpan() + span;
        return at < TimeSpan.Zero || at >= TimeSpan.FromDays(1) ? Time : TimeOnly.FromTimeSpan(at);
    }
}
