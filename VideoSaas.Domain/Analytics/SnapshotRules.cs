namespace VideoSaas.Domain.Analytics;

/// <summary>
/// When a post's numbers are read: often while they move, seldom later, because every look costs quota or money. Each time is
/// counted from the publication; the last ones are before a platform stops telling its owner more than it tells everybody.
/// </summary>
public static class SnapshotRules
{
    /// <summary>X tells owners' numbers for 30 days.</summary>
    private static readonly TimeSpan[] Ages =
    [
        TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromDays(1), TimeSpan.FromDays(2), TimeSpan.FromDays(3),
        TimeSpan.FromDays(5), TimeSpan.FromDays(7), TimeSpan.FromDays(14), TimeSpan.FromDays(21), TimeSpan.FromDays(29),
    ];

    /// <summary>Published longer ago than this, a post is not asked about any more.</summary>
    public static TimeSpan Oldest => Ages[^1] + TimeSpan.FromDays(1);

    /// <summary>The next look after the one at <paramref name="lastAt"/>; null when there is none. One that was missed is not made up for.</summary>
    /// <param name="lastAt">Null: there was none.</param>
    public static DateTimeOffset? NextAt(DateTimeOffset publishedAt, DateTimeOffset? lastAt)
    {
        foreach (var age in Ages)
        {
            if (lastAt is null || lastAt < publishedAt + age)
            {
                return publishedAt + age;
            }
        }

        return null;
    }
}
