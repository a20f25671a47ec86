using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Browser;

/// <summary>The bin on a desk and on a phone: how long, out again, and gone for good after one question.</summary>
public sealed class BinScreenTests(ScreensFixture fixture, BrowserFixture browser) : IClassFixture<ScreensFixture>
{
    private readonly Accessibility _accessibility = new();

    [Fact]
    public async Task Bin_IsEmptiedAfterOneQuestion_OneByOneOrWhole()
    {
        var bench = await BenchAsync();
        await using var visit = await browser.VisitAsync(fixture.App.Address);
        await visit.BecomeAsync(bench.Person, fixture.App.Address);
        await visit.OpenAsync("/library?show=bin");
        var cards = visit.Page.Locator("article.vs-video-card");
        await Assertions.Expect(cards).ToHaveCountAsync(4);
        await Assertions.Expect(cards.First).ToContainTextAsync("Gone for good in");
        await visit.ScreenshotAsync("bin-1440-light-en");
        await _accessibility.LookAsync(visit.Page, "bin");

        await cards.Nth(0).GetByRole(AriaRole.Checkbox).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Toolbar).GetByRole(AriaRole.Button, new() { Name = "Delete for good" }).ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToContainTextAsync("This cannot be undone.");
        await Assertions.Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Keep" })).ToBeFocusedAsync();
        await visit.ScreenshotAsync("bin-ask-1440-light-en");
        await _accessibility.LookAsync(visit.Page, "bin's question");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Keep" }).ClickAsync();
        await Assertions.Expect(cards).ToHaveCountAsync(4);

        await cards.Nth(0).GetByRole(AriaRole.Checkbox).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Toolbar).GetByRole(AriaRole.Button, new() { Name = "Delete for good" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete for good" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".mud-snackbar")).ToContainTextAsync("1 video deleted for good");
        await Assertions.Expect(cards).ToHaveCountAsync(3);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Empty the bin" }).ClickAsync();
        await Assertions.Expect(dialog).ToContainTextAsync("3 videos go with all their files");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete for good" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("The bin is empty")).ToBeVisibleAsync();
        await visit.ScreenshotAsync("bin-empty-1440-light-en");
        _accessibility.AssertNothingGrave();
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Bin_OnAPhone_SaysItInThai()
    {
        var bench = await BenchAsync();
        await using var visit = await browser.VisitAsync(fixture.App.Address, 390, 844, "th-TH", ColorScheme.Dark, isTouched: true);
        await visit.BecomeAsync(bench.Person, fixture.App.Address);
        await visit.OpenAsync("/library?show=bin");
        await Assertions.Expect(visit.Page.Locator("article.vs-video-card").First).ToContainTextAsync("ลบถาวรในอีก");
        await visit.ScreenshotAsync("bin-390-dark-th");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "ล้างถังขยะ" }).TapAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("เลิกทำไม่ได้");
        await visit.ScreenshotAsync("bin-ask-390-dark-th");
        await _accessibility.LookAsync(visit.Page, "bin's question on a phone");
        _accessibility.AssertNothingGrave();
        Assert.Empty(visit.Complaints);
    }

    private async Task<PublishingBench> BenchAsync()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        foreach (var (title, days) in new[] { ("Rainy day with Mochi", 1), ("ก๋วยเตี๋ยวเรือ อยุธยา", 12), ("Lo-fi window", 28), ("ภาษามือไทย 5 คำ", 29) })
        {
            var id = await PlannedPosts.AddClipAsync(bench, title);
            await using var db = bench.Open();
            await db.Database.ExecuteSqlAsync($"UPDATE videos SET deleted_at = now() - make_interval(days => {days}) WHERE id = {id}");
        }

        return bench;
    }
}
