using Microsoft.Playwright;
using VideoSaas.Tests.Fixtures;

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
        await visit.Page.EvaluateAsync("() => { window.__lostItsServer = true; }");

        await _app.KillAsync();
        var band = visit.Page.Locator("#components-reconnect-modal");
        await Assertions.Expect(band).ToBeVisibleAsync();
        await Assertions.Expect(band).ToContainTextAsync("Connection lost. Your text is kept; uploads go on.");
        await Assertions.Expect(visit.Page.Locator("#settings-name")).ToBeVisibleAsync();
        await visit.ScreenshotAsync("connection-lost");

        await _app.StartAsync(Token);
        await band.GetByRole(AriaRole.Button, new() { Name = "Try now" }).ClickAsync();
        await visit.Page.WaitForFunctionAsync("() => !window.__lostItsServer");
        await Visit.IsLiveAsync(visit.Page);
        await Assertions.Expect(band).ToBeHiddenAsync();
        await Assertions.Expect(visit.Page.Locator("#settings-name")).ToHaveValueAsync("พลอย ศรีสุข");
    }
}
