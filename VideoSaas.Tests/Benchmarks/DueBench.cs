using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Tests.Fixtures.Storm;
using VideoSaas.Web.Features.Publishing;

namespace VideoSaas.Tests.Benchmarks;

/// <summary>1,000 posts of 200 accounts, all due in the same minute; twins that answer at once. Other work goes on beside it.</summary>
[Trait("bench", "due")]
public sealed class DueBench(PostgresFixture postgres, ITestOutputHelper output)
{
    private const int Accounts = 200;
    private const int PostsEach = 5;
    private const double BoundSeconds = 60;

    /// <summary>How long preparing them all may take before their minute.</summary>
    private static readonly TimeSpan PreparingLimit = TimeSpan.FromMinutes(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Posts_OfOneMinute_AreAllOutWithinTheNext()
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        var folder = Directory.CreateTempSubdirectory("videosaas-due-").FullName;
        try
        {
            var clip = await Clips.MakeAsync("due.mp4", Clips.Pattern(540, 960, 30, 4) + Clips.Tone(4) + Clips.Mp4 + "-movflags +faststart");
            await using var world = await StormWorld.StartAsync(connectionString, folder, Settings(), Token);
            var platforms = world.Platforms.Count;
            await world.PeopleAsync(Accounts / platforms, PostsEach, clip, Token);
            await world.StartAppAsync(Token);

            var minute = await PrepareAsync(world);
            var light = LightWorkAsync(world, minute);
            await UntilAsync(world, posts => posts.All(post => post.UploadStatus is PostStatus.Published or PostStatus.Failed), TimeSpan.FromMinutes(10));
            await ReportAsync(world, minute, await light);
        }
        finally
        {
            await postgres.DropDatabaseAsync(connectionString);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Dictionary<string, string> Settings() => new()
    {
        ["Sandbox:ProcessingSeconds"] = "0",

        // A day of the whole product on YouTube is 100 uploads: here one minute is measured, not a day.
        ["Youtube:UploadsPerDay"] = "1000",
        ["Sandbox:Youtube:UploadsPerDay"] = "1000",
        ["Sandbox:Youtube:UnitsPerDay"] = "1000000",
        ["Jobs:Workers:Light"] = "2",
        ["Jobs:Workers:Transcode"] = "1",
        ["Jobs:Workers:Download"] = "0",
        ["Jobs:Workers:Publish"] = "4",
        ["Logging:LogLevel:Default"] = "Error",
    };

    /// <summary>All are scheduled for a far minute, prepared, and then moved to one that is near: the wave itself is what is measured.</summary>
    private async Task<DateTimeOffset> PrepareAsync(StormWorld world)
    {
        var clock = Stopwatch.StartNew();
        var far = DateTimeOffset.UtcNow.AddMinutes(20);
        foreach (var post in world.Posts)
        {
            var outcome = await world.Get<SubmitPost>().ExecuteAsync(
                post.Person.Actor, new SubmitPostInput(post.PostId, new PostTime.At(far)), Token);
            Assert.True(outcome.Succeeded, $"{post.Platform}: {outcome.Refusal?.Code}");
        }

        await UntilAsync(world, posts => posts.All(post => post.CommitAt is not null || post.UploadStatus == PostStatus.Published), PreparingLimit);
        output.WriteLine($"{world.Posts.Count} posts prepared in {clock.Elapsed.TotalSeconds:F0} s");
        var waiting = (await world.ReadAsync(Token)).Values.Count(post => post.CommitAt is not null);
        Assert.Equal(world.Posts.Count, waiting);

        var minute = DateTimeOffset.UtcNow.AddSeconds(60);
        await using var db = await world.Desk.Contexts.CreateDbContextAsync(Token);
        await db.Database.ExecuteSqlAsync($"UPDATE platform_posts SET scheduled_for = {minute}, commit_at = {minute}", Token);
        await db.Database.ExecuteSqlAsync($"UPDATE processing_jobs SET scheduled_for = {minute} WHERE status = 'queued'", Token);
        return minute;
    }

    /// <summary>A light job each second during the wave: how long each waits for a worker.</summary>
    private static async Task<IReadOnlyList<double>> LightWorkAsync(StormWorld world, DateTimeOffset minute)
    {
        var made = new List<Guid>();
        await Task.Delay(minute - DateTimeOffset.UtcNow, Token);
        for (var second = 0; second < 20; second++)
        {
            var post = world.Posts[second * 7 % world.Posts.Count];
            await using var db = (await world.Desk.Contexts.CreateDbContextAsync(Token)).ActAs(post.Person.Actor);
            var videoId = await db.PlatformPosts.Where(one => one.Id == post.PostId).Select(one => one.VideoId).SingleAsync(Token);
            var now = DateTimeOffset.UtcNow;
            var job = ProcessingJob.Queued(
                Guid.CreateVersion7(now), videoId, post.Person.Id, JobTypes.GenerateThumbnail, JobKind.Light, 5, now, assetSet: 1);
            db.ProcessingJobs.Add(job);
            await db.SaveChangesAsync(Token);
            made.Add(job.Id);
            await Task.Delay(TimeSpan.FromSeconds(1), Token);
        }

        await Task.Delay(TimeSpan.FromSeconds(30), Token);
        await using var reading = await world.Desk.Contexts.CreateDbContextAsync(Token);
        var waits = await reading.Database.SqlQuery<double>(
            $"""
            SELECT EXTRACT(EPOCH FROM min(attempt.started_at) - job.created_at)::float8 AS "Value"
            FROM processing_jobs AS job JOIN processing_job_attempts AS attempt ON attempt.job_id = job.id
            WHERE job.id = ANY({made.ToArray()}) GROUP BY job.id
            """).ToListAsync(Token);
        Assert.Equal(made.Count, waits.Count);
        return waits;
    }

    private async Task ReportAsync(StormWorld world, DateTimeOffset minute, IReadOnlyList<double> lightWaits)
    {
        var posts = await world.ReadAsync(Token);
        Assert.All(posts.Values, post => Assert.Equal(PostStatus.Published, post.UploadStatus));
        await using var db = await world.Desk.Contexts.CreateDbContextAsync(Token);
        var late = await db.Database.SqlQuery<double>(
            $"""
            SELECT EXTRACT(EPOCH FROM min(created_at) - {minute})::float8 AS "Value"
            FROM publish_steps WHERE step IN ('committed', 'accepted', 'found_live') GROUP BY post_id
            """).ToListAsync(Token);
        Assert.Equal(world.Posts.Count, late.Count);
        late.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"late: p50 {At(late, 0.50):F1} s, p99 {At(late, 0.99):F1} s, max {late[^1]:F1} s (bound {BoundSeconds} s); light work beside it waited at most {lightWaits.Max():F1} s"));
        Assert.InRange(late[0], 0, double.MaxValue);
        Assert.InRange(late[^1], 0, BoundSeconds);
        Assert.InRange(lightWaits.Max(), 0, 10);
    }

    private static double At(List<double> sorted, double part) => sorted[Math.Min((int)(sorted.Count * part), sorted.Count - 1)];

    private static async Task UntilAsync(StormWorld world, Func<IReadOnlyCollection<PlatformPost>, bool> holds, TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        while (!holds((await world.ReadAsync(Token)).Values))
        {
            Assert.True(clock.Elapsed < limit, "It did not come to pass.");
            await Task.Delay(500, Token);
        }
    }
}
