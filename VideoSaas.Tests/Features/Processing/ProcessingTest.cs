using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine;
using VideoSaas.Web.Engine.Fetching;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Engine.Media;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Features.Accounts;
using VideoSaas.Web.Features.Processing;
using VideoSaas.Web.Features.Videos;

namespace VideoSaas.Tests.Features.Processing;

/// <summary>The room on a real database with real files, real ffmpeg and the real runner; tickets are taken by the test itself.</summary>
public abstract class ProcessingTest(TestDatabase database) : DatabaseTest(database)
{
    private readonly string _dataFolder = Directory.CreateTempSubdirectory("videosaas-data-").FullName;

    private protected string DataFolder => _dataFolder;

    private protected IBlobStore Blobs => Services.GetRequiredService<IBlobStore>();

    private protected JobRunner Runner => Services.GetRequiredService<JobRunner>();

    private protected ReadyJobs Ready => Services.GetRequiredService<ReadyJobs>();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_dataFolder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected override void Configure(IServiceCollection services)
    {
        var configuration = new ConfigurationBuilder().Build();
        services.AddSingleton<IHostApplicationLifetime, Microsoft.Extensions.Hosting.Internal.ApplicationLifetime>();
        services.AddStorageEngine(configuration);
        services.AddMediaEngine(configuration);
        services.AddJobsEngine();
        services.AddFetchingEngine();
        services.AddSingleton<IQuotaUnits, QuotaUnits>();
        services.AddVideos(configuration);
        services.AddProcessing(configuration);
        services.Configure<DataOptions>(options => options.Folder = _dataFolder);
        services.Configure<JobsOptions>(options =>
        {
            options.CancelPoll = TimeSpan.FromMilliseconds(50);
            options.Heartbeat = TimeSpan.FromMilliseconds(200);
        });
    }

    /// <summary>A file as a finished upload leaves it: stored, a pending video with its jobs, one unit reserved.</summary>
    protected async Task<Video> ReceiveAsync(string path, string? filename = null) =>
        await ReceiveAsync((await NewPersonAsync(person => person.CurrentUsage = 1)).Id, path, filename);

    protected async Task<Video> ReceiveAsync(Guid personId, string path, string? filename = null)
    {
        var id = Guid.CreateVersion7();
        var key = $"uploads/{id:n}";
        await Blobs.CreateAsync(key, Token);
        await using (var stored = await Blobs.OpenAppendAsync(key, 0, Token))
        await using (var file = File.OpenRead(path))
        {
            await file.CopyToAsync(stored, Token);
        }

        var size = new FileInfo(path).Length;
        var video = Video.Received(id, personId, filename ?? Path.GetFileName(path), key, size, Clock.GetUtcNow());
        await using var db = Open();
        db.Videos.Add(video);
        await db.SaveChangesAsync(Token);
        db.Uploads.Add(new Upload
        {
            Id = Guid.CreateVersion7(),
            Token = id.ToString("n"),
            UserId = personId,
            Status = UploadStatus.Receiving,
            LengthBytes = size,
            OffsetBytes = size,
            Filename = video.OriginalFilename,
            StorageKey = key,
            QuotaPeriod = await db.Users.Where(user => user.Id == personId).Select(user => user.QuotaResetDate).SingleAsync(Token),
            VideoId = id,
            ExpiresAt = Clock.GetUtcNow().AddDays(1),
        });
        await db.SaveChangesAsync(Token);
        return video;
    }

    /// <summary>Runs whatever is ready, of each kind in turn, until nothing is.</summary>
    protected async Task DrainAsync(params JobKind[] kinds)
    {
        kinds = kinds.Length == 0 ? [JobKind.Light, JobKind.Transcode] : kinds;
        bool ranSomething;
        do
        {
            ranSomething = false;
            foreach (var kind in kinds)
            {
                while (await Ready.CountAsync(kind, Token) > 0)
                {
                    await Runner.RunNextAsync(kind, null, Token);
                    ranSomething = true;
                }
            }
        }
        while (ranSomething);
    }

    protected async Task<Video> ReadAsync(Guid videoId)
    {
        await using var db = Open();
        return await db.Videos.AsNoTracking().SingleAsync(video => video.Id == videoId, Token);
    }

    protected async Task<List<ProcessingJob>> JobsAsync(Guid videoId)
    {
        await using var db = Open();
        return await db.ProcessingJobs.AsNoTracking().Where(job => job.VideoId == videoId)
            .OrderBy(job => job.AssetSet).ThenBy(job => job.CreatedAt).ToListAsync(Token);
    }

    protected async Task<List<VideoAsset>> AssetsAsync(Guid videoId)
    {
        await using var db = Open();
        return await db.VideoAssets.AsNoTracking().Where(asset => asset.VideoId == videoId).ToListAsync(Token);
    }

    /// <summary>The person's usage, and what became of the unit.</summary>
    protected async Task<(int Usage, QuotaUnit Unit)> UnitAsync(Video video)
    {
        await using var db = Open();
        var unit = await db.Uploads.Where(upload => upload.VideoId == video.Id).Select(upload => upload.QuotaUnit).SingleAsync(Token);
        var usage = await db.Users.Where(user => user.Id == video.UserId).Select(user => user.CurrentUsage).SingleAsync(Token);
        return (usage, unit);
    }

    /// <summary>All stored files, as keys; the tests of a class have stores of their own.</summary>
    protected IReadOnlyList<string> Stored()
    {
        var root = Path.Combine(_dataFolder, "media");
        return Directory.Exists(root)
            ? [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path)).Order()]
            : [];
    }

    /// <summary>Unfinished files of this process.</summary>
    protected IReadOnlyList<string> AtWork() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(_dataFolder, "work"), "*", SearchOption.AllDirectories)
            .Where(path => !path.StartsWith(Path.Combine(_dataFolder, "work", "bin") + Path.DirectorySeparatorChar, StringComparison.Ordinal) && Path.GetFileName(path) != "alive"),
    ];

    protected string PathOf(string key) => Path.Combine(_dataFolder, "media", key);

    protected static Actor OwnerOf(Video video) => Actor.Person(video.UserId, ["creator"]);
}
