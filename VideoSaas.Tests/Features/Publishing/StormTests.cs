using VideoSaas.Tests.Fixtures;
using VideoSaas.Tests.Fixtures.Storm;

namespace VideoSaas.Tests.Features.Publishing;

/// <summary>A tenth of the storm, always the same one.</summary>
public sealed class StormTests(PostgresFixture postgres, ITestOutputHelper output)
{
    [Fact]
    public Task Storm_OfTwentyPosts_LeavesExactlyOnePublicationOfEachPublished() => new Storm(
        postgres, new StormPlan(Seed: 20261125, Posts: 20, Kills: 3, Divisor: 30, Limit: TimeSpan.FromMinutes(6)), output.WriteLine)
        .RageAsync(TestContext.Current.CancellationToken);
}
