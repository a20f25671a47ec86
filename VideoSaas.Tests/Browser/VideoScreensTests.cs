using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Tests.Browser;

/// <summary>What a creator can do to a video, button by button.</summary>
public sealed class VideoScreensTests(ScreensFixture fixture, BrowserFixture browser) : IClassFixture<ScreensFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_ThenProcessAgain_StopsAndGoesOn()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await KeepSourceAsync(bench);
        await using var visit = await VisitAsync(bench);
        await visit.OpenAsync($"/videos/{bench.VideoId}");

        await Button(visit, "Stop").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("header .vs-chip")).ToHaveTextAsync("Stopped");
        await Assertions.Expect(visit.Page.Locator(".mud-snackbar")).ToContainTextAsync("Stopped. The file is still here.");
        Assert.Equal(VideoStatus.Failed, await StatusAsync(bench));

        await Button(visit, "Process again").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("header .vs-chip")).ToHaveTextAsync("Waiting");
        Assert.Equal(VideoStatus.Pending, await StatusAsync(bench));
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Delete_InTheLibrary_IsUndoneByItsToast()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await using var visit = await VisitAsync(bench);
        await visit.OpenAsync("/library");
        var card = visit.Page.Locator("article.vs-video-card");

        await card.HoverAsync();
        await card.GetByRole(AriaRole.Button).ClickAsync();
        await visit.Page.GetByText("Delete", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await Assertions.Expect(card).ToHaveCountAsync(0);
        await Assertions.Expect(visit.Page.Locator(".mud-snackbar")).ToContainTextAsync("“clip” moved to the bin");
        Assert.True(await IsInBinAsync(bench));

        await Button(visit, "Undo").ClickAsync();
        await Assertions.Expect(card).ToHaveCountAsync(1);
        Assert.False(await IsInBinAsync(bench));
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Delete_OnItsOwnPage_LeavesAPageThatGivesItBack()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await using var visit = await VisitAsync(bench);
        await visit.OpenAsync($"/videos/{bench.VideoId}");

        await Button(visit, "More").ClickAsync();
        await visit.Page.GetByText("Delete", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/library");
        await visit.OpenAsync($"/videos/{bench.VideoId}");
        await Assertions.Expect(visit.Page.GetByText("This video is in the bin")).ToBeVisibleAsync();
        await Button(visit, "Take it out").ClickAsync();

        await Assertions.Expect(visit.Page.GetByText("This video is in the bin")).ToHaveCountAsync(0);
        Assert.False(await IsInBinAsync(bench));
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task FailedVideo_OnHome_IsClearedAwayAndBrought()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await bench.BecomeRefusedAsync(bench.VideoId);
        await using var visit = await VisitAsync(bench);
        await visit.OpenAsync("/");
        await Button(visit, "Delete").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".vs-need")).ToHaveCountAsync(0);
        await Button(visit, "Undo").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".vs-need")).ToHaveCountAsync(1);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Card_ByTouch_OpensTheVideoWhereverItIsHit()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await bench.BecomeReadyAsync(bench.VideoId);
        await using var visit = await VisitAsync(bench, 390, isTouched: true);
        await visit.OpenAsync("/library");
        await visit.Page.Locator(".vs-video-picture").TapAsync(new() { Position = new() { X = 24, Y = 20 } });
        await visit.Page.WaitForURLAsync($"**/videos/{bench.VideoId}");
        Assert.Empty(visit.Complaints);
    }

    private async Task<Visit> VisitAsync(PublishingBench bench, int width = 1440, bool isTouched = false)
    {
        var visit = await browser.VisitAsync(fixture.App.Address, width, isTouched: isTouched);
        await visit.BecomeAsync(bench.Person, fixture.App.Address);
        return visit;
    }

    private static ILocator Button(Visit visit, string name) =>
        visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    private static async Task KeepSourceAsync(PublishingBench bench)
    {
        var blobs = bench.Get<IBlobStore>();
        var key = $"sources/{bench.VideoId:N}.mp4";
        using var folder = blobs.NewWorkFolder();
        var copy = Path.Combine(folder.Path, "source.mp4");
        File.Copy(bench.ClipPath, copy);
        await blobs.StoreAsync(copy, key, Token);
        await using var db = bench.Open();
        db.VideoAssets.Add(new VideoAsset
        {
            Id = Guid.CreateVersion7(),
            VideoId = bench.VideoId,
            UserId = bench.Person.Id,
            Kind = AssetKind.Source,
            AssetSet = 1,
            StorageKey = key,
            ContentType = "video/mp4",
            SizeBytes = new FileInfo(bench.ClipPath).Length,
            Platforms = [],
        });
        await db.SaveChangesAsync(Token);
    }

    private static async Task<VideoStatus> StatusAsync(PublishingBench bench)
    {
        await using var db = bench.Open();
        return await db.Videos.Where(video => video.Id == bench.VideoId).Select(video => video.ProcessingStatus).SingleAsync(Token);
    }

    private static async Task<bool> IsInBinAsync(PublishingBench bench)
    {
        await using var db = bench.Open();
        return await db.Videos.IgnoreQueryFilters().AnyAsync(video => video.Id == bench.VideoId && video.DeletedAt != null, Token);
    }
}
