using Microsoft.Playwright;
using Npgsql;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Browser;

/// <summary>A change reaches every tab of its person and no other's. How fast it does is measured by <c>./bench live</c>.</summary>
public sealed class LiveTabsTests(PostgresFixture postgres, BrowserFixture browser) : IAsyncLifetime
{
    private readonly AppSpace _space = new(postgres);
    private AppHost _app = default!;

    public async ValueTask InitializeAsync()
    {
        await _space.InitializeAsync();
        _app = _space.Start(WatchedVideo.NoWorkers);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _space.DisposeAsync();
    }

    [Fact]
    public async Task Change_IsDrawnInEveryTabOfItsPersonAndInNoOther()
    {
        await using var database = NpgsqlDataSource.Create(_space.ConnectionString);
        var (person, stranger) = (await _app.NewPersonAsync(), await _app.NewPersonAsync());
        var (mine, other) = (new WatchedVideo(_app, person, database), new WatchedVideo(_app, stranger, database));
        await mine.MakeAsync();
        await other.MakeAsync();

        // At rest, so that no clock of its own moves the page.
        await other.SettleAsync();
        await using var visit = await WatchedVideo.VisitAsync(browser, _app, person);
        await using var elsewhere = await WatchedVideo.VisitAsync(browser, _app, stranger);
        await mine.OpenTabAsync(visit.Context);
        await mine.OpenTabAsync(visit.Context);
        await other.OpenTabAsync(elsewhere.Context);

        foreach (var percent in (int[])[20, 40, 60])
        {
            Assert.Equal(2, (await mine.ShowPercentAsync(percent)).Count);
        }

        // Every place that says how far it is says the same.
        foreach (var tab in mine.Tabs)
        {
            await Assertions.Expect(tab.Locator(".vs-versions")).ToContainTextAsync("60%");
        }

        Assert.Equal(2, (await mine.ShowStatusAsync("uploading", "Storing")).Count);
        Assert.Equal(0, await other.MutationsAsync(0));

        // Hints come in their order: by now the others would have come, had they been for this tab.
        Assert.Single(await other.ShowStatusAsync("pending", "Waiting"));
    }
}
