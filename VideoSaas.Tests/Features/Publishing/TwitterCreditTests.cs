using System.Net.Http.Json;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Features.Publishing;

/// <summary>The developer's account at X pays for everybody: a post that it cannot pay for waits, and is nobody's fault.</summary>
public sealed class TwitterCreditTests(TwitterCreditTests.WithLittleCredit fixture) : IClassFixture<TwitterCreditTests.WithLittleCredit>
{
    [Fact]
    public async Task Credit_ThatIsUsedUp_HoldsWhatItCannotPayFor_UntilThereIsMore()
    {
        var (first, second, third) = (await NewAsync(), await NewAsync(), await NewAsync());
        var firstId = await first.SubmitAsync("one https://example.org/a");
        await UntilLocatedAsync(first, firstId);

        // A link costs more than thirteen times as much: a plain post still goes out while this one waits.
        var secondId = await second.SubmitAsync("two https://example.org/b");
        await PublishingWorker.UntilAsync(
            second.App, async () => (await second.PostAsync(secondId)).ApiResponse?.Contains("CreditsDepleted", StringComparison.Ordinal) == true);
        var thirdId = await third.SubmitAsync("three");
        await UntilLocatedAsync(third, thirdId);

        var waiting = await second.PostAsync(secondId);
        Assert.True(waiting.UploadStatus is not (PostStatus.Published or PostStatus.Failed), $"It is {waiting.UploadStatus}.");
        Assert.Equal((false, 0), (waiting.IsUnconfirmed, waiting.RetryCount));
        Assert.Contains((await second.PageAsync(secondId)).Steps, step => step is { Outcome: StepOutcome.Refused, ErrorCode: "service_paused", NextTryAt: not null });
        Assert.Empty(await second.PublicationsAsync());

        using var client = new HttpClient { BaseAddress = fixture.App.Address };
        await client.PostAsJsonAsync(new Uri("sandbox/twitter/_credits", UriKind.Relative), new { mills = 1000 });
        await UntilLocatedAsync(second, secondId);
        Assert.Single(await second.PublicationsAsync());
    }

    private Task<PublishingBench> NewAsync() => PublishingBench.NewAsync(fixture.App, Platform.Twitter);

    private static Task UntilLocatedAsync(PublishingBench bench, Guid postId) =>
        PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).PlatformPostUrl is not null);

    public sealed class WithLittleCredit(PostgresFixture postgres) : PublishingFixture(postgres)
    {
        protected override AppHost Start(AppSpace space) => space.Start(new Dictionary<string, string?>(Quick)
        {
            // One post with a link, one without, and what it takes to find both again.
            ["Sandbox:Twitter:CreditMills"] = "250",
        });
    }
}
