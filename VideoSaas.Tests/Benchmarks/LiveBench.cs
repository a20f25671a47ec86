using Npgsql;
using VideoSaas.Tests.Browser;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Benchmarks;

/// <summary>From a change in the database to every tab of its person: four tabs on a video's page, and one of somebody else.</summary>
[Trait("bench", "live")]
public sealed class LiveBench(PostgresFixture postgres, BrowserFixture browser, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Tabs = 4;
    private const int WarmUps = 5;
    private const int Percents = 60;

    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(250);

    /// <summary>Longer than a page waits between two drawings, so that each change is measured by itself; as far apart as real progress is.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(250);

    private static readonly (string Status, string Word)[] Statuses =
        [("uploading", "Storing"), ("failed", "Failed"), ("pending", "Waiting"), ("processing", "Checking"), ("compressing", "Encoding")];

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

    [Fact(Explicit = true)]
    public async Task Change_FromCommitToTheTabs_IsDrawnWithinAQuarterOfASecond()
    {
        await using var database = NpgsqlDataSource.Create(_space.ConnectionString);
        var (person, stranger) = (await _app.NewPersonAsync(), await _app.NewPersonAsync());
        var (mine, other) = (new WatchedVideo(_app, person, database), new WatchedVideo(_app, stranger, database));
        await mine.MakeAsync();
        await other.MakeAsync();
        await other.SettleAsync();
        await using var visit = await WatchedVideo.VisitAsync(browser, _app, person);
        await using var elsewhere = await WatchedVideo.VisitAsync(browser, _app, stranger);
        for (var tab = 0; tab < Tabs; tab++)
        {
            await mine.OpenTabAsync(visit.Context);
        }

        await other.OpenTabAsync(elsewhere.Context);
        var taken = new List<TimeSpan>();
        for (var percent = 2; percent < 2 + WarmUps + Percents; percent++)
        {
            var drawn = await mine.ShowPercentAsync(percent);
            taken.AddRange(percent < 2 + WarmUps ? [] : drawn);
            await Task.Delay(Apart);
        }

        for (var round = 0; round < 3; round++)
        {
            foreach (var (status, word) in Statuses)
            {
                taken.AddRange(await mine.ShowStatusAsync(status, word));
                await Task.Delay(Apart);
            }
        }

        var sorted = taken.Order().Select(one => one.TotalMilliseconds).ToList();
        var mutations = await other.MutationsAsync(0);
        output.WriteLine(
            $"{sorted.Count} drawings in {Tabs} tabs: median {At(0.5):0} ms, p95 {At(0.95):0} ms, worst {sorted[^1]:0} ms "
            + $"(bound: p95 {Bound.TotalMilliseconds:0} ms); changes in the other person's tab: {mutations}");
        Assert.Equal(0, mutations);
        Assert.InRange(At(0.95), 0, Bound.TotalMilliseconds);
        Assert.Single(await other.ShowStatusAsync("pending", "Waiting"));

        double At(double part) => sorted[(int)Math.Ceiling(part * sorted.Count) - 1];
    }
}
