using VideoSaas.Domain.Publishing;

namespace VideoSaas.Tests.Domain.Publishing;

public sealed class QueueSlotsTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly TimeZoneInfo LordHowe = TimeZoneInfo.FindSystemTimeZoneById("Australia/Lord_Howe");
    private static readonly TimeZoneInfo Bangkok = TimeZoneInfo.FindSystemTimeZoneById("Asia/Bangkok");
    private static readonly TimeZoneInfo Apia = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Apia");

    public static TheoryData<string, string, string, string> Moments() => new()
    {
        // Ordinary days.
        { "Asia/Bangkok", "2026-11-25", "18:30", "2026-11-25T11:30:00Z" },
        { "Europe/Berlin", "2026-07-01", "18:30", "2026-07-01T16:30:00Z" },
        { "Europe/Berlin", "2026-12-01", "18:30", "2026-12-01T17:30:00Z" },

        // Clocks jump from 02:00 to 03:00 on 2026-03-29: half past two is read as half past three.
        { "Europe/Berlin", "2026-03-29", "01:59", "2026-03-29T00:59:00Z" },
        { "Europe/Berlin", "2026-03-29", "02:00", "2026-03-29T01:00:00Z" },
        { "Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:30:00Z" },
        { "Europe/Berlin", "2026-03-29", "03:00", "2026-03-29T01:00:00Z" },

        // Half past two comes twice on 2026-10-25: the first is meant.
        { "Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30:00Z" },
        { "Europe/Berlin", "2026-10-25", "03:00", "2026-10-25T02:00:00Z" },
        { "America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00Z" },
        { "America/New_York", "2026-03-08", "02:30", "2026-03-08T07:30:00Z" },

        // A jump of half an hour.
        { "Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45:00Z" },

    };

    [Theory]
    [MemberData(nameof(Moments))]
    public void Moment_OfAWallClock_IsTheOneThatIsMeant(string zone, string day, string time, string expected) => Assert.Equal(
        DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
        WallClock.MomentOf(
            DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture),
            TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture),
            TimeZoneInfo.FindSystemTimeZoneById(zone)));

    [Fact]
    public void Coming_OverAYear_RisesAndKeepsToTheWallClock()
    {
        var random = new Random(20261125);
        foreach (var zone in new[] { Berlin, LordHowe, Bangkok, Apia })
        {
            var slots = Enumerable.Range(0, 12)
                .Select(_ => Slot(random.Next(1, 8), new TimeOnly(random.Next(24), random.Next(60))))
                .DistinctBy(slot => (slot.Weekday, slot.LocalTime))
                .ToList();
            var after = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(random.Next(8760));
            var moments = QueueSlots.Coming(slots, zone, after).ToList();

            Assert.True(moments.Count >= slots.Count * 50);
            Assert.All(moments.Zip(moments.Skip(1)), pair => Assert.True(pair.First < pair.Second));
            Assert.All(moments, moment => Assert.True(moment > after));
            Assert.All(moments, moment =>
            {
                var local = TimeZoneInfo.ConvertTime(moment, zone);
                Assert.Contains(slots, slot =>
                    (slot.Weekday == QueueSlots.IsoWeekday(DateOnly.FromDateTime(local.DateTime))
                        && slot.LocalTime == TimeOnly.FromDateTime(local.DateTime))
                    || WallClock.MomentOf(DateOnly.FromDateTime(local.DateTime), slot.LocalTime, zone) == moment);
            });
        }
    }

    [Fact]
    public void NextFree_WithTakenSlots_IsTheFirstThatIsLeft()
    {
        var slots = new[] { Slot(3, new TimeOnly(9, 0)), Slot(3, new TimeOnly(18, 0)), Slot(4, new TimeOnly(9, 0)) };
        var wednesday = new DateTimeOffset(2026, 11, 25, 1, 0, 0, TimeSpan.Zero);
        var nine = new DateTimeOffset(2026, 11, 25, 2, 0, 0, TimeSpan.Zero);
        var eighteen = new DateTimeOffset(2026, 11, 25, 11, 0, 0, TimeSpan.Zero);

        Assert.Equal(nine, QueueSlots.NextFree(slots, Bangkok, wednesday, new HashSet<DateTimeOffset>()));
        Assert.Equal(eighteen, QueueSlots.NextFree(slots, Bangkok, wednesday, new HashSet<DateTimeOffset> { nine }));
        Assert.Equal(nine.AddDays(1), QueueSlots.NextFree(slots, Bangkok, wednesday, new HashSet<DateTimeOffset> { nine, eighteen }));
        Assert.Null(QueueSlots.NextFree([], Bangkok, wednesday, new HashSet<DateTimeOffset>()));
    }

    [Fact]
    public void Of_AChannelWithSlotsOfItsOwn_LeavesTheCommonOnes()
    {
        var channel = Guid.CreateVersion7();
        var own = Slot(1, new TimeOnly(9, 0), channel);
        var common = Slot(2, new TimeOnly(9, 0));
        Assert.Equal([own], QueueSlots.Of([own, common], channel));
        Assert.Equal([common], QueueSlots.Of([own, common], Guid.CreateVersion7()));
    }

    private static QueueSlot Slot(int weekday, TimeOnly time, Guid? channel = null) =>
        new() { Weekday = weekday, LocalTime = time, ConnectedAccountId = channel };
}
