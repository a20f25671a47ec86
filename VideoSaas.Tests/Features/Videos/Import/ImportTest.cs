using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Features.Processing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Fetching;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Videos.Import;
using VideoSaas.Web.Features.Videos.Uploads;

namespace VideoSaas.Tests.Features.Videos.Import;

/// <summary>The whole way from an address to a video: real server, real connections, real database, real runner.</summary>
public abstract class ImportTest(TestDatabase database) : ProcessingTest(database)
{
    protected FileHost Host { get; } = new();

    private protected NamedNetwork Network { get; } = new();

    private protected Space Room { get; } = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The beginning of an MP4 and noise: enough for all but the probe.</summary>
    protected static byte[] Noise(int bytes)
    {
        var content = RandomNumberGenerator.GetBytes(bytes);
        ((byte[])[0, 0, 0, 0x20, .. "ftypisom"u8]).CopyTo(content, 0);
        return content;
    }

    protected override void Configure(IServiceCollection services)
    {
        base.Configure(services);
        services.AddSingleton<INetwork>(Network);
        services.AddSingleton<INetworkReach>(new HostReach(Host));
        services.AddSingleton<IStorageSpace>(Room);
        services.Configure<FetchOptions>(options => options.MorePorts = [Host.Port]);
        services.Configure<JobsOptions>(options =>
        {
            options.BackoffFirst = TimeSpan.Zero;
            options.ProgressInterval = TimeSpan.FromMilliseconds(10);
        });
        services.Configure<ImportOptions>(options =>
        {
            options.CommitEvery = TimeSpan.FromMilliseconds(10);
            options.ResumeAtOnceAfterBytes = 1;
            options.Tries = 3;
            options.BufferBytes = 4096;
        });
    }

    protected HostedFile Serve(byte[] content)
    {
        var file = new HostedFile(content);
        Host.Answer = file.AnswerAsync;
        return file;
    }

    protected Task<Outcome<Guid>> AskAsync(Guid personId, string address) => Services.GetRequiredService<ImportVideo>().ExecuteAsync(
        Actor.Person(personId, [Roles.Creator]), new ImportVideo.Input(address), Token);

    /// <summary>The next download to run; what other tests of the class left waits for ever.</summary>
    protected async Task<Video> ImportAsync(string path = "/clip.mp4", string host = "clips.example.org")
    {
        await ExecuteAsync("UPDATE processing_jobs SET scheduled_for = 'infinity' WHERE kind = 'download' AND status = 'queued'");
        var person = await NewPersonAsync(person => person.SubscriptionTier = Tier.Pro);
        return await ReadAsync((await AskAsync(person.Id, Host.AddressOf(path, host).AbsoluteUri)).Value);
    }

    /// <summary>One try; a job that rests before the next one is woken first.</summary>
    protected async Task<ProcessingJob> TryAsync(Video video)
    {
        await ExecuteAsync(
            "UPDATE processing_jobs SET backoff_until = now() WHERE video_id = $1 AND backoff_until IS NOT NULL", video.Id);
        await Services.GetRequiredService<JobSweeper>().SweepAsync(Token);

        // A claim passes over a row that a dead worker's last word still holds; workers come back, and so do we.
        ProcessingJob job = default!;
        await Eventually.HoldsAsync(async () =>
        {
            await Runner.RunNextAsync(JobKind.Download, null, Token);
            job = await DownloadAsync(video);
            return job.Status != JobStatus.Queued || job.ScheduledFor > TimeProvider.System.GetUtcNow();
        });
        return job;
    }

    protected async Task<ProcessingJob> DownloadAsync(Video video) =>
        (await JobsAsync(video.Id)).Last(job => job.JobType == JobTypes.DownloadVideo);

    protected async Task AssertArrivedAsync(Video video, byte[] content)
    {
        Assert.Equal([(await ReadAsync(video.Id)).OriginalUrl], Stored());
        await AssertFetchedAsync(video, content);
        Assert.Contains(await JobsAsync(video.Id), job => job is { JobType: JobTypes.ExtractMetadata, Status: JobStatus.Queued });
    }

    protected async Task AssertFetchedAsync(Video video, byte[] content)
    {
        var now = await ReadAsync(video.Id);
        Assert.Equal(content.Length, now.OriginalSize);
        var stored = await File.ReadAllBytesAsync(PathOf(now.OriginalUrl), Token);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(content)), Convert.ToHexString(SHA256.HashData(stored)));
        Assert.Equal(VideoStatus.Downloading, now.ProcessingStatus);
    }

    /// <summary>The video failed for this reason, at no cost and with nothing left of it.</summary>
    protected async Task AssertGaveUpAsync(Video video, string code)
    {
        var now = await ReadAsync(video.Id);
        Assert.Equal((VideoStatus.Failed, code), (now.ProcessingStatus, now.ProcessingErrorDetails?.Code));
        Assert.True((await DownloadAsync(video)).HasGivenUp);
        Assert.Equal((0, QuotaUnit.Returned), await UnitAsync(video));
        await DrainAsync(JobKind.Light);
        Assert.Empty(Stored());
    }

    protected async Task<List<VideoStatus>> WordsOfAsync(Video video)
    {
        await using var db = Open();
        var entries = await db.AuditEntries.AsNoTracking()
            .Where(entry => entry.ResourceId == video.Id).OrderBy(entry => entry.CreatedAt).Select(entry => entry.NewValues).ToListAsync(Token);
        return [.. entries.OfType<string>()
            .Select(json => System.Text.Json.JsonDocument.Parse(json).RootElement)
            .Where(values => values.TryGetProperty("processing_status", out _))
            .Select(values => Words.Parse<VideoStatus>(values.GetProperty("processing_status").GetString()!))];
    }

    private protected sealed class Space : IStorageSpace
    {
        public long Free { get; set; } = 1L << 40;

        public long FreeBytes() => Free;
    }
}
