using Microsoft.Playwright;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Browser;

/// <summary>The composer as a creator meets it, on a desk and on a phone, in both languages.</summary>
public sealed class ComposerTests(ScreensFixture fixture, BrowserFixture browser) : IClassFixture<ScreensFixture>
{
    private const string Caption = "พาชิม 3 ร้านลับเยาวราชที่คนไทยยังไม่ค่อยรู้ ร้านที่สองต่อคิวเกือบชั่วโมง แต่คุ้มมาก\n\nพิกัดทั้งหมดอยู่ในคอมเมนต์แรก เซฟไว้ก่อนไปได้เลย\n\n#เยาวราช #ร้านลับ #streetfood #bangkokeats";

    private readonly Accessibility _accessibility = new();

    [Fact]
    public async Task Channels_HaveTheirOwnWords_AreRepaired_AndOnlyTheGoodOnesGo()
    {
        var bench = await ComposerBench.NewAsync(fixture.App);
        await using var visit = await browser.VisitAsync(fixture.App.Address, 1440, 940);
        await visit.BecomeAsync(bench.Person, fixture.App.Address);
        var page = await OpenAsync(visit, bench);
        await Assertions.Expect(page.Locator(".vs-tile-tick input:checked")).ToHaveCountAsync(5);

        await page.FillAsync("#caption", Caption + new string('ก', 120));
        await Assertions.Expect(page.Locator("[data-draft-status=saved]")).ToBeVisibleAsync();
        await Assertions.Expect(Tile(page, "twitter")).ToContainTextAsync("1 problem");
        await visit.ScreenshotAsync("composer-shared-1440");

        // X alone gets a shorter text, and can have the shared one back.
        var row = page.Locator(".vs-check", new() { HasText = "over 280" });
        await row.GetByRole(AriaRole.Button, new() { Name = "Shorten it" }).ClickAsync();
        await Assertions.Expect(page.Locator(".vs-mended")).ToContainTextAsync("Text shortened");
        await visit.ScreenshotAsync("composer-mended-1440");
        await Assertions.Expect(Tile(page, "twitter").GetByRole(AriaRole.Img, new() { Name = "Customised" })).ToBeVisibleAsync();
        await page.Locator(".vs-mended").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(Tile(page, "twitter")).ToContainTextAsync("1 problem");

        // The row leads to the field of another tab.
        await page.Locator(".vs-check", new() { HasText = "Choose who can watch" }).First.GetByRole(AriaRole.Button, new() { Name = "Go to the field" }).ClickAsync();
        await Assertions.Expect(page.Locator("#tiktok-privacy")).ToBeFocusedAsync();
        await page.Locator("textarea[data-caption]").FillAsync(Caption);
        await Assertions.Expect(page.Locator(".vs-own")).ToHaveTextAsync("Customised");
        await page.GetByRole(AriaRole.Switch, new() { Name = "Safe zones" }).CheckAsync();
        await Assertions.Expect(page.Locator(".vs-zone")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pick a time" }).ClickAsync();
        await Assertions.Expect(page.Locator("#when-note")).ToContainTextAsync("Bangkok (GMT+7)");
        await Assertions.Expect(Button(page, "Schedule 3 of 5 posts")).ToBeEnabledAsync();
        await visit.ScreenshotAsync("composer-tiktok-1440");
        await _accessibility.LookAsync(page, "TikTok's tab");

        // A reload brings everything back: texts, the open channel, the time.
        await Assertions.Expect(page.Locator("[data-draft-status=saved]")).ToBeVisibleAsync();
        var at = await page.Locator("#when-at").InputValueAsync();
        await page.ReloadAsync();
        await Visit.IsLiveAsync(page);
        await Assertions.Expect(page.Locator("textarea[data-caption]")).ToHaveValueAsync(Caption);
        await Assertions.Expect(page.Locator(".vs-own")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#when-at")).ToHaveValueAsync(at);

        await Button(page, "Schedule 3 of 5 posts").ClickAsync();
        await page.WaitForURLAsync($"**/videos/{bench.VideoId}");
        var posts = await bench.PostsAsync();
        Assert.Equal(
            [Platform.Facebook, Platform.Instagram, Platform.Youtube],
            posts.Values.Where(post => post.SubmittedAt is not null).Select(post => post.Platform).OrderBy(platform => platform.ToString()));
        Assert.Equal(Caption, posts[Platform.Tiktok].Caption);
        Assert.Null(posts[Platform.Twitter].SubmittedAt);
        _accessibility.AssertNothingGrave();
        Assert.Empty(ComplaintsOf(visit));
    }

    [Fact]
    public async Task Preview_OfEachPlatform_AndInTheDark()
    {
        var bench = await ComposerBench.NewAsync(fixture.App);
        await using var visit = await browser.VisitAsync(fixture.App.Address, 1440, 940, "th-TH", ColorScheme.Dark);
        await visit.BecomeAsync(bench.Person, fixture.App.Address);
        await OpenAsync(visit, bench);
        await visit.Page.FillAsync("#caption", Caption);
        foreach (var platform in new[] { "instagram", "tiktok", "youtube", "facebook", "twitter" })
        {
            await Tile(visit.Page, platform).Locator(".vs-tile-tab").ClickAsync();
            var phone = visit.Page.Locator($".vs-phone-{platform}");
            await Assertions.Expect(phone).ToContainTextAsync("พาชิม 3 ร้านลับ");
            await visit.ScreenshotAsync($"composer-look-{platform}-1440-dark-th");
            if (platform is "youtube" or "twitter")
            {
                await _accessibility.LookAsync(visit.Page, platform);
            }

            if (platform is not ("twitter" or "youtube"))
            {
                await Assertions.Expect(phone).ToContainTextAsync("…เพิ่มเติม");
            }
        }

        _accessibility.AssertNothingGrave();
        Assert.Empty(ComplaintsOf(visit));
    }

    [Fact]
    public async Task Phone_WritesHelped_LooksAndSchedules()
    {
        var bench = await ComposerBench.NewAsync(fixture.App);
        var other = Guid.CreateVersion7();
        await bench.Bench.AddVideoAsync(other);
        await using var visit = await browser.VisitAsync(fixture.App.Address, 390, 844, "th-TH", isTouched: true);
        await visit.BecomeAsync(bench.Person, fixture.App.Address);
        var page = await OpenAsync(visit, bench);
        await page.FillAsync("#caption", Caption);
        await Assertions.Expect(page.Locator("[data-draft-status=saved]")).ToBeVisibleAsync();
        await visit.ScreenshotAsync("composer-shared-390-th");

        // A group of hashtags is kept and put in.
        await page.Locator(".vs-tool").First.ClickAsync();
        await page.FillAsync("#group-name", "ของกิน");
        await page.FillAsync("#group-tags", "#กินเที่ยว foodie");
        await page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "เก็บกลุ่ม" }).ClickAsync();
        await visit.ScreenshotAsync("composer-groups-390-th");
        await _accessibility.LookAsync(page, "groups");
        await page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "ใส่", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#caption")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("#กินเที่ยว #foodie$"));

        await Tile(page, "tiktok").Locator(".vs-tile-tab").ClickAsync();
        await Assertions.Expect(page.Locator("#tiktok-privacy")).ToBeVisibleAsync();
        await visit.ScreenshotAsync("composer-tiktok-390-th");
        await page.GetByRole(AriaRole.Button, new() { Name = "เปลี่ยนเวลา" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "เลือกเวลา" }).ClickAsync();
        await visit.ScreenshotAsync("composer-when-390-th");
        await Button(page, "ตัวอย่าง").First.ClickAsync();
        await Assertions.Expect(page.Locator(".vs-phone")).ToBeVisibleAsync();
        await visit.ScreenshotAsync("composer-sheet-390-th");
        await _accessibility.LookAsync(page, "sheet");
        await page.Keyboard.PressAsync("Escape");

        // Words used before are offered for the next clip.
        await visit.OpenAsync($"/posts/new?video={other}");
        await page.Locator("#caption").PressSequentiallyAsync("ลองดู #เยา");
        await Assertions.Expect(page.Locator("[data-words] [role=option]")).ToHaveTextAsync(["#เยาวราช"]);
        await _accessibility.LookAsync(page, "words");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#caption")).ToHaveValueAsync("ลองดู #เยาวราช ");

        await visit.OpenAsync("/posts/drafts");
        await Assertions.Expect(page.Locator("main .vs-row-link").First).ToContainTextAsync("ลองดู");
        await visit.ScreenshotAsync("drafts-390-th");
        _accessibility.AssertNothingGrave();
        Assert.Empty(ComplaintsOf(visit));
    }

    /// <summary>The person's zone is known from the second page on.</summary>
    private static async Task<IPage> OpenAsync(Visit visit, ComposerBench bench)
    {
        await visit.OpenAsync("/settings");
        await visit.OpenAsync(bench.Address);
        return visit.Page;
    }

    /// <summary>The twin's picture of a creator has another host than the page, which the page's rules forbid.</summary>
    private static IEnumerable<string> ComplaintsOf(Visit visit) =>
        visit.Complaints.Where(complaint => !complaint.Contains("/favicon.", StringComparison.Ordinal));

    private static ILocator Tile(IPage page, string platform) => page.Locator($".vs-tile[data-platform={platform}]");

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
