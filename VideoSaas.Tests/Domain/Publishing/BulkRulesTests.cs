using VideoSaas.Domain.Publishing;

namespace VideoSaas.Tests.Domain.Publishing;

public sealed class BulkRulesTests
{
    private static readonly TimeZoneInfo Bangkok = TimeZoneInfo.FindSystemTimeZoneById("Asia/Bangkok");

    [Fact]
    public void Fill_OfATemplate_GivesEachClipItsOwn_AndLeavesOtherBraces()
    {
        var values = new CaptionValues("ก๋วยเตี๋ยว {number}", "IMG_1", 7, "30 Nov 2026");
        Assert.Equal(
            "ก๋วยเตี๋ยว {number} / IMG_1 #7 30 Nov 2026 {nobody} {}",
            CaptionFill.Fill("{title} / {filename} #{number} {date} {nobody} {}", values));
        Assert.Equal(["nobody"], CaptionFill.UnknownIn("{title} {nobody} {nobody}"));
    }

    [Fact]
    public void Spread_OverDays_SkipsWhatIsOver_AndDaysThatAreNotMeant()
    {
        // A Wednesday, 10:42 in Bangkok.
        var now = new DateTimeOffset(2026, 11, 11, 3, 42, 0, TimeSpan.Zero);
        var spread = new DaySpread(new DateOnly(2026, 11, 11), [3, 5], [new(18, 30), new(9, 0)]);
        Assert.Equal(
            ["11 11:30", "13 02:00", "13 11:30", "18 02:00"],
            spread.Moments(Bangkok, now).Take(4).Select(at => at.UtcDateTime.ToString("dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Empty(new DaySpread(spread.From, [], spread.Times).Moments(Bangkok, now));
        Assert.All(new DaySpread(spread.From, [1], spread.Times).Moments(Bangkok, now), at => Assert.True(at < now.AddDays(QueueSlots.HorizonDays)));
    }
}
