using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Platforms.Youtube;

namespace VideoSaas.Tests.Features.Publishing;

/// <summary>A video is public by an update of its own id, which may be repeated: a worker that dies leaves one video and no second upload.</summary>
public sealed class YoutubeCrashTests(YoutubeCrashTests.WithStumbling fixture) : IClassFixture<YoutubeCrashTests.WithStumbling>
{
    private readonly PlatformCrash _crash = new(fixture, Platform.Youtube, "update");

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

    /// <summary>The picture goes at most once more, and the post not at all.</summary>
    [Theory]
    [InlineData("before cover", 2)]
    [InlineData("after cover", 2)]
    [InlineData("before commit", 1)]
    public Task Worker_ThatDiesAroundTheCover_LeavesOnePublicationWithIt(string place, int tries) =>
        _crash.EndsInOnePublicationWithItsCoverAsync(place, tries);

    public sealed class WithStumbling(PostgresFixture postgres) : StumblingFixture(postgres, typeof(YoutubePlatform));
}
