using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Publishing.Jobs;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Tests.Fixtures.Storm;

/// <param name="Posts">Rounded up to whole people with one post a platform.</param>
/// <param name="Kills">At least so many times the app is killed.</param>
/// <param name="Divisor">Of every wait.</param>
internal sealed record StormPlan(int Seed, int Posts, int Kills, double Divisor, TimeSpan Limit);

/// <summary>
/// Posts over every platform while faults are injected at random, people change their minds, and the app is killed again and
/// again. When the dust has settled, the twins' own records decide.
/// </summary>
internal sealed class Storm(PostgresFixture postgres, StormPlan plan, Action<string> say)
{
    private readonly Random _random = new(plan.Seed);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _kills;

    public async Task RageAsync(CancellationToken token)
    {
        say($"seed {plan.Seed}, every wait divided by {plan.Divisor.ToString(CultureInfo.InvariantCulture)}");
        var connectionString = await postgres.CreateDatabaseAsync();
        var folder = Directory.CreateTempSubdirectory("videosaas-storm-").FullName;
        try
        {
            var clip = await Clips.MakeAsync(
                "storm.mp4", Clips.Pattern(540, 960, 30, 4) + Clips.Tone(4) + Clips.Mp4 + "-movflags +faststart");
            await using var world = await StormWorld.StartAsync(connectionString, folder, Settings(), token);
            var platforms = world.Platforms.Count;
            await world.PeopleAsync((plan.Posts + platforms - 1) / platforms, 1, clip, token);
            await world.StartAppAsync(token);
            say($"{world.Posts.Count} posts over {platforms} platforms, ready after {_clock.Elapsed.TotalSeconds:F0} s");

            var weather = new StormWeather(world, _random, new FileInfo(clip).Length);
            await SubmitAsync(world, token);
            await RageAsync(world, weather, token);
            await weather.CalmAsync(token);
            await SettleAsync(world, weather, token);
            say($"{_kills} kills, {weather.Faults} faults, {weather.Deeds} deeds of people, settled after {_clock.Elapsed.TotalSeconds:F0} s");
            await JudgeAsync(world, token);
        }
        finally
        {
            await postgres.DropDatabaseAsync(connectionString);
            Directory.Delete(folder, recursive: true);
        }
    }

    private Dictionary<string, string> Settings() => new(DividedWaits.Of(plan.Divisor))
    {
        ["Sandbox:ProcessingSeconds"] = "0.3",
        ["Sandbox:SlowSeconds"] = "0.5",
        ["Jobs:Workers:Light"] = "1",
        ["Jobs:Workers:Transcode"] = "0",
        ["Jobs:Workers:Download"] = "0",
        ["Jobs:Workers:Publish"] = "4",
        ["Jobs:QueuePoll"] = "00:00:00.200",
        ["Logging:LogLevel:Default"] = "Error",
    };

    /// <summary>A third now, the others within the storm.</summary>
    private async Task SubmitAsync(StormWorld world, CancellationToken token)
    {
        var submit = world.Get<SubmitPost>();
        foreach (var post in world.Posts)
        {
            PostTime when = _random.Next(3) == 0
                ? new PostTime.Now()
                : new PostTime.At(DateTimeOffset.UtcNow.AddSeconds(_random.Next(2, 2 + plan.Kills * 6)));
            var outcome = await submit.ExecuteAsync(post.Person.Actor, new SubmitPostInput(post.PostId, when), token);
            Assert.True(outcome.Succeeded, $"{post.Platform}: {outcome.Refusal?.Code}");
        }
    }

    private async Task RageAsync(StormWorld world, StormWeather weather, CancellationToken token)
    {
        while (_kills < plan.Kills)
        {
            Assert.True(_clock.Elapsed < plan.Limit, "The storm never ended.");
            for (var gusts = _random.Next(8, 30); gusts > 0; gusts--)
            {
                await (_random.Next(3) > 0 ? weather.BlowAsync(token) : weather.ActAsync(token));
                await Task.Delay(_random.Next(20, 200), token);
            }

            await world.App.KillAsync();
            _kills++;
            await world.StartAppAsync(token);
        }
    }

    /// <summary>Until nothing is under way any more; people mend what only they can.</summary>
    private async Task SettleAsync(StormWorld world, StormWeather weather, CancellationToken token)
    {
        while (true)
        {
            var posts = await world.ReadAsync(token);
            var moving = posts.Values.Where(IsMoving).ToList();
            if (moving.Count == 0)
            {
                return;
            }

            if (_clock.Elapsed > plan.Limit)
            {
                Assert.Fail($"{moving.Count} posts are stuck:\n{await StoryOfAsync(world, moving, token)}");
            }

            await weather.MendAsync(token);
            await Task.Delay(500, token);
        }
    }

    private static bool IsMoving(PlatformPost post) =>
        !post.IsUnconfirmed && post.UploadStatus is PostStatus.Pending or PostStatus.Preparing or PostStatus.Uploading or PostStatus.Checking;

    private async Task JudgeAsync(StormWorld world, CancellationToken token)
    {
        var posts = await world.ReadAsync(token);
        var wrong = new List<string>();
        var unconfirmed = new List<StormPost>();
        foreach (var one in world.Posts)
        {
            var post = posts[one.PostId];
            var publications = (await world.TwinOf(one.Platform).PublishedAsync(one.ExternalId, token)).Count;
            var allowed = post switch
            {
                { UploadStatus: PostStatus.Published } => publications == 1,
                { IsUnconfirmed: true } => publications <= 1,
                _ => publications == 0,
            };
            if (!allowed)
            {
                wrong.Add($"{one.Platform} post {one.PostId} is {Words.Of(post.UploadStatus)} ({post.ErrorCode}) and has {publications} publications");
            }

            if (post.IsUnconfirmed)
            {
                unconfirmed.Add(one);
            }
        }

        var counts = posts.Values.GroupBy(post => (post.Platform, post.IsUnconfirmed ? "unconfirmed" : Words.Of(post.UploadStatus)))
            .OrderBy(group => group.Key)
            .Select(group => $"{group.Key.Platform} {group.Key.Item2} {group.Count()}");
        say(string.Join(", ", counts));
        foreach (var one in unconfirmed)
        {
            var answer = await AskAgainAsync(world, one, posts[one.PostId], token);
            say($"unconfirmed: {one.Platform} {one.PostId}: {answer}");
            if (answer is not (ReconcileAnswer.CannotTell or ReconcileAnswer.Working))
            {
                wrong.Add($"{one.Platform} post {one.PostId} is unconfirmed although the platform can tell: {answer}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.InRange(unconfirmed.Count, 0, 2);
    }

    /// <summary>What the platform says now that nothing disturbs it, through the same door as the engine's.</summary>
    private static async Task<ReconcileAnswer> AskAgainAsync(StormWorld world, StormPost one, PlatformPost post, CancellationToken token)
    {
        await using var db = await world.Desk.Contexts.CreateDbContextAsync(token);
        var attempt = await db.PublishAttempts.SingleAsync(row => row.PostId == post.Id && row.Arming == post.Arming, token);
        var handles = StoredHandles.Parse(attempt.RemoteHandles!);
        var account = await world.Get<AccountTokens>().ReadyAsync(one.AccountId, one.Person.Actor, token);
        var work = new PublishWork(post.Id, account!, post.Caption, "", 0, _ => { }) { Arming = post.Arming };
        return await world.Get<PlatformCatalog>().Of(post.Platform).ReconcileAsync(
            work, handles.RemoteText!, new CommitTrace(attempt.IntentAt!.Value, []) { SentAt = handles.SentAt, Commits = handles.Commits }, token);
    }

    private static async Task<string> StoryOfAsync(StormWorld world, List<PlatformPost> posts, CancellationToken token)
    {
        var story = new StringBuilder();
        await using var db = await world.Desk.Contexts.CreateDbContextAsync(token);
        foreach (var post in posts.Take(5))
        {
            story.AppendLine(CultureInfo.InvariantCulture,
                $"{post.Platform} {post.Id} {Words.Of(post.UploadStatus)} hold {post.HoldCode} arming {post.Arming} at {post.ScheduledFor:O} commit {post.CommitAt:O}");
            foreach (var step in await db.PublishSteps.AsNoTracking().Where(step => step.PostId == post.Id)
                .OrderByDescending(step => step.Id).Take(6).ToListAsync(token))
            {
                story.AppendLine(CultureInfo.InvariantCulture, $"  {step.CreatedAt:O} {step.Step} {step.Outcome} {step.ErrorCode} {step.Message}");
            }

            foreach (var job in await db.ProcessingJobs.AsNoTracking().Where(job => job.VideoId == post.VideoId)
                .OrderByDescending(job => job.Id).Take(3).ToListAsync(token))
            {
                story.AppendLine(CultureInfo.InvariantCulture,
                    $"  job {job.Status} {job.JobData} due {job.ScheduledFor:O} lease {job.LeaseUntil:O} attempts {job.Attempts} {job.ErrorCode} {job.ErrorMessage}");
            }
        }

        return story.ToString();
    }
}
