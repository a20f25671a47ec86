using VideoSaas.Domain.Results;

namespace VideoSaas.Domain.Accounts;

/// <summary>A person's month of videos is nearly or wholly used up.</summary>
/// <param name="Resets">The day on which the month ends.</param>
public sealed record QuotaReached(Guid UserId, int Used, int Quota, DateOnly Resets) : IDomainEvent
{
    public const int NearlyPercent = 80;

    public bool IsUsedUp => Used >= Quota;

    /// <summary>The unit just taken is the one that reaches four fifths, or the last.</summary>
    public static bool IsReachedBy(int used, int quota) => used == quota || used == NearlyAt(quota);

    private static int NearlyAt(int quota) => ((quota * NearlyPercent) + 99) / 100;
}

/// <summary>A person has another number of videos a month from now on.</summary>
public sealed record QuotaChanged(Guid UserId) : IDomainEvent;
