using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Fetching;

namespace VideoSaas.Tests.Browser;

/// <summary>Pasting an address in Chromium: refused in words, then fetched, watched and opened.</summary>
public sealed class ImportScreenTests(ImportScreenTests.AppAndHost fixture, BrowserFixture browser)
    : IClassFixture<ImportScreenTests.AppAndHost>
{
    [Theory]
    [InlineData(390, "th-TH", "/", "หน้าหลัก")]
    [InlineData(1440, "en-GB", "/library", "Library")]
    public async Task Address_PastedIntoThePage_IsWatchedToTheVideo(int width, string language, string page, string title)
    {
        var file = new HostedFile(await File.ReadAllBytesAsync(await Clips.SmallAsync()));
        var watched = new TaskCompletionSource();
        var half = file.Content.Length / 2;
        file.CutsAfter.Enqueue(half);
        file.BeforeCut = token => watched.Task.WaitAsync(token);
        fixture.Host.Answer = file.AnswerAsync;
        var person = await fixture.App.NewPersonAsync();
        await using var visit = await browser.VisitAsync(fixture.App.Address, width, 844, language);
        await visit.Context.AddCookiesAsync(
            [new Cookie { Name = TestPerson.CookieName, Value = person.Cookie, Url = fixture.App.Address.ToString() }]);
        await visit.OpenAsync(page);

        await visit.Page.Locator(".vs-import").First.ClickAsync();
        await visit.Page.FillAsync("#import-address", "http://169.254.169.254/latest/meta-data/");
        await visit.Page.ClickAsync("[data-import-go]");
        await visit.Page.Locator(".vs-import-wrong").WaitForAsync();
        await visit.ScreenshotAsync($"import-refused-{width}");
        await FitsAsync(visit.Page);

        await visit.Page.FillAsync("#import-address", fixture.Host.AddressOf("/clip.mp4").AbsoluteUri);
        await visit.Page.Locator("#import-address").PressAsync("Enter");
        await visit.Page.Locator(page == "/" ? ".vs-now-row .vs-progress" : ".vs-video-card .vs-micro").WaitForAsync();
        await visit.ScreenshotAsync($"import-under-way-{width}");

        // A change came from a job of the server and was drawn: the page still speaks the person's language.
        await Assertions.Expect(visit.Page.Locator("h1").First).ToHaveTextAsync(title);
        await FitsAsync(visit.Page);
        await visit.Page.Locator("a[href^='/videos/']").First.ClickAsync();
        await visit.Page.WaitForURLAsync("**/videos/*");
        await Assertions.Expect(visit.Page.Locator(".vs-full [role=progressbar]")).ToHaveAttributeAsync(
            "aria-valuenow", (half * 100 / file.Content.Length).ToString(System.Globalization.CultureInfo.InvariantCulture));
        await visit.ScreenshotAsync($"import-video-{width}");
        await FitsAsync(visit.Page);

        watched.SetResult();
        await Eventually.HoldsAsync(
            async () =>
            {
                await using var db = await fixture.App.Contexts.CreateDbContextAsync();
                return await db.Videos.AnyAsync(video => video.UserId == person.Id && video.ProcessingStatus == VideoStatus.Ready);
            },
            TimeSpan.FromMinutes(3));
        await visit.Page.Locator("video").WaitForAsync();
        await visit.ScreenshotAsync($"import-ready-{width}");
        Assert.Empty(visit.Complaints);
    }

    private static async Task FitsAsync(IPage page)
    {
        var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(overflow <= 0, $"{overflow} px wider than the window.");
    }

    /// <summary>The app, and the one server that it may reach.</summary>
    public sealed class AppAndHost(PostgresFixture postgres) : IAsyncLifetime
    {
        private readonly AppSpace _space = new(postgres);

        public AppHost App { get; private set; } = default!;

        public FileHost Host { get; } = new();

        public async ValueTask InitializeAsync()
        {
            await _space.InitializeAsync();
            App = _space.Start(
                new Dictionary<string, string?>
                {
                    ["Accounts:RevalidateSeconds"] = "0",
                    ["Fetching:MorePorts:0"] = Host.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    ["Import:ResumeAtOnceAfterBytes"] = "1",
                },
                services =>
                {
                    services.AddSingleton<INetwork>(new NamedNetwork());
                    services.AddSingleton<INetworkReach>(new HostReach(Host));
                });
        }

        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            await Host.DisposeAsync();
            await _space.DisposeAsync();
        }
    }
}
