using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using VideoSaas.Web.Components.Shared;
using VideoSaas.Web.Host;

namespace VideoSaas.Tests.Components.Shared;

public sealed class PersonClockTests
{
    private static readonly DateTimeOffset Moment = new(2026, 11, 11, 3, 42, 7, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Moment);

    public PersonClockTests() => CultureInfo.CurrentCulture = Languages.Culture("en");

    [Fact]
    public void Clock_InThePersonsZone_IsTheirs()
    {
        var clock = new PersonClock(_time) { ZoneId = "Asia/Bangkok" };
        Assert.Equal("10:42", clock.Clock(Moment));
        Assert.Equal("10:42:07", clock.ClockSeconds(Moment));
        Assert.Equal("Wednesday 11 November, 10:42", clock.LongDay(Moment));
        Assert.Equal("Bangkok (GMT+7)", clock.ZoneName);
    }

    [Theory]
    [InlineData(null, "UTC")]
    [InlineData("No/Where", "UTC")]
    [InlineData("America/New_York", "New York (GMT−5)")]
    [InlineData("Asia/Kolkata", "Kolkata (GMT+5:30)")]
    public void ZoneName_OfAnyZone_IsSaidInWords(string? zone, string name) =>
        Assert.Equal(name, new PersonClock(_time) { ZoneId = zone }.ZoneName);

    [Fact]
    public void Brief_SaysOnlyWhatIsNeeded()
    {
        var clock = new PersonClock(_time) { ZoneId = "Asia/Bangkok" };
        Assert.Equal("09:42", clock.Brief(Moment.AddHours(-1)));
        Assert.Equal("Mon 10:42", clock.Brief(Moment.AddDays(-2)));
        Assert.Equal("1 Oct 10:42", clock.Brief(Moment.AddDays(-41)));
        Assert.Equal("1 Oct 2025 10:42", clock.Brief(Moment.AddDays(-41).AddYears(-1)));
    }

    [Fact]
    public void Dates_InThai_CountYearsOfOurEra()
    {
        CultureInfo.CurrentCulture = Languages.Culture("th");
        Assert.EndsWith("2025", new PersonClock(_time).Day(Moment.AddYears(-1)), StringComparison.Ordinal);
    }
}
