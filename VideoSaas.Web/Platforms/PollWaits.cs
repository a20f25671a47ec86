namespace VideoSaas.Web.Platforms;

/// <summary>How long to wait before the next look at a platform's own work: the longer the older that work is.</summary>
public static class PollWaits
{
    /// <summary>
    /// Each wait is taken twice before the next longer one, and the last holds on. Which one it is follows from how long ago the
    /// first look was due, so nothing needs to be counted.
    /// </summary>
    /// <param name="waitsSeconds">At least one, ascending.</param>
    public static TimeSpan Next(IReadOnlyList<double> waitsSeconds, TimeSpan elapsed)
    {
        var due = 0d;
        foreach (var wait in waitsSeconds)
        {
            due += 2 * wait;
            if (elapsed.TotalSeconds < due)
            {
                return TimeSpan.FromSeconds(wait);
            }
        }

        return TimeSpan.FromSeconds(waitsSeconds[^1]);
    }
}
