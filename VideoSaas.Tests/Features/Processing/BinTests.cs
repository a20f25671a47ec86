using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Data.Events;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Accounts.Leaving;
using VideoSaas.Web.Features.Processing;
using VideoSaas.Web.Features.Processing.Bin;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Studio.Library;
using VideoSaas.Web.Features.Videos;
using VideoSaas.Web.Features.Videos.Labels;

namespace VideoSaas.Tests.Features.Processing;

/// <summary>What leaves the bin for good leaves no file, no row that counts, and a true trail.</summary>
public sealed class BinTests(TestDatabase database) : ProcessingTest(database)
{
    private DeleteForGood ForGood => Services.GetRequiredService<DeleteForGood>();

    private PurgeBins Purge => Services.GetServices<IRecurringWork>().OfType<PurgeBins>().Single();

    protected override void Configure(IServiceCollection services)
    {
        base.Configure(services);
        services.AddSingleton<IDomainEventHandler<VideoGone>, CallOffPosts>();
        services.AddSingleton<IFileReader, PostsBeingSent>();
    }

    [Fact]
    public async Task Purge_RemovesWhatHasLainItsDays_AndNothingElse_AndTwiceIsOnce()
    {
        var person = (await NewPersonAsync()).Id;
        var (over, fresh, kept) = (await StoredAsync(person), await StoredAsync(person), await StoredAsync(person));
        await BinAsync(over, daysAgo: 31);
        await BinAsync(fresh, daysAgo: 29);

        await Purge.RunAsync(Token);
        await Purge.RunAsync(Token);
        await DrainAsync(JobKind.Light);
        await Purge.RunAsync(Token);
        await Purge.RunAsync(Token);

        Assert.Equal(
            new[] { fresh, kept }.SelectMany(KeysOf).Order(),
            Stored().Where(key => new[] { over, fresh, kept }.SelectMany(KeysOf).Contains(key)));
        Assert.Equal(new[] { fresh.Id, kept.Id }.Order(), await IdsAsync(person));
        Assert.Equal(["video.created", "video.deleted", "video.deleted_for_good"], await TrailAsync(over.Id));
        await using var db = Open();
        var said = await db.AuditEntries.SingleAsync(entry => entry.ResourceId == over.Id && entry.Action == DeleteForGood.Deed, Token);
        Assert.Equal((ActorType.System, person), (said.ActorType, said.UserId));
    }

    [Fact]
    public async Task ForGood_FreesTheStorageAtOnce_AndTheFilesComeAfter_WhateverCrashesInBetween()
    {
        var person = (await NewPersonAsync()).Id;
        var video = await StoredAsync(person);
        await BinAsync(video);
        Assert.Equal(3000, await UsedAsync(person));

        var went = await ForGood.ExecuteAsync(OwnerOf(video), new([video.Id]), Token);

        // The process ends here: the rows have let go, the files are still there, and a job says which.
        Assert.Equal(new BinEmptied(1, 0), went.Value);
        Assert.Equal(0, await UsedAsync(person));
        Assert.All(KeysOf(video), key => Assert.Contains(key, Stored()));
        await Purge.RunAsync(Token);
        Assert.Equal([video.Id], await IdsAsync(person));

        // Another ends after the files and before the job's end.
        var job = Assert.Single(await JobsAsync(video.Id));
        await Services.GetRequiredService<UnnamedFiles>().RemoveAsync(UnnamedFiles.KeysIn(job.JobData), null, Token);
        Assert.All(KeysOf(video), key => Assert.DoesNotContain(key, Stored()));
        await DrainAsync(JobKind.Light);
        await Purge.RunAsync(Token);
        Assert.Empty(await IdsAsync(person));
    }

    [Fact]
    public async Task ForGood_ThatTheStorageWouldNotDo_IsAskedForAnew()
    {
        var person = (await NewPersonAsync()).Id;
        var video = await StoredAsync(person);
        await BinAsync(video);
        await ForGood.EmptyAsync(OwnerOf(video), Token);
        await ExecuteAsync("UPDATE processing_jobs SET status = 'running' WHERE video_id = $1", video.Id);
        await ExecuteAsync("UPDATE processing_jobs SET status = 'failed', backoff_until = NULL WHERE video_id = $1", video.Id);

        await Purge.RunAsync(Token);
        Assert.Equal(JobStatus.Queued, Assert.Single(await JobsAsync(video.Id)).Status);
        await DrainAsync(JobKind.Light);
        await Purge.RunAsync(Token);
        Assert.All(KeysOf(video), key => Assert.DoesNotContain(key, Stored()));
        Assert.Empty(await IdsAsync(person));
    }

    [Fact]
    public async Task ForGood_OfWhatAnotherVideoStandsOn_LeavesThatFile()
    {
        var person = (await NewPersonAsync()).Id;
        var (video, other) = (await StoredAsync(person), await StoredAsync(person));
        await ExecuteAsync("UPDATE video_assets SET storage_key = $1 WHERE video_id = $2 AND kind = 'source'", video.OriginalUrl, other.Id);
        await BinAsync(video);
        await ForGood.EmptyAsync(OwnerOf(video), Token);
        await DrainAsync(JobKind.Light);
        Assert.Contains(video.OriginalUrl, Stored());
        Assert.DoesNotContain(KeysOf(video)[1], Stored());
    }

    [Fact]
    public async Task ForGood_KeepsPostsThatAreOut_WithTheirNumbers_AndTellsTheEndOfTheOthers()
    {
        var person = (await NewPersonAsync()).Id;
        var video = await StoredAsync(person);
        var published = await PostAsync(video, "instagram", "published");
        var draft = await PostAsync(video, "youtube", "pending");
        await ExecuteAsync("INSERT INTO video_analytics (video_id, user_id, platform, views) VALUES ($1, $2, 'instagram', 7)", video.Id, person);
        await BinAsync(video);
        Assert.Equal(new BinContent(1, 3000, 1), await new BinQueries(Contexts, Clock).ContentAsync(OwnerOf(video), null, Token));

        await ForGood.EmptyAsync(OwnerOf(video), Token);
        await DrainAsync(JobKind.Light);
        await Purge.RunAsync(Token);

        Assert.Equal([$"{published}|published"], await RowsAsync("SELECT id, upload_status FROM platform_posts WHERE video_id = $1", video.Id));
        Assert.Equal(["7"], await RowsAsync("SELECT views FROM video_analytics WHERE video_id = $1", video.Id));
        Assert.Equal(["post.removed|{\"hold_code\": null, \"error_code\": null, \"scheduled_for\": null, \"upload_status\": \"pending\", \"platform_post_id\": null}|"], await RowsAsync(
            "SELECT action, old_values, new_values FROM audit_logs WHERE resource_id = $1", draft));
        Assert.Equal("not_found", (await Services.GetRequiredService<RestoreVideo>().ExecuteAsync(OwnerOf(video), new(video.Id), Token)).Refusal?.Code);
        var bin = await new LibraryQueries(Contexts, new LabelQueries(Contexts), Clock).PageAsync(
            OwnerOf(video), new LibraryAsk(LibraryFilter.Bin), TimeZoneInfo.Utc, 10, Token);
        Assert.Equal((0, 0), (bin.Counts.Bin, bin.Clips.Count));
        Assert.Equal("not_found", (await ForGood.ExecuteAsync(OwnerOf(video), new([video.Id]), Token)).Refusal?.Code);
    }

    [Fact]
    public async Task ForGood_WhileAPostIsOnItsWay_WaitsInTheBin()
    {
        var person = (await NewPersonAsync()).Id;
        var video = await StoredAsync(person);
        var post = await PostAsync(video, "instagram", "pending");
        foreach (var step in new[] { "preparing", "uploading" })
        {
            await ExecuteAsync("UPDATE platform_posts SET upload_status = $2 WHERE id = $1", post, step);
        }

        await BinAsync(video);
        Assert.Equal(new BinEmptied(0, 1), await ForGood.EmptyAsync(OwnerOf(video), Token));
        Assert.All(KeysOf(video), key => Assert.Contains(key, Stored()));
        Assert.Equal(3000, await UsedAsync(person));
        Assert.True((await Services.GetRequiredService<RestoreVideo>().ExecuteAsync(OwnerOf(video), new(video.Id), Token)).Succeeded);
    }

    [Fact]
    public async Task ForGood_OfAStrangersVideo_OrOfOneInNoBin_FindsNothing()
    {
        var owner = (await NewPersonAsync()).Id;
        var (binned, used) = (await StoredAsync(owner), await StoredAsync(owner));
        await BinAsync(binned);
        var stranger = Actor.Person((await NewPersonAsync()).Id, ["creator"]);
        Assert.Equal("not_found", (await ForGood.ExecuteAsync(stranger, new([binned.Id]), Token)).Refusal?.Code);
        Assert.Equal(new BinEmptied(0, 0), await ForGood.EmptyAsync(stranger, Token));
        Assert.Equal("not_found", (await ForGood.ExecuteAsync(OwnerOf(used), new([used.Id]), Token)).Refusal?.Code);
        Assert.Equal(6000, await UsedAsync(owner));
    }

    [Fact]
    public async Task PersonWhoLeaves_TakesTheFilesAlongThatWereStillToBeRemoved()
    {
        var person = (await NewPersonAsync()).Id;
        var video = await StoredAsync(person);
        await BinAsync(video);
        await ForGood.EmptyAsync(OwnerOf(video), Token);
        foreach (var remains in Services.GetServices<IPersonRemains>())
        {
            await remains.LetGoAsync(person, Token);
        }

        Assert.All(KeysOf(video), key => Assert.DoesNotContain(key, Stored()));
    }

    private static string[] KeysOf(Video video) => [$"sources/{video.Id:n}.mp4", $"renditions/{video.Id:n}.mp4"];

    /// <summary>A clip with its source and one rendition, 3000 bytes in all, that nobody works on.</summary>
    private async Task<Video> StoredAsync(Guid person)
    {
        var id = Guid.CreateVersion7();
        var video = Video.Received(id, person, "clip.mp4", $"sources/{id:n}.mp4", 1000, Clock.GetUtcNow());
        _ = video.TakeEvents();
        await using var db = Open();
        db.Videos.Add(video);
        foreach (var (key, kind, size) in new[] { (KeysOf(video)[0], AssetKind.Source, 1000), (KeysOf(video)[1], AssetKind.Rendition, 2000) })
        {
            await Blobs.CreateAsync(key, Token);
            db.VideoAssets.Add(new VideoAsset
            {
                Id = Guid.CreateVersion7(), VideoId = id, UserId = person, Kind = kind, StorageKey = key, ContentType = "video/mp4", SizeBytes = size,
            });
        }

        await db.SaveChangesAsync(Token);
        return video;
    }

    private async Task BinAsync(Video video, int daysAgo = 0)
    {
        await using var db = Open();
        var row = await db.Videos.SingleAsync(one => one.Id == video.Id, Token);
        row.Delete(Clock.GetUtcNow().AddDays(-daysAgo));
        _ = row.TakeEvents();
        await db.SaveChangesAsync(Token);
    }

    private async Task<Guid> PostAsync(Video video, string platform, string status) => await ScalarAsync<Guid>(
        "INSERT INTO platform_posts (video_id, user_id, platform, upload_status) VALUES ($1, $2, $3, $4) RETURNING id",
        video.Id, video.UserId, platform, status);

    private Task<long> UsedAsync(Guid person) => ScalarAsync<long>(
        "SELECT coalesce(sum(size_bytes), 0)::bigint FROM video_assets WHERE user_id = $1", person);

    private async Task<List<Guid>> IdsAsync(Guid person)
    {
        await using var db = Open();
        return await db.Videos.IgnoreQueryFilters().Where(video => video.UserId == person).OrderBy(video => video.Id)
            .Select(video => video.Id).ToListAsync(Token);
    }

    private Task<List<string>> TrailAsync(Guid video) =>
        RowsAsync("SELECT action FROM audit_logs WHERE resource_id = $1 ORDER BY created_at, id", video);
}
