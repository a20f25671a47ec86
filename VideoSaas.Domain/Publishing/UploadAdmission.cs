namespace VideoSaas.Domain.Publishing;

/// <summary>
/// One upload that was let in against a platform's daily budget for the whole product. Its key is the try that it was for, so
/// asking again for the same one takes nothing more.
/// </summary>
public sealed class UploadAdmission
{
    public Guid PostId { get; init; }

    public int Arming { get; init; }

    /// <summary>Which of the arming's remote handles.</summary>
    public int Begun { get; init; }

    public Guid UserId { get; init; }

    public Platform Platform { get; init; }

    /// <summary>The platform's own day, in its zone.</summary>
    public DateOnly Day { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Who may upload while a daily budget is shared by everybody.</summary>
public static class Admission
{
    /// <summary>
    /// Whoever had less today goes first: a unit is given only when enough remain for each waiting person who had fewer.
    /// </summary>
    /// <param name="usedByPerson">Units of today, of everybody.</param>
    /// <param name="waitingPeople">Everybody who has an upload waiting, the asker included or not.</param>
    public static bool MayUpload(
        Guid person, int perDay, IReadOnlyDictionary<Guid, int> usedByPerson, IReadOnlyCollection<Guid> waitingPeople)
    {
        var left = perDay - usedByPerson.Values.Sum();
        var mine = usedByPerson.GetValueOrDefault(person);
        var ahead = waitingPeople.Distinct().Count(other => other != person && usedByPerson.GetValueOrDefault(other) < mine);
        return left > ahead;
    }

    /// <summary>The day that it is for the platform, and when its next one begins.</summary>
    public static (DateOnly Day, DateTimeOffset EndsAt) DayOf(DateTimeOffset now, TimeZoneInfo zone)
    {
        var day = WallClock.DayOf(now, zone);
        return (day, WallClock.MomentOf(day.AddDays(1), TimeOnly.MinValue, zone));
    }
}
