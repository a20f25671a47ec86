using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Features.Publishing;

/// <summary>The same through the app's own job runner.</summary>
public sealed class PublishEndToEndTests(PublishEndToEndTests.WithWorkers fixture) : IClassFixture<PublishEndToEndTests.WithWorkers>
{
    [Fact]
    public async Task Posts_OfTwoPeople_AreCarriedOutByTheRunner()
    {
        var first = await PublishingBench.NewAsync(fixture.App);
        var second = await PublishingBench.NewAsync(fixture.App);

        var posts = new[] { (Bench: first, Id: await first.SubmitAsync()), (Bench: second, Id: await second.SubmitAsync()) };

        foreach (var (bench, id) in posts)
        {
            await Eventually.HoldsAsync(
                async () => (await bench.PostAsync(id)).PlatformPostUrl is not null, TimeSpan.FromSeconds(120));
            Assert.Equal(PostStatus.Published, (await bench.PostAsync(id)).UploadStatus);
            Assert.Single(await bench.PublishedAsync());
        }
    }

    public sealed class WithWorkers(PostgresFixture postgres) : PublishingFixture(postgres)
    {
        protected override AppHost Start(AppSpace space)
        {
            var settings = Quick;
            settings["Jobs:Workers:Publish"] = "2";
            settings["Publishing:InlineWaitSeconds"] = "0.15";
            return space.Start(settings);
        }
    }
}
