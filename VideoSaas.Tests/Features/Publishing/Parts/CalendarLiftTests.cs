using VideoSaas.Web.Features.Publishing.Parts;

namespace VideoSaas.Tests.Features.Publishing.Parts;

/// <summary>Which days a look shows, and where a lifted post goes by which key.</summary>
public sealed class CalendarLiftTests
{
    private static readonly CalendarLift Lift = new("card:1", "Clip", new DateOnly(2026, 11, 18), new TimeOnly(12, 0));

    [Theory]
    [InlineData(CalendarLook.Month, "2026-11-18", DayOfWeek.Sunday, "2026-11-01", 35)]
    [InlineData(CalendarLook.Month, "2026-11-18", DayOfWeek.Monday, "2026-10-26", 42)]
    [InlineData(CalendarLook.Month, "2027-02-10", DayOfWeek.Monday, "2027-02-01", 28)]
    [InlineData(CalendarLook.Week, "2026-11-18", DayOfWeek.Sunday, "2026-11-15", 7)]
    [InlineData(CalendarLook.Week, "2026-11-15", DayOfWeek.Monday, "2026-11-09", 7)]
    [InlineData(CalendarLook.Day, "2026-11-18", DayOfWeek.Sunday, "2026-11-18", 1)]
    [InlineData(CalendarLook.List, "2028-02-18", DayOfWeek.Sunday, "2028-02-01", 29)]
    public void Span_OfALook_IsWholeWeeksOrItsOwnDays(CalendarLook look, string date, DayOfWeek start, string from, int days) =>
        Assert.Equal((DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), days), CalendarDates.SpanOf(look, DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture), start));

    [Theory]
    [InlineData(CalendarLook.Month, "2027-01-31", 1, "2027-02-01")]
    [InlineData(CalendarLook.Week, "2026-12-30", 1, "2027-01-06")]
    [InlineData(CalendarLook.Day, "2026-11-01", -1, "2026-10-31")]
    public void Step_GoesToTheNextSpan(CalendarLook look, string date, int spans, string expected) =>
        Assert.Equal(DateOnly.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), CalendarDates.Step(look, DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture), spans));

    [Theory]
    [InlineData(CalendarLook.Month, "ArrowDown", false, "2026-11-25", "12:00")]
    [InlineData(CalendarLook.Month, "ArrowLeft", false, "2026-11-17", "12:00")]
    [InlineData(CalendarLook.Week, "ArrowDown", false, "2026-11-18", "13:00")]
    [InlineData(CalendarLook.List, "ArrowUp", false, "2026-11-17", "12:00")]
    [InlineData(CalendarLook.Month, "ArrowDown", true, "2026-11-18", "12:15")]
    [InlineData(CalendarLook.Month, "ArrowLeft", true, "2026-11-18", "11:00")]
    public void Arrow_ChoosesTheDay_AndWithAltTheTime(CalendarLook look, string key, bool isAlt, string day, string time)
    {
        var moved = Lift.Moved(look, key, isAlt)!;
        Assert.Equal((DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture)), (moved.Day, moved.Time));
    }

    [Fact]
    public void Time_NeverLeavesItsDay()
    {
        var late = Lift with { Time = new TimeOnly(23, 50) };
        Assert.Equal(late, late.Moved(CalendarLook.Month, "ArrowDown", isAlt: true));
        Assert.Null(Lift.Moved(CalendarLook.Month, "x", isAlt: false));
    }
}
