using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Publishing.Connect;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Tests.Fixtures.Storm;

/// <summary>One post of the world, and whose it is.</summary>
internal sealed record StormPost(Guid PostId, TestPerson Person, Guid AccountId, string ExternalId, string Login, Platform Platform);

/// <summary>
/// An app that may be killed, the twins of all platforms in a process that never is, and a desk beside them from which people
/// give their commands: the same database, no workers. Each person has an account on every platform.
/// </summary>
internal sealed class StormWorld : IAsyncDisposable
{
    private readonly string _connectionString;
    private readonly string _folder;
    private readonly Dictionary<string, string> _settings;
    private readonly List<StormPost> _posts = [];

    private StormWorld(string connectionString, string folder, Dictionary<string, string> settings)
    {
        _connectionString = connectionString;
        _folder = folder;
        _settings = settings;
    }

    public AppProcess App { get; private set; } = default!;

    public AppProcess Twins { get; private set; } = default!;

    public AppHost Desk { get; private set; } = default!;

    public IReadOnlyList<StormPost> Posts => _posts;

    public IReadOnlyList<Platform> Platforms => [.. Desk.Services.GetServices<IPlatformTwin>().Select(twin => twin.Platform).Order()];

    public static async Task<StormWorld> StartAsync(
        string connectionString, string folder, Dictionary<string, string> settings, CancellationToken token)
    {
        var world = new StormWorld(connectionString, folder, settings);
        world.Twins = await AppProcess.StartAsync(connectionString, Path.Combine(folder, "twins"), settings, token, "sandbox");
        settings["Sandbox:BaseAddress"] = world.Twins.BaseAddress.ToString();
        world.Desk = AppHost.Start(connectionString, Path.Combine(folder, "desk"), settings
            .Concat(new Dictionary<string, string>
            {
                ["Jobs:Workers:Light"] = "0",
                ["Jobs:Workers:Transcode"] = "0",
                ["Jobs:Workers:Publish"] = "0",
                ["Jobs:Workers:Download"] = "0",
                ["Publishing:DueSweepSeconds"] = "60",
            })
            .GroupBy(pair => pair.Key)
            .ToDictionary(group => group.Key, group => (string?)group.Last().Value));
        return world;
    }

    public async Task StartAppAsync(CancellationToken token)
    {
        if (App is null)
        {
            // The certificate lies in the data folder: without the desk's the app could read no token that was stored there.
            var keys = Directory.CreateDirectory(Path.Combine(_folder, "app", "keys"));
            foreach (var key in Directory.GetFiles(Path.Combine(_folder, "desk", "keys")))
            {
                File.Copy(key, Path.Combine(keys.FullName, Path.GetFileName(key)));
            }

            App = await AppProcess.StartAsync(_connectionString, Path.Combine(_folder, "app"), _settings, token);
        }
        else
        {
            await App.StartAsync(token);
        }
    }

    /// <summary>People with one account a platform, each with clips of which every platform gets a draft.</summary>
    public async Task PeopleAsync(int people, int clipsEach, string clipPath, CancellationToken token)
    {
        var twins = Desk.Services.GetServices<IPlatformTwin>().ToList();
        for (var number = 0; number < people; number++)
        {
            var person = await Desk.NewPersonAsync();
            var login = "s" + Guid.CreateVersion7().ToString("N")[14..];
            var accounts = new List<(Platform Platform, Guid AccountId, string ExternalId)>();
            foreach (var twin in twins)
            {
                var granted = await twin.GrantAsync(login, token);
                var ids = await Get<ConnectAccounts>().ExecuteAsync(person.Actor, twin.Platform, [granted], token);
                accounts.Add((twin.Platform, ids[0], granted.ExternalId));
            }

            for (var clip = 0; clip < clipsEach; clip++)
            {
                var video = await AddVideoAsync(person, clipPath, token);
                foreach (var (platform, accountId, externalId) in accounts)
                {
                    var saved = await Get<SavePost>().ExecuteAsync(
                        person.Actor, new SavePostInput(video, accountId, $"Storm {number}.{clip} ผัดไทย #{platform}")
                        {
                            Title = $"Storm {number}.{clip}",
                            Settings = SettingsFor(platform),
                        }, token);
                    _posts.Add(new StormPost(saved.Value, person, accountId, externalId, login, platform));
                }
            }
        }
    }

    public T Get<T>() where T : notnull => Desk.Services.GetRequiredService<T>();

    public IPlatformTwin TwinOf(Platform platform) => Desk.Services.GetServices<IPlatformTwin>().Single(twin => twin.Platform == platform);

    public async Task<Dictionary<Guid, PlatformPost>> ReadAsync(CancellationToken token)
    {
        await using var db = await Desk.Contexts.CreateDbContextAsync(token);
        return await db.PlatformPosts.AsNoTracking().ToDictionaryAsync(post => post.Id, token);
    }

    /// <summary>What a person does whose account must be connected again.</summary>
    public async Task ReconnectAsync(StormPost post, CancellationToken token) => await Get<ConnectAccounts>().ExecuteAsync(
        post.Person.Actor, post.Platform, [await TwinOf(post.Platform).GrantAsync(post.Login, token)], token);

    public async ValueTask DisposeAsync()
    {
        if (App is not null)
        {
            await App.DisposeAsync();
        }

        if (Desk is not null)
        {
            await Desk.DisposeAsync();
        }

        if (Twins is not null)
        {
            await Twins.DisposeAsync();
        }
    }

    /// <summary>What a platform wants chosen before it takes a post.</summary>
    private static PostSettings? SettingsFor(Platform platform) => platform == Platform.Tiktok
        ? new PostSettings { PrivacyLevel = "PUBLIC_TO_EVERYONE", AllowsComments = true, ConsentedAt = DateTimeOffset.UtcNow }
        : null;

    /// <summary>With a cover that was chosen, so that its way is in the storm too.</summary>
    private async Task<Guid> AddVideoAsync(TestPerson person, string clipPath, CancellationToken token)
    {
        var videoId = Guid.CreateVersion7();
        var picture = await Clips.MakeAsync("composer-cover.jpg", Clips.Pattern(540, 960, 30, 1) + "-frames:v 1 ");
        var clipKey = await KeepAsync(clipPath, $"renditions/{videoId:N}/1.mp4", token);
        var pictureKey = await KeepAsync(picture, $"thumbnails/{videoId:N}/1.jpg", token);
        await using var db = Desk.Contexts.CreateDbContext().ActAs(person.Actor);
        var video = Video.Received(videoId, person.Id, "clip.mp4", $"sources/{videoId:N}.mp4", 1000, DateTimeOffset.UtcNow);
        _ = video.TakeEvents();
        db.Videos.Add(video);
        db.Makings.Add(new Making { VideoId = videoId, AssetSet = 1, Edits = new VideoEdits(CoverAtMs: 1500) });
        db.VideoAssets.Add(new VideoAsset
        {
            Id = Guid.CreateVersion7(),
            VideoId = videoId,
            UserId = person.Id,
            Kind = AssetKind.Rendition,
            AssetSet = 1,
            StorageKey = clipKey,
            ContentType = "video/mp4",
            SizeBytes = new FileInfo(clipPath).Length,
            Width = 540,
            Height = 960,
            DurationMs = 4000,
            Platforms = [.. Words.All<Platform>()],
        });
        db.VideoAssets.Add(new VideoAsset
        {
            Id = Guid.CreateVersion7(),
            VideoId = videoId,
            UserId = person.Id,
            Kind = AssetKind.Thumbnail,
            AssetSet = 1,
            StorageKey = pictureKey,
            ContentType = "image/jpeg",
            SizeBytes = new FileInfo(picture).Length,
        });
        await db.SaveChangesAsync(token);
        return videoId;
    }

    private async Task<string> KeepAsync(string path, string key, CancellationToken token)
    {
        var target = Path.Combine(_folder, "desk", "copy" + Path.GetExtension(path));
        File.Copy(path, target, overwrite: true);
        await Get<IBlobStore>().StoreAsync(target, key, token);

        // The app's store is another folder of the same disk: what the desk stored is put there too.
        var stored = Directory.GetFiles(Path.Combine(_folder, "desk"), Path.GetFileName(key), SearchOption.AllDirectories)
            .Single(one => one.EndsWith(key, StringComparison.Ordinal));
        var there = stored.Replace(Path.Combine(_folder, "desk"), Path.Combine(_folder, "app"), StringComparison.Ordinal);
        Directory.CreateDirectory(Path.GetDirectoryName(there)!);
        File.Copy(stored, there, overwrite: true);
        return key;
    }
}
