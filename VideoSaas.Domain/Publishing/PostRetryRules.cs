using System.Collections.Frozen;

namespace VideoSaas.Domain.Publishing;

/// <summary>Which failed posts go round again by themselves. All of them are known not to be out.</summary>
public static class PostRetryRules
{
    /// <summary>Faults that pass: of the network, of the platform's servers, of our own machine.</summary>
    private static readonly FrozenSet<string> Passing = new[]
    {
        "platform_busy", "platform_unreachable", "platform_throttled", "media_not_processed", "still_processing", "container_expired",
        "upload_refused", "upload_expired", "media_gone", "worker_lost", "unexpected_error", "gave_up",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static IReadOnlyCollection<string> RetryableCodes => Passing;

    /// <param name="restsSeconds">After the first failure, the second, and so on; the last holds on.</param>
    /// <returns>Null when it will not be tried again by itself.</returns>
    public static DateTimeOffset? NextTryAt(
        string? errorCode, int retryCount, int maxRetries, DateTimeOffset failedAt, IReadOnlyList<double> restsSeconds) =>
        errorCode is null || !Passing.Contains(errorCode) || retryCount >= maxRetries
            ? null
            : failedAt.AddSeconds(restsSeconds[Math.Min(retryCount, restsSeconds.Count - 1)]);
}
