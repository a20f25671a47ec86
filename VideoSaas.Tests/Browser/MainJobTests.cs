using Microsoft.Playwright;
using VideoSaas.Tests.Data;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Browser;

/// <summary>One app as a process of its own, and the count of its status changes.</summary>
public sealed class MainJobFixture(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly string _dataFolder = Directory.CreateTempSubdirectory("videosaas-main-job-").FullName;
    private string _connectionString = "";

    internal Ledger Ledger { get; private set; } = default!;

    public AppProcess App { get; private set; } = default!;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.CreateDatabaseAsync();
        Ledger = await Ledger.OpenAsync(_connectionString, CancellationToken.None);
        App = await AppProcess.StartAsync(_connectionString, _dataFolder, TestSettings.ShortWaits, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Ledger.DisposeAsync();
        await postgres.DropDatabaseAsync(_connectionString);
        Directory.Delete(_dataFolder, recursive: true);
    }
}

/// <summary>The main job by hand, in Chromium, on the app as a process of its own: from a dropped file to a published reel that plays.</summary>
public sealed class MainJobTests(MainJobFixture fixture, BrowserFixture browser) : IClassFixture<MainJobFixture>
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan PublishedWithin = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Files => new(["made", .. Clips.Real]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Files))]
    public async Task File_DroppedByANewCreator_IsWatchedUntilItIsPublishedAndPlays(string file)
    {
        var path = file == "made" ? await Clips.MakeAsync("made-to-watch.mp4", Clips.Pattern(1280, 720, 30, 12) + Clips.Tone(12) + Clips.Old + "-colorspace bt709 -color_primaries bt709 -color_trc bt709") : file;
        var title = Path.GetFileNameWithoutExtension(path);
        // Once on a desk in English, then on a phone in Thai.
        var language = file == "made" ? "en-GB" : "th-TH";
        await using var visit = file == "made"
            ? await browser.VisitAsync(fixture.App.BaseAddress)
            : await browser.VisitAsync(fixture.App.BaseAddress, 390, 844, language, ColorScheme.Dark, isTouched: true);
        var journey = new Journey(fixture.App, visit, language);

        await journey.BecomeCreatorAsync($"{Guid.CreateVersion7():N}@example.org");
        await journey.DropAsync(path);
        var videoId = await journey.OpenVideoAsync(title);
        var percents = await journey.WatchUntilReadyAsync(ReadyWithin);
        await visit.ScreenshotAsync($"main-job-{title}-ready");

        // Of a short clip the encode may be over before its page is there.
        if (file == "made")
        {
            Assert.True(await visit.Page.Locator("[data-work=encode]").CountAsync() > 0, "The made clip needs an encode.");
            Assert.True(percents.Distinct().Count() >= 3, $"The percent hardly moved: {string.Join(' ', percents)}.");
        }

        await Journey.PlayAsync(visit.Page, "main .vs-player video");

        await journey.ConnectInstagramAsync($"ploy.{Guid.CreateVersion7().ToString("N")[20..]}");
        var address = await journey.PostNowAsync(videoId, "ก๋วยเตี๋ยวเรือ ชามละ 15 บาท #เยาวราช @ploy", PublishedWithin);
        await visit.ScreenshotAsync($"main-job-{title}-published");

        await visit.Page.GotoAsync(address);
        await Journey.PlayAsync(visit.Page, "article video");
        Assert.Contains("ก๋วยเตี๋ยวเรือ", await visit.Page.InnerTextAsync("article .caption"), StringComparison.Ordinal);
        Assert.Empty(visit.Complaints);
        Assert.Empty(await fixture.Ledger.UnauditedStepsAsync(Token));
        if (file == "made")
        {
            var columns = FoundingColumns.SeenBy.Where(one => one.Test.StartsWith("MainJobTests.", StringComparison.Ordinal)).Select(one => one.Column);
            Assert.Empty(await fixture.Ledger.EmptyColumnsAsync(videoId, [.. columns], Token));
            await FoundingColumns.AssertHeldAsync(fixture.Ledger.Database, this);
        }
    }

    [Fact]
    public async Task Video_EditedInTheEditor_IsMadeAnewAsAskedFor()
    {
        await using var visit = await browser.VisitAsync(fixture.App.BaseAddress);
        var journey = new Journey(fixture.App, visit);
        await journey.BecomeCreatorAsync($"{Guid.CreateVersion7():N}@example.org");
        await journey.DropAsync(await Clips.PhoneAsync());
        await journey.OpenVideoAsync("phone");
        await journey.WatchUntilReadyAsync(ReadyWithin);

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".vs-cover")).ToHaveCountAsync(8);
        await visit.ScreenshotAsync("editor");
        await visit.Page.GetByLabel("1:1 square").CheckAsync();
        await Assertions.Expect(visit.Page.Locator(".vs-edit-stage")).ToHaveAttributeAsync("data-shape", "square");
        await visit.Page.Locator(".vs-cover").Nth(3).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#edit-cover-at")).Not.ToHaveValueAsync("");
        await visit.Page.EvalOnSelectorAsync(".vs-edit-player", "video => { video.currentTime = 0.5; }");
        await visit.Page.Locator("[data-moment=edit-start]").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("1.5 of 2 seconds are kept.")).ToBeVisibleAsync();
        await visit.Page.Locator("#edit-mark-text").FillAsync("@ploy กาแฟ");
        await Assertions.Expect(visit.Page.Locator("span.vs-edit-mark")).ToHaveTextAsync("@ploy กาแฟ");
        await visit.Page.Locator(".vs-edit-choose input[accept='.srt,.vtt']").SetInputFilesAsync(new FilePayload
        {
            Name = "c.srt", MimeType = "text/plain", Buffer = "1\n00:00:00,000 --> 00:00:02,000\nสวัสดี\n"u8.ToArray(),
        });
        await Assertions.Expect(visit.Page.GetByText("c.srt")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Make this version" }).ClickAsync();

        await Assertions.Expect(visit.Page.Locator("[data-work=encode]")).ToHaveCountAsync(5, new() { Timeout = (float)ReadyWithin.TotalMilliseconds });
        await Assertions.Expect(visit.Page.GetByText("Your changes are in it.").First).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("header .vs-chip")).ToHaveTextAsync("Ready", new() { Timeout = (float)ReadyWithin.TotalMilliseconds });
        await Journey.PlayAsync(visit.Page, "main .vs-player video");
        await visit.ScreenshotAsync("edited");
        Assert.Empty(visit.Complaints);
    }
}
