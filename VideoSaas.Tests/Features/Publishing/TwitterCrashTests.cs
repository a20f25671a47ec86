using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Platforms.Twitter;

namespace VideoSaas.Tests.Features.Publishing;

/// <summary>A post whose worker died is sought in the timeline: one that was taken is never sent again.</summary>
public sealed class TwitterCrashTests(TwitterCrashTests.WithStumbling fixture) : IClassFixture<TwitterCrashTests.WithStumbling>
{
    private readonly PlatformCrash _crash = new(fixture, Platform.Twitter, "create");

    [Theory]
    [InlineData("before create")]
    [InlineData("after create")]
    [InlineData("before upload")]
    [InlineData("after upload")]
    [InlineData("after check")]
    [InlineData("before commit")]
    [InlineData("after commit")]
    [InlineData("after reconcile")]
    [InlineData("after readback")]
    public Task Worker_ThatDies_LeavesWhatAnotherEndsWithOnePublication(string place) => _crash.EndsInOnePublicationAsync(place);

    public sealed class WithStumbling(PostgresFixture postgres) : StumblingFixture(postgres, typeof(TwitterPlatform));
}
