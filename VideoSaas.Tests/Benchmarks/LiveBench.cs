using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Browser;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Tests.Fixtures.Circuits;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Tests.Benchmarks;

/// <summary>
/// From a commit to 500 tabs: twenty people with twenty-five tabs each on a video that moves, one of them encoded by the app
/// itself meanwhile. In the same process and at the same time as many connections to a bare SignalR hub are told of the same events.
/// </summary>
[Trait("bench", "live")]
public sealed class LiveBench(PostgresFixture postgres, ITestOutputHelper output) : IAsyncLifetime
{
    private const int People = 20;
    private const int TabsEach = 25;
    private const int Circuits = People * TabsEach;
    private const int WarmUpTabs = 2;
    private const int FirstPercent = 2;
    private const int FirstCounted = 16;
    private const int LastPercent = 95;
    private const int OpenAtOnce = 8;
    private const double BoundMs = 250;
    private const double BoundRatio = 2;

    /// <summary>For the real encode to begin: the file is looked at first.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>What is told may arrive a moment before the commit's own answer.</summary>
    private static readonly long Sooner = Stopwatch.Frequency / 20;

    private readonly AppSpace _space = new(postgres);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _space.InitializeAsync();

    public ValueTask DisposeAsync() => _space.DisposeAsync();

    [Fact(Explicit = true)]
    public async Task Progress_InFiveHundredTabs_IsTherePromptlyAndNotLaterThanABareHubAllows()
    {
        await using var database = NpgsqlDataSource.Create(_space.ConnectionString);
        var (moved, encoded) = await PeopleAsync(database);
        await using var app = await AppProcess.StartAsync(_space.ConnectionString, _space.DataFolder, BareHubStartup.Settings, Token);
        List<WatchingPerson> people = [.. moved.Select(one => one.Person), encoded];
        await using var desk = await BareTab.OpenAsync(app.BaseAddress, Guid.Empty, Guid.Empty, Token);

        await OpenAsync(people, WarmUpTabs, app);
        foreach (var person in people)
        {
            await person.CloseTabsAsync();
        }

        var empty = await desk.MeasureAsync(Token);
        await OpenAsync(people, TabsEach, app);
        var full = await desk.MeasureAsync(Token);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Circuits} circuits: {(full.ResidentBytes - empty.ResidentBytes) / 1024d / Circuits:F0} KiB resident each, {(full.ManagedBytes - empty.ManagedBytes) / 1024d / Circuits:F0} KiB of them alive on the heap"));

        var real = new RealJob(database, encoded.VideoId, new JobsOptions().Lease);
        await ReleaseAsync(database, encoded.VideoId);
        await Eventually.HoldsAsync(async () => await real.PercentAsync(Token) is not null, LongestWait);
        var bare = new List<(Guid Job, BareTab Tab)>();
        foreach (var (owner, job) in moved.Select(one => (one.Person.Id, one.Job.JobId)).Append((encoded.Id, real.JobId!.Value)))
        {
            for (var tab = 0; tab < TabsEach; tab++)
            {
                bare.Add((job, await BareTab.OpenAsync(app.BaseAddress, owner, job, Token)));
            }
        }

        using var process = Process.GetProcessById(app.ProcessId);
        var (cpu, clock) = (process.TotalProcessorTime, Stopwatch.StartNew());
        var began = Stopwatch.GetTimestamp();
        using (var ended = CancellationTokenSource.CreateLinkedTokenSource(Token))
        {
            var noting = real.NoteAsync(ended.Token);

            // As far apart as they can be, as the work of twenty machines would be.
            await Task.WhenAll(moved.Select(async (one, place) =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500d * place / People), Token);
                await one.Job.MoveAsync(FirstPercent, LastPercent, Token);
            }));

            // Nothing is lost that only comes late.
            await Task.Delay(TimeSpan.FromSeconds(2), Token);
            await ended.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => noting);
        }

        process.Refresh();
        var cores = (process.TotalProcessorTime - cpu) / clock.Elapsed;
        Assert.All(people, person => Assert.All(person.Tabs, tab => Assert.Null(tab.Tab.Error)));
        var counted = moved.SelectMany(one => one.Job.Writes.Where(write => write.Percent >= FirstCounted)).Min(write => write.At);
        var realWrites = real.Writes.Where(write => write.At >= counted && write.Percent is > 0 and < 100).ToList();
        var (ours, theirs) = (new Latencies(), new Latencies());
        foreach (var (person, job) in moved)
        {
            foreach (var (_, frames) in person.Tabs)
            {
                Count(ours, frames, job.Writes.Where(write => write.Percent >= FirstCounted));
            }
        }

        foreach (var (_, frames) in encoded.Tabs)
        {
            Count(ours, frames, realWrites);
        }

        CountBare(theirs, bare, moved, real.JobId.Value, realWrites, began);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{moved.Sum(one => one.Job.Writes.Count(write => write.Percent >= FirstCounted)) + realWrites.Count:N0} events ({realWrites.Count} of the real encode), {people.Sum(person => person.Tabs.Sum(tab => tab.Frames.Count)):N0} frames in all; the app used {cores:F2} cores of {Environment.ProcessorCount}"));
        output.WriteLine($"frames of circuits: {ours}");
        output.WriteLine($"bare hub beside it: {theirs}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"p95 is {ours.P95 / theirs.P95:F2} times the bare hub's (bounds: {BoundMs:F0} ms, {BoundRatio:F0} times)"));

        foreach (var (_, tab) in bare)
        {
            await tab.DisposeAsync();
        }

        foreach (var person in people)
        {
            await person.DisposeAsync();
        }

        Assert.True(realWrites.Count > 0, $"The real encode did not move while the others did: {await real.StandAsync(Token)}");
        Assert.Equal(0, ours.Missed);
        Assert.InRange(ours.P95, 0, BoundMs);
        Assert.InRange(ours.P95 / theirs.P95, 0, BoundRatio);
    }

    private static void Count(Latencies latencies, ProgressFrames frames, IEnumerable<Moved> writes)
    {
        foreach (var write in writes)
        {
            latencies.Add(write.At, frames.FirstAt(write.Percent, write.At - Sooner));
        }
    }

    /// <summary>The hub says which job moved, not how far: its n-th word is of the n-th write; of the real encode, whose writes are not all known, the first after it.</summary>
    private static void CountBare(
        Latencies latencies, List<(Guid Job, BareTab Tab)> bare, IReadOnlyList<(WatchingPerson Person, MovedJob Job)> moved, Guid realJob,
        IReadOnlyList<Moved> realWrites, long began)
    {
        var writesOf = moved.ToDictionary(one => one.Job.JobId, one => one.Job.Writes);
        foreach (var (job, tab) in bare)
        {
            var told = tab.Told.Where(at => at >= began).ToList();
            if (job == realJob)
            {
                foreach (var write in realWrites)
                {
                    latencies.Add(write.At, told.Where(at => at >= write.At).Select(at => (long?)at).FirstOrDefault());
                }

                continue;
            }

            var writes = writesOf[job];
            Assert.Equal(writes.Count, told.Count);
            for (var place = 0; place < writes.Count; place++)
            {
                if (writes[place].Percent >= FirstCounted)
                {
                    latencies.Add(writes[place].At, told[place]);
                }
            }
        }
    }

    private static Task OpenAsync(IEnumerable<WatchingPerson> people, int tabsEach, AppProcess app) => Parallel.ForEachAsync(
        people.SelectMany(person => Enumerable.Repeat(person, tabsEach)),
        new ParallelOptions { MaxDegreeOfParallelism = OpenAtOnce, CancellationToken = Token },
        async (person, token) => await person.OpenTabAsync(app.BaseAddress, token));

    /// <summary>Made by an app without workers in the folder of the one that is measured, which begins when this is over.</summary>
    private async Task<(IReadOnlyList<(WatchingPerson Person, MovedJob Job)> Moved, WatchingPerson Encoded)> PeopleAsync(NpgsqlDataSource database)
    {
        var clip = Path.Combine(_space.DataFolder, "long.mp4");
        var piece = Path.Combine(_space.DataFolder, "piece.mp4");
        await Clips.RunAsync($"-f lavfi -i testsrc2=s=1920x1080:r=30:d=15 -c:v mpeg4 -q:v 5 {piece}");
        await Clips.RunAsync($"-stream_loop 5 -i {piece} -c copy {clip}");
        await using var desk = _space.Start(WatchedVideo.NoWorkers);
        var moved = await WatchedPeople.MakeAsync(desk, database, People - 1, Token);
        var person = await desk.NewPersonAsync();
        var videoId = Guid.CreateVersion7();
        var key = $"sources/{videoId:N}.mp4";
        var size = new FileInfo(clip).Length;
        await desk.Services.GetRequiredService<IBlobStore>().StoreAsync(clip, key, Token);
        await using (var db = desk.Contexts.CreateDbContext().ActAs(person.Actor))
        {
            db.Videos.Add(Video.Received(videoId, person.Id, "long.mp4", key, size, TimeProvider.System.GetUtcNow()));
            await db.SaveChangesAsync(Token);
        }

        await ChangeAsync(database, "UPDATE processing_jobs SET scheduled_for = now() + interval '1 day' WHERE video_id = $1 AND status = 'queued' AND scheduled_for <= now()", videoId);
        return (moved, new WatchingPerson(person, videoId));
    }

    private static Task ReleaseAsync(NpgsqlDataSource database, Guid videoId) =>
        ChangeAsync(database, "UPDATE processing_jobs SET scheduled_for = now() WHERE video_id = $1 AND status = 'queued' AND scheduled_for < now() + interval '2 days'", videoId);

    private static async Task ChangeAsync(NpgsqlDataSource database, string sql, Guid videoId)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = videoId });
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync(Token));
    }
}
