namespace VideoSaas.Domain.Processing;

/// <summary>How long a failed job rests, and when it is tried no more.</summary>
public static class RetryRules
{
    /// <summary>The worker died or lost its lease as often as the job may be tried.</summary>
    public const string WorkerLost = "worker_lost";

    /// <summary>The handler threw what it did not expect.</summary>
    public const string UnexpectedError = "unexpected_error";

    public static bool HasTriesLeft(int attempts, int maxAttempts) => attempts < maxAttempts;

    /// <summary>
    /// Doubles with every try from <paramref name="first"/> up to <paramref name="longest"/>, then moves by up to
    /// <paramref name="jitter"/> of itself to either side, so that jobs that failed together do not return together.
    /// </summary>
    /// <param name="attempt">The try that failed, 1 for the first.</param>
    /// <param name="jitter">0 to 1.</param>
    /// <param name="sample">A random number from 0 to 1.</param>
    /// <param name="notBefore">What the other side asked for; never undercut.</param>
    public static TimeSpan Backoff(
        int attempt, TimeSpan first, TimeSpan longest, double jitter, double sample, TimeSpan? notBefore = null)
    {
        // Past 2^30 every sensible base is longer than the longest rest.
        var doubled = first * Math.Pow(2, Math.Clamp(attempt - 1, 0, 30));
        var rest = (doubled < longest ? doubled : longest) * (1 - jitter + (2 * jitter * sample));
        return notBefore is { } asked && asked > rest ? asked : rest;
    }
}
