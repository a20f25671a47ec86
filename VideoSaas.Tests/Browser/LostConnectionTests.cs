using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Data;

namespace VideoSaas.Tests.Browser;

/// <summary>The server goes away under an open page and comes back as another process.</summary>
public sealed class LostConnectionTests(PostgresFixture postgres, BrowserFixture browser) : IAsyncLifetime
{
    private readonly string _dataFolder = Directory.CreateTempSubdirectory("videosaas-lost-").FullName;
    private string _connectionString = "";
    private AppProcess _app = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.CreateDatabaseAsync();
        _app = await AppProcess.StartAsync(_connectionString, _dataFolder, TestSettings.ShortWaits, Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await postgres.DropDatabaseAsync(_connectionString);
        Directory.Delete(_dataFolder, recursive: true);
    }

    [Fact]
    public async Task Band_WhenTheServerIsGone_SaysSo_AndWhatWasTypedIsStillThereAfterIt()
    {
        await using var visit = await browser.VisitAsync(_app.BaseAddress);
        await new Journey(_app, visit).BecomeCreatorAsync("lost@example.org");
        await visit.OpenAsync("/settings");
        await visit.Page.FillAsync("#settings-name", "พลอย ศรีสุข");
        var composer = await OpenComposerAsync(visit);
        foreach (var page in visit.Context.Pages)
        {
            await page.EvaluateAsync("() => { window.__lostItsServer = true; }");
        }

        await _app.KillAsync();

        // The last words are typed while nobody hears them.
        await composer.Page.Locator("textarea[data-caption]").PressSequentiallyAsync(" ต่อคิวเกือบชั่วโมง");
        await Assertions.Expect(composer.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        await visit.Page.BringToFrontAsync();
        var band = visit.Page.Locator("#components-reconnect-modal");
        await Assertions.Expect(band).ToBeVisibleAsync();
        await Assertions.Expect(band).ToContainTextAsync("Connection lost. Your text is kept; uploads go on.");
        await Assertions.Expect(visit.Page.Locator("#settings-name")).ToBeVisibleAsync();
        await visit.ScreenshotAsync("connection-lost");

        // Trying in vain costs nothing.
        var refused = new TaskCompletionSource();
        visit.Page.RequestFailed += (_, _) => refused.TrySetResult();
        await band.GetByRole(AriaRole.Button, new() { Name = "Try now" }).ClickAsync();
        await refused.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        await Assertions.Expect(visit.Page.Locator("#settings-name")).ToHaveValueAsync("พลอย ศรีสุข");
        await Assertions.Expect(band).ToBeVisibleAsync();

        await _app.StartAsync(Token);
        await ComeBackAsync(visit.Page);
        await Assertions.Expect(band).ToBeHiddenAsync();
        await Assertions.Expect(visit.Page.Locator("#settings-name")).ToHaveValueAsync("พลอย ศรีสุข");

        await composer.Page.BringToFrontAsync();
        await FindAllAgainAsync(composer.Page, composer.Tiktok);
    }

    /// <summary>A second tab of the same person in which a post for two of three channels is half written.</summary>
    private async Task<(IPage Page, Guid Tiktok)> OpenComposerAsync(Visit visit)
    {
        var (video, tiktok) = await AddVideoAndChannelsAsync();
        var page = await visit.Context.NewPageAsync();
        await page.GotoAsync($"/posts/new?video={video}");
        await Visit.IsLiveAsync(page);
        await page.FillAsync("#caption", "พาชิม 3 ร้านลับเยาวราช #เยาวราช");
        await Tick(page, "tiktok").CheckAsync();
        await Tick(page, "instagram").CheckAsync();
        await page.Locator(".vs-tile[data-platform=tiktok] .vs-tile-tab").ClickAsync();
        await Assertions.Expect(page.Locator("#tiktok-consent")).ToBeVisibleAsync();
        await page.Locator("textarea[data-caption]").FillAsync("สำหรับ TikTok:");
        await page.GetByRole(AriaRole.Switch, new() { Name = "AI" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pick a time" }).ClickAsync();
        await page.Locator("#when-at").FillAsync("2027-01-15T18:30");
        await page.Locator("#when-at").BlurAsync();
        await Assertions.Expect(page.Locator("#when-note")).ToContainTextAsync("days");
        await Assertions.Expect(page.Locator("[data-draft-saved]")).ToBeVisibleAsync();
        return (page, tiktok);
    }

    private static async Task FindAllAgainAsync(IPage page, Guid tiktok)
    {
        await ComeBackAsync(page);
        await Assertions.Expect(page.Locator("textarea[data-caption]")).ToHaveValueAsync("สำหรับ TikTok: ต่อคิวเกือบชั่วโมง");
        await Assertions.Expect(page.Locator("[data-draft-status=saved]")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#when-at")).ToHaveValueAsync("2027-01-15T18:30");
        await Assertions.Expect(page.GetByRole(AriaRole.Switch, new() { Name = "AI" })).ToBeCheckedAsync();
        await Assertions.Expect(Tick(page, "tiktok")).ToBeCheckedAsync();
        await Assertions.Expect(Tick(page, "instagram")).ToBeCheckedAsync();
        await Assertions.Expect(Tick(page, "twitter")).Not.ToBeCheckedAsync();
        await Assertions.Expect(page.Locator($"[data-compose-tab='{tiktok}']")).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Locator("[data-compose-tab='']").ClickAsync();
        await Assertions.Expect(page.Locator("#caption")).ToHaveValueAsync("พาชิม 3 ร้านลับเยาวราช #เยาวราช");
    }

    private static async Task ComeBackAsync(IPage page)
    {
        // It may be coming back by itself already.
        await page.EvaluateAsync("() => document.querySelector('#components-reconnect-modal.vs-shown [data-try]')?.click()");
        await page.WaitForFunctionAsync("() => !window.__lostItsServer");
        await Visit.IsLiveAsync(page);
    }

    private static ILocator Tick(IPage page, string platform) => page.Locator($".vs-tile[data-platform={platform}] input");

    /// <summary>The channels are signed out: nothing is to be sent here, and nobody asks their platforms.</summary>
    private async Task<(Guid Video, Guid Tiktok)> AddVideoAndChannelsAsync()
    {
        await using var services = PostgresFixture.Services(_connectionString);
        await using var db = await services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(Token);
        db.ActAs(Actor.System("test"));
        var person = await db.Users.Select(user => user.Id).SingleAsync(Token);
        var now = DateTimeOffset.UtcNow;
        var video = Video.Received(Guid.CreateVersion7(), person, "clip.mp4", "sources/clip.mp4", 1000, now);
        _ = video.TakeEvents();
        db.Videos.Add(video);
        var accounts = new[] { Platform.Instagram, Platform.Tiktok, Platform.Twitter }.ToDictionary(platform => platform, platform => new PlatformAccount
        {
            Id = Guid.CreateVersion7(),
            UserId = person,
            Platform = platform,
            ExternalId = $"{platform}",
            Username = "ploy.eats",
            AccessTokenProtected = "none",
            Health = AccountHealth.NeedsReauth,
            CreatedAt = now,
        });
        db.PlatformAccounts.AddRange(accounts.Values);
        await db.SaveChangesAsync(Token);
        return (video.Id, accounts[Platform.Tiktok].Id);
    }
}
