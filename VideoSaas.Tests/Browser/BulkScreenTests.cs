using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing.Compose;

namespace VideoSaas.Tests.Browser;

/// <summary>From a choice in the library to posts on their days, and back.</summary>
public sealed class BulkScreenTests(ScreensFixture fixture, BrowserFixture browser) : IClassFixture<ScreensFixture>
{
    private readonly Accessibility _accessibility = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chosen_InTheLibrary_AreWrittenScheduledOnDays_AndCalledOff()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await bench.AddVideoAsync(Guid.CreateVersion7());
        await bench.Get<SavedTexts>().SaveTemplateAsync(
            bench.Person.Actor, new CaptionTemplateInput(null, "Series", "ตอนที่ {number}: {title} {nobody}"), Token);
        await using var visit = await browser.VisitAsync(fixture.App.Address);
        await visit.BecomeAsync(bench.Person, fixture.App.Address);
        await visit.OpenAsync("/library");
        await visit.Page.Keyboard.PressAsync("Control+a");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Toolbar)).ToContainTextAsync("2 selected");
        await visit.Page.Keyboard.PressAsync("s");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Templates" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Use" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByLabel("Text", new() { Exact = true })).ToHaveValueAsync("ตอนที่ {number}: {title} {nobody}");
        await visit.Page.GetByText("On days at times").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".vs-bulk-table tbody tr").Nth(1)).ToContainTextAsync("ตอนที่ 2: clip");
        await Assertions.Expect(visit.Page.GetByText("Nobody fills in: nobody")).ToBeVisibleAsync();
        await visit.Page.EvaluateAsync("() => scrollTo(0, document.documentElement.scrollHeight)");
        await visit.ScreenshotAsync("bulk-preview-1440-light-en");
        await _accessibility.LookAsync(visit.Page, "bulk with its preview");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Schedule 2 posts" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("2 posts scheduled")).ToBeVisibleAsync();
        await visit.ScreenshotAsync("bulk-done-1440-light-en");
        Assert.Equal([PostStatus.Pending, PostStatus.Pending], await StatusesAsync(bench));
        await visit.Page.Locator("#main").GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("2 posts called off")).ToBeVisibleAsync();
        Assert.Equal([PostStatus.Cancelled, PostStatus.Cancelled], await StatusesAsync(bench));
        _accessibility.AssertNothingGrave();
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Tiktok_IsAskedWhatTheAccountAllows_AndEachPostIsJudgedByIt()
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Tiktok);
        await using var visit = await browser.VisitAsync(fixture.App.Address, 390, 844, theme: ColorScheme.Dark, isTouched: true);
        await visit.BecomeAsync(bench.Person, fixture.App.Address);
        await visit.OpenAsync($"/bulk?videos={bench.VideoId:N}");
        var privacy = visit.Page.Locator("#tiktok-privacy");
        await Assertions.Expect(privacy).ToBeEnabledAsync();
        await visit.Page.Locator("[data-timing=Days]").TapAsync();
        await Assertions.Expect(visit.Page.Locator(".vs-bulk-table tbody tr")).ToContainTextAsync("Choose who can watch");
        await privacy.SelectOptionAsync(TiktokPrivacy.Everyone);
        await visit.Page.Locator("#tiktok-consent").CheckAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Schedule 1 post" })).ToBeEnabledAsync();
        await privacy.ScrollIntoViewIfNeededAsync();
        await visit.ScreenshotAsync("bulk-tiktok-390-dark-en");
        await _accessibility.LookAsync(visit.Page, "bulk for TikTok");
        _accessibility.AssertNothingGrave();

        // The twin's picture of the creator comes from another address than TikTok's, which alone is let in.
        Assert.DoesNotContain(visit.Complaints, complaint => !complaint.Contains("/favicon.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task File_WithFaults_OnAPhone_IsToldLineByLine()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await using var visit = await browser.VisitAsync(fixture.App.Address, 390, 844, "th-TH", isTouched: true);
        await visit.BecomeAsync(bench.Person, fixture.App.Address);
        await visit.OpenAsync($"/bulk?videos={bench.VideoId:N}");
        await visit.Page.Locator(".vs-bulk-file summary").TapAsync();
        await visit.Page.Locator(".vs-bulk-file input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = "videos.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes("file,channel,time,text\nnone.mp4,instagram,soon,a\n"),
        });
        await Assertions.Expect(visit.Page.Locator(".vs-bulk-faults li")).ToHaveCountAsync(2);
        await visit.Page.Locator(".vs-bulk-faults").ScrollIntoViewIfNeededAsync();
        await visit.ScreenshotAsync("bulk-faults-390-light-th");
        await _accessibility.LookAsync(visit.Page, "bulk with faults");
        _accessibility.AssertNothingGrave();
        Assert.Empty(visit.Complaints);
    }

    private static async Task<List<PostStatus>> StatusesAsync(PublishingBench bench)
    {
        await using var db = bench.Open();
        return await db.PlatformPosts.Where(post => post.UserId == bench.Person.Id).Select(post => post.UploadStatus).ToListAsync(Token);
    }
}
