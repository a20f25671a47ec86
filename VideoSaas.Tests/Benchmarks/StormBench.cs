using System.Globalization;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Tests.Fixtures.Storm;

namespace VideoSaas.Tests.Benchmarks;

/// <summary>
/// 200 posts through faults at every step and 25 deaths of the app. <c>VIDEOSAAS_STORM_SEED</c> runs one again.
/// </summary>
[Trait("bench", "storm")]
public sealed class StormBench(PostgresFixture postgres, ITestOutputHelper output)
{
    [Fact(Explicit = true)]
    public Task Storm_OfTwoHundredPosts_LeavesExactlyOnePublicationOfEachPublished()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("VIDEOSAAS_STORM_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next(1_000_000);
        return new Storm(
            postgres, new StormPlan(seed, Posts: 200, Kills: 25, Divisor: 30, Limit: TimeSpan.FromMinutes(30)), output.WriteLine)
            .RageAsync(TestContext.Current.CancellationToken);
    }
}
