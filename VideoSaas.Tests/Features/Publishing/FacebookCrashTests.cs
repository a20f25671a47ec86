using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Platforms.Facebook;

namespace VideoSaas.Tests.Features.Publishing;

/// <summary>A finish that was taken is known again by whoever comes after the one that sent it.</summary>
public sealed class FacebookCrashTests(FacebookCrashTests.WithStumbling fixture) : IClassFixture<FacebookCrashTests.WithStumbling>
{
    private readonly PlatformCrash _crash = new(fixture, Platform.Facebook);

    [Theory]
    [InlineData("after create")]
    [InlineData("after upload")]
    [InlineData("before commit")]
    [InlineData("after commit")]
    [InlineData("after reconcile")]
    public async Task Worker_ThatDies_LeavesWhatAnotherEndsWithOnePublication(string place)
    {
        await _crash.EndsInOnePublicationAsync(place);
        Assert.InRange(fixture.Platform.Calls.Count(call => call == "commit"), 1, 2);
    }

    /// <summary>The picture goes at most once more, and the post not at all.</summary>
    [Theory]
    [InlineData("before cover", 2)]
    [InlineData("after cover", 2)]
    [InlineData("before commit", 1)]
    public Task Worker_ThatDiesAroundTheCover_LeavesOnePublicationWithIt(string place, int tries) =>
        _crash.EndsInOnePublicationWithItsCoverAsync(place, tries);

    public sealed class WithStumbling(PostgresFixture postgres) : StumblingFixture(postgres, typeof(FacebookPlatform));
}
