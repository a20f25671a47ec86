using Npgsql;
using VideoSaas.Tests.Browser;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Tests.Fixtures.Circuits;

namespace VideoSaas.Tests.Components.Shared;

/// <summary>Whole pages over real circuits, without a browser. How fast they are is measured by <c>./bench live</c>.</summary>
public sealed class CircuitTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int People = 2;
    private const int TabsEach = 3;

    private readonly AppSpace _space = new(postgres);
    private AppHost _app = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

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
    public async Task Progress_ReachesEveryTabOfItsPersonAndNoOther()
    {
        await using var database = NpgsqlDataSource.Create(_space.ConnectionString);
        var watched = await WatchedPeople.MakeAsync(_app, database, People, Token);
        foreach (var (person, _) in watched)
        {
            for (var tab = 0; tab < TabsEach; tab++)
            {
                await person.OpenTabAsync(_app.Address, Token);
            }
        }

        var (mine, job) = watched[0];
        await job.MoveAsync(30, 34, Token);

        await Eventually.HoldsAsync(() => mine.Tabs.All(tab => tab.Frames.FirstAt(34, 0) is not null));
        Assert.All(mine.Tabs, tab => Assert.Null(tab.Tab.Error));
        Assert.All(job.Writes, write => Assert.All(mine.Tabs, tab => Assert.True(tab.Frames.FirstAt(write.Percent, 0) is not null)));

        // Hints come in their order: when their own has come, the other's would have.
        var (other, theirs) = watched[1];
        await theirs.MoveAsync(12, 12, Token);
        await Eventually.HoldsAsync(() => other.Tabs.All(tab => tab.Frames.FirstAt(12, 0) is not null));
        Assert.All(other.Tabs, tab => Assert.Null(tab.Frames.FirstAt(13, 0)));
        foreach (var (person, _) in watched)
        {
            await person.DisposeAsync();
        }
    }
}
