using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Publishing.Connect;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Tests.Fixtures;

/// <summary>Works on publishing jobs in the test's own thread, so that it knows when each has ended.</summary>
internal static class PublishingWorker
{
    /// <summary>Claims the next job and runs it to its end. Null when none is ready. What a run throws is thrown on, unwritten.</summary>
    public static async Task<JobOutcome?> RunNextAsync(AppHost app)
    {
        var services = app.Services;
        var claimed = await services.GetRequiredService<ReadyJobs>()
            .ClaimAsync(JobKind.Publish, null, services.GetRequiredService<IOptions<JobsOptions>>().Value, default);
        if (claimed is null)
        {
            return null;
        }

        var run = new Run { Job = claimed.Job, Attempt = claimed.Job.Attempts, LeaseToken = claimed.Lease };
        var handler = services.GetServices<IJobHandler>().Single(one => one.JobType == JobTypes.PublishPost);
        var outcome = await handler.RunAsync(run, default);
        var outcomes = services.GetRequiredService<JobOutcomes>();
        _ = outcome switch
        {
            JobOutcome.Done done => await outcomes.CompleteAsync(handler, run, done, default),
            JobOutcome.Snooze snooze => await outcomes.GiveBackAsync(run, snooze.Delay, default),
            JobOutcome.RetryLater retry when RetryRules.HasTriesLeft(run.Attempt, run.Job.MaxAttempts) =>
                await outcomes.FailAsync(run, new JobFailure(retry.Code, retry.Message), TimeSpan.FromMilliseconds(100), default),
            JobOutcome.RetryLater retry => await outcomes.GiveUpAsync(run, new JobFailure(retry.Code, retry.Message), default),
            JobOutcome.GiveUp giveUp => await outcomes.GiveUpAsync(run, new JobFailure(giveUp.Code, giveUp.Message), default),
            _ => throw new InvalidOperationException("No outcome."),
        };
        return outcome;
    }

    /// <summary>Works until it holds.</summary>
    public static Task UntilAsync(AppHost app, Func<Task<bool>> condition) => Eventually.HoldsAsync(
        async () =>
        {
            if (await condition())
            {
                return true;
            }

            await RunNextAsync(app);
            return await condition();
        },
        TimeSpan.FromSeconds(60));

    private sealed class Run : JobRun
    {
        public override void Report(string stage, int? percent, JobProgressDetails? details = null)
        {
        }
    }
}

/// <summary>One creator with a connected sandbox account and a clip that can be posted.</summary>
public sealed class PublishingBench
{
    private PublishingBench(AppHost app) => App = app;

    public AppHost App { get; }

    public TestPerson Person { get; private init; } = default!;

    public string Login { get; private init; } = "";

    public Guid AccountId { get; private set; }

    public Guid VideoId { get; private init; }

    public string ClipPath { get; private init; } = "";

    public Platform Platform { get; private init; }

    public int Width { get; private init; }

    public int Height { get; private init; }

    /// <summary>The platform's word in addresses of the sandbox.</summary>
    public string TwinName => Words.Of(Platform);

    /// <param name="clipPath">Of the file to send; null makes a small one that the platform takes.</param>
    /// <param name="size">Of the picture; null: the smallest upright one that the platform takes.</param>
    public static async Task<PublishingBench> NewAsync(
        AppHost app, Platform platform = Platform.Instagram, string? clipPath = null, (int Width, int Height)? size = null)
    {
        var login = "t" + Guid.CreateVersion7().ToString("N")[14..];
        var (width, height) = size ?? SizeOn(platform);
        var clip = clipPath ?? await Clips.MakeAsync(
            $"clip-{width}x{height}.mp4", Clips.Pattern(width, height, 30, 4) + Clips.Tone(4) + Clips.Mp4 + "-movflags +faststart");
        var bench = new PublishingBench(app)
        {
            Width = width,
            Height = height,
            Platform = platform,
            Settings = SettingsOn(platform),
            Person = await app.NewPersonAsync(),
            Login = login,
            ClipPath = clip,
            VideoId = Guid.CreateVersion7(),
        };
        await bench.ReconnectAsync();
        await bench.AddVideoAsync(bench.VideoId);
        return bench;
    }

    /// <summary>What every post of this bench chooses; what its platform demands, unless a test says otherwise.</summary>
    public PostSettings Settings { get; set; } = PostSettings.None;

    /// <summary>The smallest upright picture that the platform takes.</summary>
    private static (int Width, int Height) SizeOn(Platform platform)
    {
        var width = Math.Max(270, PlatformMediaRules.For(Words.Of(platform), 9d / 16, 4000).Picture.MinShortSide);
        return (width, width * 16 / 9);
    }

    private static PostSettings SettingsOn(Platform platform) => platform switch
    {
        Platform.Tiktok => new() { PrivacyLevel = TiktokPrivacy.Everyone, ConsentedAt = DateTimeOffset.UtcNow },
        _ => PostSettings.None,
    };

    /// <summary>Consents anew, as the same account.</summary>
    public async Task ReconnectAsync()
    {
        var granted = await Twin.GrantAsync(Login, default);
        var ids = await App.Services.GetRequiredService<ConnectAccounts>()
            .ExecuteAsync(Person.Actor, Platform, [granted], default);
        AccountId = ids[0];
    }

    private IPlatformTwin Twin => App.Services.GetServices<IPlatformTwin>().Single(twin => twin.Platform == Platform);

    public async Task AddVideoAsync(Guid videoId)
    {
        var blobs = App.Services.GetRequiredService<IBlobStore>();
        var key = $"renditions/{videoId:N}/1.mp4";
        using (var folder = blobs.NewWorkFolder())
        {
            var copy = Path.Combine(folder.Path, "clip.mp4");
            File.Copy(ClipPath, copy);
            await blobs.StoreAsync(copy, key, default);
        }

        await using var db = Open();
        var video = Video.Received(videoId, Person.Id, "clip.mp4", $"sources/{videoId:N}.mp4", 1000, DateTimeOffset.UtcNow);
        _ = video.TakeEvents();
        db.Videos.Add(video);
        db.VideoAssets.Add(new VideoAsset
        {
            Id = Guid.CreateVersion7(),
            VideoId = videoId,
            UserId = Person.Id,
            Kind = AssetKind.Rendition,
            AssetSet = 1,
            StorageKey = key,
            ContentType = "video/mp4",
            SizeBytes = new FileInfo(ClipPath).Length,
            Width = Width,
            Height = Height,
            DurationMs = 4000,
            Platforms = [Words.Of(Platform)],
        });
        await db.SaveChangesAsync();
    }

    /// <summary>As the editor and processing leave a set whose cover was chosen, with the picture that was drawn of it.</summary>
    /// <returns>The picture's path.</returns>
    public async Task<string> ChooseCoverAsync(VideoEdits edits, int assetSet = 1)
    {
        var picture = await Clips.MakeAsync("composer-cover.jpg", Clips.Pattern(540, 960, 30, 1) + "-frames:v 1 ");
        var blobs = App.Services.GetRequiredService<IBlobStore>();
        var key = $"thumbnails/{VideoId:N}/{assetSet}.jpg";
        using (var folder = blobs.NewWorkFolder())
        {
            var copy = Path.Combine(folder.Path, "cover.jpg");
            File.Copy(picture, copy);
            await blobs.StoreAsync(copy, key, default);
        }

        await using var db = Open();
        db.Makings.Add(new Making { VideoId = VideoId, AssetSet = assetSet, Edits = edits });
        db.VideoAssets.Add(new VideoAsset
        {
            Id = Guid.CreateVersion7(),
            VideoId = VideoId,
            UserId = Person.Id,
            Kind = AssetKind.Thumbnail,
            AssetSet = assetSet,
            StorageKey = key,
            ContentType = "image/jpeg",
            SizeBytes = new FileInfo(picture).Length,
        });
        await db.SaveChangesAsync();
        return picture;
    }

    /// <summary>What everybody sees of this bench's account at the twin.</summary>
    public async Task<string> ProfileAsync()
    {
        using var client = new HttpClient { BaseAddress = App.Address };
        return await client.GetStringAsync(new Uri($"sandbox/{TwinName}?account={Login}", UriKind.Relative));
    }

    /// <summary>The bytes of the publication's cover at the twin; null where it has none of its own.</summary>
    public async Task<byte[]?> CoverAsync(string remoteId)
    {
        using var client = new HttpClient { BaseAddress = App.Address };
        using var answer = await client.GetAsync(new Uri($"sandbox/{TwinName}/cover/{remoteId}", UriKind.Relative));
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync() : null;
    }

    /// <summary>As processing leaves a video that could be made.</summary>
    public async Task BecomeReadyAsync(Guid videoId)
    {
        await using var db = Open();
        var video = await db.Videos.SingleAsync(one => one.Id == videoId);
        foreach (var status in new[] { VideoStatus.Processing, VideoStatus.Uploading, VideoStatus.Ready })
        {
            video.MoveTo(status, DateTimeOffset.UtcNow);
            _ = video.TakeEvents();
            await db.SaveChangesAsync();
        }
    }

    /// <summary>As the first look leaves it: its length is known, so that it can be edited.</summary>
    public async Task BecomeKnownAsync(Guid videoId)
    {
        await using var db = Open();
        db.VideoMetadata.Add(new VideoMetadata { VideoId = videoId, DurationMs = 4000 });
        await db.SaveChangesAsync();
    }

    /// <summary>As processing leaves a file that is no video.</summary>
    public async Task BecomeRefusedAsync(Guid videoId)
    {
        await using var db = Open();
        var video = await db.Videos.SingleAsync(one => one.Id == videoId);
        video.Fail(new ProcessingErrorDetails("not_a_video"), "No video.", DateTimeOffset.UtcNow);
        _ = video.TakeEvents();
        await db.SaveChangesAsync();
    }

    public AppDb Open() => App.Contexts.CreateDbContext().ActAs(Person.Actor);

    public T Get<T>() where T : notnull => App.Services.GetRequiredService<T>();

    public async Task<Guid> DraftAsync(string? caption = "ข้าวซอย #เชียงใหม่ with @nok")
    {
        var saved = await Get<SavePost>().ExecuteAsync(Person.Actor, new SavePostInput(VideoId, AccountId, caption) { Settings = Settings }, default);
        return saved.Value;
    }

    public async Task<Guid> SubmitAsync(string? caption = "ข้าวซอย #เชียงใหม่ with @nok")
    {
        var postId = await DraftAsync(caption);
        var submitted = await Get<SubmitPost>().ExecuteAsync(Person.Actor, new SubmitPostInput(postId), default);
        Assert.Null(submitted.Refusal);
        return postId;
    }

    /// <summary>
    /// A post of which nobody can tell whether it went out: the answer to the commit is lost; before the next question every
    /// container is gone, and the list with it. For an app whose windows are short.
    /// </summary>
    public async Task<Guid> UnconfirmedAsync()
    {
        await FaultAsync("media_publish", "drop-after");
        var postId = await SubmitAsync();
        await FaultAsync("list", "drop-before", 10_000);
        await using var db = Open();
        await db.Database.ExecuteSqlAsync(
            $"""
            CREATE FUNCTION forget_container() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN DELETE FROM sandbox_documents WHERE kind = 'container'; RETURN NULL; END $$;
            CREATE TRIGGER forget_container AFTER INSERT ON sandbox_documents FOR EACH ROW WHEN (NEW.kind = 'media')
            EXECUTE FUNCTION forget_container()
            """);
        await PublishingWorker.UntilAsync(App, async () => (await PostAsync(postId)).IsUnconfirmed);
        await db.Database.ExecuteSqlAsync($"DROP FUNCTION forget_container() CASCADE");
        await ClearFaultsAsync();
        return postId;
    }

    public async Task<PlatformPost> PostAsync(Guid postId)
    {
        await using var db = Open();
        return await db.PlatformPosts.AsNoTracking().SingleAsync(post => post.Id == postId);
    }

    public async Task<PostPage> PageAsync(Guid postId) =>
        (await Get<PublishingQueries>().PostAsync(Person.Actor, postId, default)).Value;

    public async Task FaultAsync(string op, string fault, int times = 1)
    {
        using var client = new HttpClient { BaseAddress = App.Address };
        var answer = await client.PostAsJsonAsync($"sandbox/{TwinName}/_faults", new { op, fault, times });
        Assert.Equal(System.Net.HttpStatusCode.NoContent, answer.StatusCode);
    }

    public async Task ClearFaultsAsync()
    {
        using var client = new HttpClient { BaseAddress = App.Address };
        await client.DeleteAsync(new Uri($"sandbox/{TwinName}/_faults", UriKind.Relative));
    }

    /// <summary>What the twin has published for this bench's account.</summary>
    public async Task<IReadOnlyList<string>> PublishedAsync() => await DocumentsAsync("media");

    public async Task<IReadOnlyList<string>> ContainersAsync() => await DocumentsAsync("container");

    /// <summary>The words that the post went through, by the trail.</summary>
    public async Task<IReadOnlyList<string>> WordsAsync(Guid postId)
    {
        await using var db = Open();
        var rows = await db.AuditEntries.AsNoTracking()
            .Where(entry => entry.ResourceId == postId && entry.NewValues != null)
            .OrderBy(entry => entry.CreatedAt).ThenBy(entry => entry.Id)
            .Select(entry => entry.NewValues!)
            .ToListAsync();
        return
        [
            .. rows.Select(row => System.Text.Json.JsonDocument.Parse(row).RootElement)
                .Where(row => row.TryGetProperty("upload_status", out _))
                .Select(row => row.GetProperty("upload_status").GetString()!),
        ];
    }

    /// <summary>What the twin's own record holds for this bench's account, newest first.</summary>
    internal async Task<IReadOnlyList<TwinPublication>> PublicationsAsync()
    {
        await using var db = Open();
        var external = await db.PlatformAccounts.IgnoreQueryFilters()
            .Where(account => account.Id == AccountId).Select(account => account.ExternalId).SingleAsync();
        return await Twin.PublishedAsync(external, default);
    }

    private async Task<IReadOnlyList<string>> DocumentsAsync(string kind)
    {
        await using var db = Open();
        var external = await db.PlatformAccounts.IgnoreQueryFilters()
            .Where(account => account.Id == AccountId).Select(account => account.ExternalId).SingleAsync();
        return await db.SandboxDocuments.AsNoTracking()
            .Where(one => one.Kind == kind && one.Key.StartsWith(external + "/"))
            .Select(one => one.Body)
            .ToListAsync();
    }
}
