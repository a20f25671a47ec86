using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Publishing.Compose;
using VideoSaas.Web.Features.Publishing.Connect;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Tests.Fixtures;

/// <summary>One creator with an account on every platform and a clip that all of them take.</summary>
internal sealed class ComposerBench
{
    private ComposerBench(PublishingBench bench) => Bench = bench;

    public PublishingBench Bench { get; }

    public TestPerson Person => Bench.Person;

    public Guid VideoId => Bench.VideoId;

    public string Address => $"/posts/new?video={VideoId}";

    public static async Task<ComposerBench> NewAsync(AppHost app)
    {
        var bench = await PublishingBench.NewAsync(app, size: (540, 960));
        foreach (var twin in app.Services.GetServices<IPlatformTwin>().Where(twin => twin.Platform != Platform.Instagram).OrderBy(twin => twin.Platform))
        {
            var granted = await twin.GrantAsync(bench.Login, default);
            await app.Services.GetRequiredService<ConnectAccounts>().ExecuteAsync(bench.Person.Actor, twin.Platform, [granted], default);
        }

        var composer = new ComposerBench(bench);
        await using var db = bench.Open();
        await db.VideoAssets.Where(asset => asset.VideoId == bench.VideoId)
            .ExecuteUpdateAsync(set => set.SetProperty(asset => asset.Platforms, Words.All<Platform>().ToArray()));
        await composer.ShowThumbnailAsync(db);
        return composer;
    }

    public async Task<Guid> AccountAsync(Platform platform)
    {
        await using var db = Bench.Open();
        return await db.PlatformAccounts.Where(account => account.UserId == Person.Id && account.Platform == platform)
            .Select(account => account.Id).SingleAsync();
    }

    public async Task<IReadOnlyDictionary<Platform, PlatformPost>> PostsAsync()
    {
        await using var db = Bench.Open();
        return await db.PlatformPosts.AsNoTracking().Where(post => post.VideoId == VideoId).ToDictionaryAsync(post => post.Platform);
    }

    /// <summary>As a fresh page reads it.</summary>
    public async Task<ComposeState> StateAsync()
    {
        var queries = Bench.Get<PublishingQueries>();
        return new ComposeState((await queries.ComposeAsync(Person.Actor, VideoId, default)).Value, queries.Judge);
    }

    public Task<Outcome<IReadOnlyDictionary<Guid, Guid>>> SaveAsync(ComposeState state) =>
        Bench.Get<SaveDraft>().ExecuteAsync(Person.Actor, state.ToSave(), default);

    private async Task ShowThumbnailAsync(AppDb db)
    {
        var picture = await Clips.MakeAsync("composer-cover.jpg", Clips.Pattern(540, 960, 30, 1) + "-frames:v 1 ");
        var blobs = Bench.Get<IBlobStore>();
        var key = $"thumbnails/{VideoId:N}.jpg";
        using (var folder = blobs.NewWorkFolder())
        {
            var copy = Path.Combine(folder.Path, "cover.jpg");
            File.Copy(picture, copy);
            await blobs.StoreAsync(copy, key, default);
        }

        var id = Guid.CreateVersion7();
        db.VideoAssets.Add(new VideoAsset
        {
            Id = id,
            VideoId = VideoId,
            UserId = Person.Id,
            Kind = AssetKind.Thumbnail,
            AssetSet = 1,
            StorageKey = key,
            ContentType = "image/jpeg",
            SizeBytes = new FileInfo(picture).Length,
        });
        (await db.Videos.SingleAsync(video => video.Id == VideoId)).ShowThumbnail($"/media/{id}");
        await db.SaveChangesAsync();
    }
}
