using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Browser;

/// <summary>What a creator can do to a post and a channel, button by button.</summary>
public sealed class PostScreensTests(ScreensFixture fixture, BrowserFixture browser) : IClassFixture<ScreensFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cancel_BeforeThePointOfNoReturn_CanBePostedAfterAll()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.SubmitAsync();
        await using var visit = await VisitAsync(bench);
        await visit.OpenAsync($"/posts/{postId}");

        await Button(visit, "Cancel post").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("header .vs-chip")).ToHaveTextAsync("Cancelled");
        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync("Nothing was published");
        Assert.Equal(PostStatus.Cancelled, (await bench.PostAsync(postId)).UploadStatus);

        await Button(visit, "Post now").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("header .vs-chip")).ToHaveTextAsync("Waiting");
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).UploadStatus == PostStatus.Published);
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Open on Instagram" })).ToBeVisibleAsync();
        Assert.Single(await bench.PublishedAsync());
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task TryAgain_OfAFailedPost_IsWatchedUntilItIsOut()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await bench.FaultAsync("container", "error:2207026");
        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).UploadStatus == PostStatus.Failed);
        await using var visit = await VisitAsync(bench);
        await visit.OpenAsync($"/posts/{postId}");
        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync("The platform does not take this file's format.");

        await Button(visit, "Try again").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("header .vs-chip")).ToHaveTextAsync("Waiting");
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).UploadStatus == PostStatus.Published);
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Open on Instagram" })).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    [Theory]
    [InlineData("It's live", "Published", PostStatus.Published)]
    [InlineData("It isn't live", "Failed", PostStatus.Failed)]
    public async Task UnconfirmedPost_OnHome_IsSettledByThePerson(string button, string word, PostStatus status)
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.UnconfirmedAsync();
        await using var visit = await VisitAsync(bench);
        await visit.OpenAsync("/");
        var row = visit.Page.Locator(".vs-need", new() { HasText = "Unconfirmed" });
        await Assertions.Expect(row).ToContainTextAsync("Instagram stopped answering.");
        Assert.Equal(
            $"/sandbox/instagram?account={bench.Login}",
            await row.GetByRole(AriaRole.Link, new() { Name = "Open Instagram" }).GetAttributeAsync("href"));

        await Button(visit, button).ClickAsync();
        await Assertions.Expect(row).ToHaveCountAsync(0);
        Assert.Equal(status, (await bench.PostAsync(postId)).UploadStatus);
        await visit.OpenAsync($"/posts/{postId}");
        await Assertions.Expect(visit.Page.Locator("header .vs-chip")).ToHaveTextAsync(word);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Disconnect_IsAskedForFirst_AndTheSameAccountComesBack()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await using var visit = await VisitAsync(bench);
        await visit.OpenAsync("/channels");
        var row = visit.Page.Locator(".vs-channel");

        await row.GetByRole(AriaRole.Button, new() { Name = "Disconnect" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".mud-dialog")).ToContainTextAsync("Published posts stay; drafts keep their text.");

        // The dialog listens to keys a moment after it is drawn: a person would press again.
        await Eventually.HoldsAsync(async () =>
        {
            await visit.Page.Keyboard.PressAsync("Escape");
            return await visit.Page.Locator(".mud-dialog").CountAsync() == 0;
        });
        Assert.True(await IsConnectedAsync(bench));

        await row.GetByRole(AriaRole.Button, new() { Name = "Disconnect" }).ClickAsync();
        await visit.Page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Disconnect" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".mud-snackbar")).ToContainTextAsync($"Instagram @{bench.Login} disconnected");
        await Assertions.Expect(row).ToHaveCountAsync(0);
        Assert.False(await IsConnectedAsync(bench));

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Connect Instagram" }).ClickAsync();
        await visit.Page.FillAsync("#login", bench.Login);
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForURLAsync("**/channels/choose**");
        await Visit.IsLiveAsync(visit.Page);
        var choice = visit.Page.Locator("label.vs-choice").Filter(new() { HasText = $"@{bench.Login}" }).First.Locator("input");
        await choice.CheckAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/channels?**");
        await Assertions.Expect(row.First).ToContainTextAsync($"@{bench.Login}");
        Assert.True(await IsConnectedAsync(bench));
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Draft_IsKeptWithItsTextAndNotSent()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await using var visit = await VisitAsync(bench);
        await visit.OpenAsync($"/posts/new?video={bench.VideoId}");
        await visit.Page.FillAsync("#caption", "ก๋วยเตี๋ยวเรือ #เยาวราช");
        await Button(visit, "Keep as draft").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".mud-snackbar")).ToContainTextAsync("Draft kept");

        await visit.OpenAsync($"/posts/new?video={bench.VideoId}");
        await Assertions.Expect(visit.Page.Locator("#caption")).ToHaveValueAsync("ก๋วยเตี๋ยวเรือ #เยาวราช");
        Assert.Empty(await bench.ContainersAsync());
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Preview_OnAPhone_ClosesByEscape()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await using var visit = await VisitAsync(bench, 390);
        await visit.OpenAsync($"/posts/new?video={bench.VideoId}");
        await Button(visit, "Preview").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".vs-phone")).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(visit.Page.Locator(".vs-phone")).ToBeHiddenAsync();
        Assert.Empty(visit.Complaints);
    }

    private async Task<Visit> VisitAsync(PublishingBench bench, int width = 1440)
    {
        var visit = await browser.VisitAsync(fixture.App.Address, width);
        await visit.BecomeAsync(bench.Person, fixture.App.Address);
        return visit;
    }

    private static ILocator Button(Visit visit, string name) =>
        visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    private static async Task<bool> IsConnectedAsync(PublishingBench bench)
    {
        await using var db = bench.Open();
        return await db.PlatformAccounts.AnyAsync(account => account.Id == bench.AccountId && account.DeletedAt == null, Token);
    }
}
