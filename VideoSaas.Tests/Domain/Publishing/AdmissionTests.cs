using VideoSaas.Domain.Publishing;

namespace VideoSaas.Tests.Domain.Publishing;

public sealed class AdmissionTests
{
    private static readonly Guid Ann = Guid.CreateVersion7();
    private static readonly Guid Ben = Guid.CreateVersion7();

    [Fact]
    public void MayUpload_WhileOthersWaitWithFewer_OnlyWhatIsNotTheirs()
    {
        var used = new Dictionary<Guid, int> { [Ann] = 8 };
        Assert.True(Admission.MayUpload(Ann, 10, used, [Ann, Ben]));
        Assert.False(Admission.MayUpload(Ann, 9, used, [Ann, Ben]));
        Assert.True(Admission.MayUpload(Ben, 9, used, [Ann, Ben]));
        Assert.True(Admission.MayUpload(Ann, 9, used, [Ann]));
        Assert.False(Admission.MayUpload(Ben, 8, used, [Ben]));
    }

    [Fact]
    public void MayUpload_ManyPeopleAskingAtRandom_EndsWithinOneOfEachOther()
    {
        var random = new Random(7);
        var people = Enumerable.Range(0, 9).Select(_ => Guid.CreateVersion7()).ToArray();
        var used = new Dictionary<Guid, int>();
        for (var asked = 0; asked < 10_000; asked++)
        {
            // The first few are far busier than the rest.
            var person = people[Math.Min(random.Next(people.Length), random.Next(people.Length))];
            if (Admission.MayUpload(person, 100, used, people))
            {
                used[person] = used.GetValueOrDefault(person) + 1;
            }
        }

        Assert.Equal(100, used.Values.Sum());
        Assert.True(used.Values.Min() >= 1, "Nobody went empty.");
    }

    [Fact]
    public void Day_InPacificTime_EndsAtItsMidnight()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles");
        var (day, endsAt) = Admission.DayOf(new DateTimeOffset(2026, 11, 25, 7, 59, 0, TimeSpan.Zero), zone);
        Assert.Equal(new DateOnly(2026, 11, 24), day);
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 8, 0, 0, TimeSpan.Zero), endsAt);
    }
}
