using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing.Schedule;

namespace VideoSaas.Tests.Browser;

/// <summary>A month by mouse and by keyboard, on a desk and on a phone.</summary>
public sealed class CalendarScreenTests(ScreensFixture fixture, BrowserFixture browser) : IClassFixture<ScreensFixture>
{
    private static readonly TimeZoneInfo Bangkok = TimeZoneInfo.FindSystemTimeZoneById("Asia/Bangkok");

    private static DateOnly Today => WallClock.DayOf(DateTimeOffset.UtcNow, Bangkok);

    [Fact]
    public async Task Post_Dragged_MovesAtOnce_AndUndoBringsItBack()
    {
        var month = await MonthAsync();
        await using var visit = await VisitAsync(month.Bench);
        await OpenAsync(visit, $"/calendar?view=month&date={Word(month.Day)}");
        var card = visit.Page.Locator(".vs-cal-card", new() { HasText = "ก๋วยเตี๋ยวเรือ" });
        await visit.ScreenshotAsync("calendar-month-1440");

        await card.DragToAsync(Cell(visit, month.Day.AddDays(2)));
        await Assertions.Expect(Cell(visit, month.Day.AddDays(2)).Locator(".vs-cal-card")).ToContainTextAsync("18:30");
        await Assertions.Expect(visit.Page.Locator(".mud-snackbar")).ToContainTextAsync("“ก๋วยเตี๋ยวเรือ” moved to");
        await Eventually.HoldsAsync(async () =>
            (await month.Bench.PostAsync(month.PostId)).ScheduledFor == At(month.Day.AddDays(2), 18, 30));
        await visit.ScreenshotAsync("calendar-moved-1440");

        await visit.Page.Locator(".mud-snackbar").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(Cell(visit, month.Day).Locator(".vs-cal-card", new() { HasText = "ก๋วยเตี๋ยวเรือ" })).ToBeVisibleAsync();
        Assert.Equal(At(month.Day, 18, 30), (await month.Bench.PostAsync(month.PostId)).ScheduledFor);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Published_AndPast_StayAndSayWhy()
    {
        var month = await MonthAsync();
        await using var visit = await VisitAsync(month.Bench);
        await OpenAsync(visit, $"/calendar?view=month&date={Word(Today)}");
        await visit.Page.Locator(".vs-cal-card", new() { HasText = "Rainy day" }).DragToAsync(Cell(visit, Today));
        await Assertions.Expect(visit.Page.Locator(".mud-snackbar")).ToContainTextAsync("stays where it went out");

        await OpenAsync(visit, $"/calendar?view=week&date={Word(month.Day)}");
        await visit.ScreenshotAsync("calendar-week-1440");
        await visit.Page.Locator(".vs-cal-card", new() { HasText = "ก๋วยเตี๋ยวเรือ" }).DragToAsync(visit.Page.Locator($"[data-drop='{Word(month.Day)}T16']"));
        await Eventually.HoldsAsync(async () => (await month.Bench.PostAsync(month.PostId)).ScheduledFor == At(month.Day, 16, 30));
        await OpenAsync(visit, $"/calendar?view=month&date={Word(Today)}");
        await visit.Page.Locator(".vs-cal-card", new() { HasText = "Rainy day" }).DragToAsync(Cell(visit, Today.AddDays(-1)));
        await Assertions.Expect(visit.Page.Locator(".mud-snackbar")).ToContainTextAsync("That time is past");
        Assert.Equal(At(month.Day, 16, 30), (await month.Bench.PostAsync(month.PostId)).ScheduledFor);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Keyboard_DoesAllThatTheMouseDoes()
    {
        var month = await MonthAsync();
        await using var visit = await VisitAsync(month.Bench);
        await OpenAsync(visit, $"/calendar?view=month&date={Word(month.Day)}");
        var card = visit.Page.Locator(".vs-cal-card", new() { HasText = "ก๋วยเตี๋ยวเรือ" });
        var said = visit.Page.Locator("[data-said]");

        await card.FocusAsync();
        await visit.Page.Keyboard.PressAsync("m");
        await Assertions.Expect(said).ToContainTextAsync("“ก๋วยเตี๋ยวเรือ” lifted");
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await visit.Page.Keyboard.PressAsync("Alt+ArrowDown");
        await Assertions.Expect(said).ToContainTextAsync("18:45");
        await Assertions.Expect(Cell(visit, month.Day.AddDays(1))).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("vs-aim"));
        await visit.ScreenshotAsync("calendar-lifted-1440");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Eventually.HoldsAsync(async () => (await month.Bench.PostAsync(month.PostId)).ScheduledFor == At(month.Day.AddDays(1), 18, 45));
        await Assertions.Expect(Cell(visit, month.Day.AddDays(1)).Locator(".vs-cal-card:focus")).ToContainTextAsync("ก๋วยเตี๋ยวเรือ");

        await visit.Page.Keyboard.PressAsync("m");
        await Assertions.Expect(said).ToContainTextAsync("lifted");
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await visit.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(said).ToContainTextAsync("stays where it was");
        Assert.Equal(At(month.Day.AddDays(1), 18, 45), (await month.Bench.PostAsync(month.PostId)).ScheduledFor);

        await visit.Page.Locator(".vs-cal-video").First.FocusAsync();
        await visit.Page.Keyboard.PressAsync("s");
        await Assertions.Expect(said).ToContainTextAsync("lifted");
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/posts/new\\?video=.+&at=.+T18:30$"));
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Phone_OpensAsAList_AndMovesByADialog()
    {
        var month = await MonthAsync();
        await using var visit = await browser.VisitAsync(fixture.App.Address, 390, 844, isTouched: true);
        await visit.BecomeAsync(month.Bench.Person, fixture.App.Address);
        await InBangkokAsync(visit);
        await OpenAsync(visit, $"/calendar?date={Word(month.Day)}");
        var item = visit.Page.Locator(".vs-cal-narrow .vs-cal-item", new() { HasText = "ก๋วยเตี๋ยวเรือ" });
        await Assertions.Expect(item).ToBeVisibleAsync();
        await visit.ScreenshotAsync("calendar-list-390");

        await item.GetByRole(AriaRole.Button).ClickAsync();
        await visit.Page.GetByText("Move to another time").ClickAsync();
        await visit.Page.FillAsync("#move-time", $"{Word(month.Day.AddDays(1))}T09:15");
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Move", Exact = true }).ClickAsync();
        await Eventually.HoldsAsync(async () => (await month.Bench.PostAsync(month.PostId)).ScheduledFor == At(month.Day.AddDays(1), 9, 15));
        await OpenAsync(visit, $"/calendar?view=month&date={Word(month.Day)}");
        await visit.ScreenshotAsync("calendar-month-390");
        await OpenAsync(visit, $"/calendar?view=day&date={Word(Today)}");
        await visit.ScreenshotAsync("calendar-day-390");
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Queue_IsShuffledAndPutBack_AndAChannelPaused()
    {
        var month = await MonthAsync();
        var bench = month.Bench;
        await using var visit = await VisitAsync(bench);
        await visit.OpenAsync("/queue");
        await Assertions.Expect(visit.Page.Locator(".vs-queue-post").First).ToBeVisibleAsync();
        await visit.ScreenshotAsync("queue-1440");
        var before = await visit.Page.Locator(".vs-queue-place").AllInnerTextsAsync();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Shuffle" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".mud-snackbar")).ToContainTextAsync("Shuffled");
        await Eventually.HoldsAsync(async () => !before.SequenceEqual(await visit.Page.Locator(".vs-queue-place").AllInnerTextsAsync()));
        await visit.Page.Locator(".mud-snackbar").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Eventually.HoldsAsync(async () => before.SequenceEqual(await visit.Page.Locator(".vs-queue-place").AllInnerTextsAsync()));

        // Dragged over two others it takes the last one's time, and they come earlier by one.
        var queued = visit.Page.Locator(".vs-queue-post", new() { HasText = "Queued" });
        await queued.Nth(0).DragToAsync(queued.Nth(2));
        await Eventually.HoldsAsync(async () =>
            (await queued.AllInnerTextsAsync()).Select(text => text.Trim()).SequenceEqual(["Queued 2", "Queued 3", "Queued 1"]));
        await visit.ScreenshotAsync("queue-dragged-1440");
        await visit.Page.Locator(".mud-snackbar").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Eventually.HoldsAsync(async () => before.SequenceEqual(await visit.Page.Locator(".vs-queue-place").AllInnerTextsAsync()));

        await visit.Page.Locator(".vs-queue-channel", new() { HasText = bench.Login }).GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".mud-snackbar")).ToContainTextAsync("paused");
        await Eventually.HoldsAsync(async () => (await bench.PostAsync(month.PostId)).HoldCode == HoldCode.Paused);
        await visit.OpenAsync("/channels");
        await visit.ScreenshotAsync("channels-paused-1440");
        Assert.Empty(visit.Complaints);
    }

    private async Task<Month> MonthAsync()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var tiktok = await PlannedPosts.AddChannelAsync(bench, Platform.Tiktok, "nok.eats");
        var youtube = await PlannedPosts.AddChannelAsync(bench, Platform.Youtube, "nok");
        await bench.Get<AddQueueSlot>().ExecuteAsync(
            bench.Person.Actor, new(null, [1, 2, 3, 4, 5, 6, 7], new TimeOnly(18, 30), "Asia/Bangkok"), default);
        var day = new DateOnly(Today.Year, Today.Month, 1).AddMonths(1).AddDays(9);
        var noodles = await PlannedPosts.AddClipAsync(bench, "ก๋วยเตี๋ยวเรือ");
        var postId = await PlannedPosts.AddPostAsync(bench, noodles, bench.AccountId, At(day, 18, 30));
        await PlannedPosts.AddPostAsync(bench, noodles, tiktok, At(day, 18, 30));
        foreach (var (title, days, hour) in new[]
        {
            ("เกาะลับ ภาคสอง #เที่ยวไทย", 1, 12), ("Iced latte, part 2", 3, 8), ("ดอยอินทนนท์หน้าหนาว", 3, 20), ("Hooks that work", 4, 20), ("Tempo run, 8 km", 5, 7),
        })
        {
            var clip = await PlannedPosts.AddClipAsync(bench, title);
            await PlannedPosts.AddPostAsync(bench, clip, bench.AccountId, At(day.AddDays(days), hour, 0));
            await PlannedPosts.AddPostAsync(bench, clip, youtube, At(day.AddDays(days), hour, 0), hold: hour == 7 ? HoldCode.Reconnect : null);
        }

        for (var number = 1; number <= 3; number++)
        {
            var queued = await PlannedPosts.AddClipAsync(bench, $"Queued {number}");
            await PlannedPosts.AddPostAsync(bench, queued, bench.AccountId, At(Today.AddDays(number), 18, 30));
        }

        var draft = await PlannedPosts.AddPostAsync(bench, await PlannedPosts.AddClipAsync(bench, "Draft of a recipe"), bench.AccountId, At(day.AddDays(1), 20, 0));
        await using (var db = bench.Open())
        {
            await db.Database.ExecuteSqlAsync($"UPDATE platform_posts SET submitted_at = NULL, arming = 0 WHERE id = {draft}");
        }

        var rain = await PlannedPosts.AddClipAsync(bench, "Rainy day with Mochi");
        await PlannedPosts.AddPostAsync(bench, rain, bench.AccountId, At(Today, 0, 5), PostStatus.Published);
        var failed = await PlannedPosts.AddClipAsync(bench, "Sunday long run");
        await PlannedPosts.AddPostAsync(bench, failed, bench.AccountId, At(Today.AddDays(-1), 7, 30), PostStatus.Failed);
        foreach (var title in new[] { "ภาษามือไทย 5 คำ", "Mochi, window", "Lo-fi window", "พลบค่ำ" })
        {
            await PlannedPosts.AddClipAsync(bench, title);
        }

        return new Month(bench, day, postId);
    }

    private static DateTimeOffset At(DateOnly day, int hour, int minute) => WallClock.MomentOf(day, new TimeOnly(hour, minute), Bangkok);

    private static string Word(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ILocator Cell(Visit visit, DateOnly day) => visit.Page.Locator($"[data-drop='{Word(day)}']");

    private async Task<Visit> VisitAsync(PublishingBench bench)
    {
        var visit = await browser.VisitAsync(fixture.App.Address);
        await visit.BecomeAsync(bench.Person, fixture.App.Address);
        await InBangkokAsync(visit);
        return visit;
    }

    /// <summary>A browser tells its zone with its second page.</summary>
    private Task InBangkokAsync(Visit visit) => visit.Context.AddCookiesAsync(
        [new Cookie { Name = "vs-zone", Value = Bangkok.Id, Url = fixture.App.Address.ToString() }]);

    private static async Task OpenAsync(Visit visit, string address)
    {
        await visit.OpenAsync(address);
        await visit.Page.WaitForSelectorAsync("[data-ready]", new() { State = WaitForSelectorState.Attached });
    }

    /// <param name="Day">In the coming month; its post is at 18:30.</param>
    private sealed record Month(PublishingBench Bench, DateOnly Day, Guid PostId);
}
