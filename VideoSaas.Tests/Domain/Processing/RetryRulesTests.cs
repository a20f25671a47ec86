using CsCheck;
using VideoSaas.Domain.Processing;

namespace VideoSaas.Tests.Domain.Processing;

public sealed class RetryRulesTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(7, 320)]
    [InlineData(8, 600)]
    [InlineData(1000, 600)]
    public void Backoff_DoublesUpToTheLongest(int attempt, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryRules.Backoff(attempt, First, Longest, jitter: 0, sample: 0.5));

    [Fact]
    public void Backoff_StaysWithinItsJitter() =>
        Gen.Select(Gen.Int[1, 50], Gen.Double[0, 1], Gen.Double[0, 1]).Sample((attempt, jitter, sample) =>
        {
            var plain = RetryRules.Backoff(attempt, First, Longest, 0, 0);
            var rest = RetryRules.Backoff(attempt, First, Longest, jitter, sample);
            return rest >= plain * (1 - jitter - 1e-9) && rest <= plain * (1 + jitter + 1e-9);
        });

    [Fact]
    public void Backoff_NeverUndercutsWhatWasAskedFor() =>
        Assert.Equal(TimeSpan.FromHours(1), RetryRules.Backoff(1, First, Longest, 0.2, 1, notBefore: TimeSpan.FromHours(1)));

    [Theory]
    [InlineData(0, 3, true)]
    [InlineData(2, 3, true)]
    [InlineData(3, 3, false)]
    [InlineData(4, 3, false)]
    public void HasTriesLeft_CountsTheOnesUsed(int attempts, int most, bool left) =>
        Assert.Equal(left, RetryRules.HasTriesLeft(attempts, most));
}
