using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Browser;

/// <summary>The library as a person uses it: asking, choosing, labelling, deleting, and a list that is longer than any window.</summary>
public sealed class LibraryScreenTests(ScreensFixture fixture, BrowserFixture browser) : IClassFixture<ScreensFixture>
{
    private const int Many = 140;

    private readonly Accessibility _accessibility = new();

    [Fact]
    public async Task Library_ByMouseAndKeys_IsAskedChosenLabelledDeletedAndRestored()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await FillAsync(bench, Many);
        await using var visit = await browser.VisitAsync(fixture.App.Address);
        await visit.BecomeAsync(bench.Person, fixture.App.Address);
        await visit.OpenAsync("/library");
        var cards = visit.Page.Locator("article.vs-video-card");
        var bar = visit.Page.GetByRole(AriaRole.Toolbar);

        // A range by shift, then one more; the address for the bulk page holds them all.
        await Tick(cards.Nth(0)).ClickAsync();
        await Tick(cards.Nth(3)).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Assertions.Expect(bar).ToContainTextAsync("4 selected");
        await visit.ScreenshotAsync("library-chosen-1440-light-en");
        await _accessibility.LookAsync(visit.Page, "library with a choice");

        await bar.GetByRole(AriaRole.Button, new() { Name = "Label", Exact = true }).ClickAsync();
        await visit.Page.GetByLabel("New label").FillAsync("ตลาดนัด");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add and put on" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = "ตลาดนัด" })).ToBeCheckedAsync();
        await visit.ScreenshotAsync("library-labels-1440-light-en");
        await _accessibility.LookAsync(visit.Page, "labels");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Done", Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await visit.Page.GetByLabel("Label", new() { Exact = true }).SelectOptionAsync("ตลาดนัด");
        await Assertions.Expect(cards).ToHaveCountAsync(4);

        await bar.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".mud-snackbar")).ToContainTextAsync("4 videos moved to the bin");
        await Assertions.Expect(cards).ToHaveCountAsync(0);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(cards).ToHaveCountAsync(4);

        // A reload brings back what was asked.
        await visit.OpenAsync(visit.Page.Url);
        await Assertions.Expect(cards).ToHaveCountAsync(4);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "List", Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("article.vs-video-line")).ToHaveCountAsync(4);
        await visit.OpenAsync("/library");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "List", Exact = true })).ToHaveAttributeAsync("aria-pressed", "true");
        await visit.ScreenshotAsync("library-list-1440-light-en");
        await _accessibility.LookAsync(visit.Page, "library as a list");

        // By keys alone.
        await visit.Page.Keyboard.PressAsync("Control+a");
        await Assertions.Expect(bar).ToContainTextAsync($"{Many + 1} selected");
        await visit.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(bar).ToHaveCountAsync(0);
        _accessibility.AssertNothingGrave();
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Library_OfMany_DrawsOnlyWhatIsLookedAt_AndReachesTheLast()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await FillAsync(bench, Many);
        await using var visit = await browser.VisitAsync(fixture.App.Address, 390, 844, "th-TH", isTouched: true);
        await visit.BecomeAsync(bench.Person, fixture.App.Address);
        await visit.OpenAsync("/library?sort=oldest");
        await visit.Page.WaitForSelectorAsync(".vs-library-row, .vs-library + div", new() { State = WaitForSelectorState.Attached });
        await Eventually.HoldsAsync(async () =>
        {
            await visit.Page.EvaluateAsync("() => scrollTo(0, document.documentElement.scrollHeight)");
            return await visit.Page.GetByRole(AriaRole.Link, new() { Name = $"clip {Many}", Exact = true }).CountAsync() > 0;
        });
        await visit.ScreenshotAsync("library-end-390-light-th");
        Assert.InRange(await visit.Page.Locator("article.vs-video-card").CountAsync(), 60, 110);

        await visit.Page.EvaluateAsync("() => scrollTo(0, 0)");
        await visit.Page.Locator(".vs-menus-open").TapAsync();
        await visit.Page.WaitForFunctionAsync("() => document.querySelector('.vs-menus.vs-shown')", null, new() { PollingInterval = 100 });
        await visit.ScreenshotAsync("library-sheet-390-light-th");
        await visit.Page.Locator(".vs-menus-foot .mud-button-filled-primary").TapAsync();
        await visit.Page.Locator(".vs-choose").TapAsync();
        await Tick(visit.Page.Locator("article.vs-video-card").Nth(1)).TapAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Toolbar)).ToBeVisibleAsync();
        await visit.ScreenshotAsync("library-chosen-390-light-th");
        await _accessibility.LookAsync(visit.Page, "library on a phone");
        _accessibility.AssertNothingGrave();
        Assert.Empty(visit.Complaints);
    }

    private static ILocator Tick(ILocator card) => card.GetByRole(AriaRole.Checkbox);

    private static async Task FillAsync(PublishingBench bench, int count)
    {
        await using var db = bench.Open();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO videos (user_id, original_filename, original_url, original_size, duration, created_at)
            SELECT {bench.Person.Id}, 'clip ' || n || '.mp4', 'sources/none', 1, n % 90, now() + make_interval(secs => n) FROM generate_series(1, {count}) n
            """);
    }
}
