using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Tests.Features.Publishing;

/// <summary>The cover that was chosen in the editor, from the commands to what the twins show of it.</summary>
public sealed class CoverTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    private static readonly VideoEdits Chosen = new(Trim: new TrimEdit(1000, null), CoverAtMs: 2500);

    public static TheoryData<Platform> Platforms() => [.. Enum.GetValues<Platform>()];

    [Theory]
    [InlineData(Platform.Instagram)]
    [InlineData(Platform.Tiktok)]
    public async Task Moment_ThatWasChosen_IsSeenAtThePlatform_AsOneOfTheFile(Platform platform)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, platform);
        await bench.ChooseCoverAsync(Chosen);

        await PublishAsync(bench);

        Assert.Contains("data-cover-ms=\"1500\"", await bench.ProfileAsync(), StringComparison.Ordinal);
        Assert.Contains("cover at 1.5 s", await bench.ProfileAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Platform.Facebook, true)]
    [InlineData(Platform.Facebook, false)]
    [InlineData(Platform.Youtube, true)]
    [InlineData(Platform.Youtube, false)]
    public async Task Picture_OfWhatWasChosen_IsSeenAtThePlatform_AndToldInTheStory(Platform platform, bool isUpright)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, platform, size: isUpright ? null : (960, 540));
        var picture = await bench.ChooseCoverAsync(Chosen);

        var postId = await PublishAsync(bench);

        var remoteId = (await bench.PostAsync(postId)).PlatformPostId!;
        Assert.Contains($"poster=\"/sandbox/{bench.TwinName}/cover/{remoteId}\"", await bench.ProfileAsync(), StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(picture), await bench.CoverAsync(remoteId));
        var steps = (await bench.PageAsync(postId)).Steps.OrderBy(step => step.At).ToList();
        Assert.Equal(StepOutcome.Done, Assert.Single(steps, step => step.Step == "cover").Outcome);
        Assert.True(
            steps.FindIndex(step => step.Step == "prepared") < steps.FindIndex(step => step.Step == "cover")
            && steps.FindIndex(step => step.Step == "cover") < steps.FindIndex(step => step.Step == "intent"));
    }

    [Theory]
    [MemberData(nameof(Platforms))]
    public async Task Nothing_Chosen_NothingIsSent_AlsoWhereThereIsAPicture(Platform platform)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, platform);
        await bench.ChooseCoverAsync(VideoEdits.None);

        var postId = await PublishAsync(bench);

        AssertNoCover(await bench.ProfileAsync());
        Assert.DoesNotContain((await bench.PageAsync(postId)).Steps, step => step.Step == "cover");
    }

    /// <summary>The picture was drawn of the source, so it is there; the frame is not.</summary>
    [Fact]
    public async Task Moment_ThatWasCutAway_IsNotSent_ButThePictureIs()
    {
        var cut = Chosen with { CoverAtMs = 500 };
        var reels = await PublishingBench.NewAsync(fixture.App, Platform.Instagram);
        await reels.ChooseCoverAsync(cut);
        var shorts = await PublishingBench.NewAsync(fixture.App, Platform.Youtube);
        var picture = await shorts.ChooseCoverAsync(cut);

        await PublishAsync(reels);
        var postId = await PublishAsync(shorts);

        AssertNoCover(await reels.ProfileAsync());
        Assert.Equal(await File.ReadAllBytesAsync(picture), await shorts.CoverAsync((await shorts.PostAsync(postId)).PlatformPostId!));
    }

    /// <summary>Edits of which no file is whole yet are not those of the file that goes out.</summary>
    [Fact]
    public async Task Edits_ThatAreNewerThanTheFile_CountForNothing()
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Instagram);
        await bench.ChooseCoverAsync(Chosen);
        await bench.ChooseCoverAsync(Chosen with { Trim = null, CoverAtMs = 3900 }, assetSet: 2);

        var channel = Assert.Single((await bench.Get<PublishingQueries>().ComposeAsync(bench.Person.Actor, bench.VideoId, default)).Value.Channels);
        await PublishAsync(bench);

        Assert.Equal(1500, channel.File!.CoverAtMs);
        Assert.Contains("data-cover-ms=\"1500\"", await bench.ProfileAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setting_OfThePost_GoesBeforeTheClips_AndHasNoPictureOfItsOwn()
    {
        var reels = await PublishingBench.NewAsync(fixture.App, Platform.Instagram);
        var page = await PublishingBench.NewAsync(fixture.App, Platform.Facebook);
        foreach (var bench in new[] { reels, page })
        {
            bench.Settings = new PostSettings { CoverAtMs = 700 };
            await bench.ChooseCoverAsync(Chosen);
            await PublishAsync(bench);
        }

        Assert.Contains("data-cover-ms=\"700\"", await reels.ProfileAsync(), StringComparison.Ordinal);
        AssertNoCover(await page.ProfileAsync());
    }

    [Theory]
    [InlineData(4001L, "cover_beyond_end")]
    [InlineData(null, null)]
    public async Task Preflight_JudgesTheCoverThatWillBeSent(long? own, string? refusal)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Tiktok);
        bench.Settings = bench.Settings with { CoverAtMs = own };
        await bench.ChooseCoverAsync(Chosen);
        var postId = await bench.DraftAsync();

        var submitted = await bench.Get<SubmitPost>().ExecuteAsync(bench.Person.Actor, new SubmitPostInput(postId), default);

        Assert.Equal(refusal, submitted.Refusal?.Code);
    }

    [Fact]
    public async Task Picture_ThatIsGoneOrTooLarge_HoldsNothingUp()
    {
        var gone = await PublishingBench.NewAsync(fixture.App, Platform.Facebook);
        await gone.ChooseCoverAsync(Chosen);
        var large = await PublishingBench.NewAsync(fixture.App, Platform.Facebook);
        await large.ChooseCoverAsync(Chosen);
        await using (var db = gone.Open())
        {
            await db.VideoAssets.Where(asset => asset.VideoId == gone.VideoId && asset.ContentType == "image/jpeg")
                .ExecuteUpdateAsync(set => set.SetProperty(asset => asset.StorageKey, "thumbnails/gone.jpg"));
            await db.VideoAssets.IgnoreQueryFilters().Where(asset => asset.VideoId == large.VideoId && asset.ContentType == "image/jpeg")
                .ExecuteUpdateAsync(set => set.SetProperty(asset => asset.SizeBytes, 10_000_001));
        }

        var goneId = await PublishAsync(gone);
        var largeId = await PublishAsync(large);

        var step = Assert.Single((await gone.PageAsync(goneId)).Steps, step => step.Step == "cover");
        Assert.Equal((StepOutcome.Refused, "cover_gone"), (step.Outcome, step.ErrorCode));
        Assert.DoesNotContain((await large.PageAsync(largeId)).Steps, step => step.Step == "cover");
        AssertNoCover(await large.ProfileAsync());
    }

    [Fact]
    public void Platforms_TakeCoversInTheWayThatTheEditorSays() => Assert.All(
        fixture.App.Services.GetRequiredService<PlatformCatalog>().All,
        platform => Assert.Equal(CoverWays.Of(platform.Platform) == CoverWay.Picture, platform.MostCoverBytes is not null));

    private static void AssertNoCover(string profile)
    {
        Assert.Contains("data-media=", profile, StringComparison.Ordinal);
        Assert.DoesNotContain("poster=", profile, StringComparison.Ordinal);
        Assert.DoesNotContain("cover at", profile, StringComparison.Ordinal);
    }

    private static async Task<Guid> PublishAsync(PublishingBench bench)
    {
        await bench.ClearFaultsAsync();
        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).PlatformPostUrl is not null);
        Assert.Single(await bench.PublicationsAsync());
        return postId;
    }
}
