using Microsoft.Playwright;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing.Schedule;

namespace VideoSaas.Tests.Browser;

/// <summary>
/// What holds for every screen, at each width, in both themes and languages; their pictures are kept to be looked at. A page is opened once as a
/// phone, where fingers need room, and drawn wider and wider, as a window that grows.
/// </summary>
public sealed class EveryScreenTests(ScreensFixture fixture, BrowserFixture browser) : IClassFixture<ScreensFixture>
{
    private const string LongCaption = "ก๋วยเตี๋ยวเรือชามละ 15 บาท เจ้าเด็ดเยาวราชที่คนไทยยังไม่ค่อยรู้จัก ร้านที่สองต่อคิวเกือบชั่วโมง #เยาวราช";

    /// <summary>Buttons and fields that a finger would miss; ticks and choices are hit by their labels. A link inside a sentence may be as high as its line.</summary>
    private const string SmallTargets =
        """
        () => [...document.querySelectorAll('button, select, textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=search]), a.mud-button-root, .vs-bottom-item, a.vs-topbar-phone')]
          .filter(one => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
          .map(one => [one, one.getBoundingClientRect()])
          .filter(([, box]) => box.width > 0 && (box.height < 43.5 || box.width < 43.5))
          .map(([one, box]) => `${one.getAttribute('aria-label') ?? one.innerText ?? one.id} ${Math.round(box.width)}x${Math.round(box.height)}`)
        """;

    /// <summary>Words on buttons that do not fit their button, and a title that nobody could read.</summary>
    private const string CutWords =
        """
        () => [...document.querySelectorAll('.mud-button-root, header h1')]
          .filter(one => one.checkVisibility())
          .filter(one => one.matches('h1') ? one.clientWidth < Math.min(96, one.scrollWidth) : one.scrollWidth > one.clientWidth + 1)
          .map(one => `${one.innerText} needs ${one.scrollWidth}, has ${one.clientWidth}`)
        """;

    private readonly Accessibility _accessibility = new();

    private static readonly int[] Widths = [390, 1440];

    /// <summary>The narrowest phone, a tablet and a wall: only measured.</summary>
    private static readonly int[] Measured = [360, 820, 3840];

    [Theory]
    [InlineData("th-TH", ColorScheme.Light)]
    [InlineData("en-GB", ColorScheme.Dark)]
    public async Task Screens_Fit_CanBeHit_AndComplainOfNothing(string language, ColorScheme theme)
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.SubmitAsync(LongCaption);
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).UploadStatus == PostStatus.Published);
        var refused = Guid.CreateVersion7();
        await bench.AddVideoAsync(refused);
        var unposted = Guid.CreateVersion7();
        await bench.AddVideoAsync(unposted);
        await bench.BecomeReadyAsync(bench.VideoId);
        await bench.BecomeKnownAsync(bench.VideoId);
        await bench.BecomeRefusedAsync(refused);
        await bench.Get<AddQueueSlot>().ExecuteAsync(
            bench.Person.Actor, new(null, [1, 2, 3, 4, 5, 6, 7], new TimeOnly(18, 30), "Asia/Bangkok"), default);
        var admin = await fixture.App.NewPersonAsync(Roles.Admin);
        var look = $"{theme}-{language[..2]}".ToLowerInvariant();
        await using (var visit = await browser.VisitAsync(fixture.App.Address, Widths[0], 844, language, theme, isTouched: true))
        {
            await visit.BecomeAsync(bench.Person, fixture.App.Address);
            foreach (var (name, address) in new[]
            {
                ("home", "/"), ("library", "/library"), ("video", $"/videos/{bench.VideoId}"), ("video-refused", $"/videos/{refused}"),
                ("video-waiting", $"/videos/{unposted}"), ("edit", $"/videos/{bench.VideoId}/edit"), ("picker", "/posts/new"), ("composer", $"/posts/new?video={unposted}"), ("drafts", "/posts/drafts"),
                ("post", $"/posts/{postId}"), ("channels", "/channels"), ("queue", "/queue"), ("bulk", $"/bulk?videos={unposted}"), ("calendar", "/calendar"), ("calendar-week", "/calendar?view=week"), ("settings", "/settings"), ("notifications", "/notifications"),
                ("settings-news", "/settings/notifications"), ("settings-security", "/settings/security"), ("settings-sessions", "/settings/sessions"),
                ("settings-data", "/settings/data"),
            })
            {
                await LookAsync(visit, name, address, look);
            }

            Assert.Empty(visit.Complaints);
        }

        await using (var visit = await browser.VisitAsync(fixture.App.Address, Widths[0], 844, language, theme, isTouched: true))
        {
            await visit.BecomeAsync(admin, fixture.App.Address);
            await LookAsync(visit, "people", "/admin/people", look);
            await LookAsync(visit, "person", $"/admin/people/{bench.Person.Id}", look);
            Assert.Empty(visit.Complaints);
        }

        _accessibility.AssertNothingGrave();
    }

    private async Task LookAsync(Visit visit, string name, string address, string look)
    {
        await visit.Page.SetViewportSizeAsync(Widths[0], 844);
        await visit.OpenAsync(address);
        await visit.Page.WaitForSelectorAsync("main > *");
        foreach (var width in Widths.Concat(Measured))
        {
            await visit.Page.SetViewportSizeAsync(width, 844);
            // Asked by the clock: a tab that is drawn by nobody gets no frames.
            await visit.Page.WaitForFunctionAsync("width => innerWidth === width", width, new() { PollingInterval = 100 });
            var overflow = await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(overflow <= 0, $"{name} is {overflow} px wider than the window of {width}.");
            Assert.Empty(await visit.Page.EvaluateAsync<string[]>(CutWords));
            if (width < 960)
            {
                Assert.Empty(await visit.Page.EvaluateAsync<string[]>(SmallTargets));
            }

            if (Widths.Contains(width))
            {
                await visit.ScreenshotAsync($"screen-{name}-{width}-{look}");
            }

            // Each page in both themes and both frames, not in every pair of them: the rules are the slowest part.
            if (width == (look.StartsWith("light", StringComparison.Ordinal) ? 390 : 1440))
            {
                await _accessibility.LookAsync(visit.Page, $"{name} at {width}");
            }
        }
    }
}
