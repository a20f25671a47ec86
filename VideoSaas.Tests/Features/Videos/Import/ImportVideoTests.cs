using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Processing;

namespace VideoSaas.Tests.Features.Videos.Import;

public sealed class ImportVideoTests(TestDatabase database) : ImportTest(database)
{
    [Fact]
    public async Task Address_OfAClip_GoesTheWholeWayToReady()
    {
        var file = Serve(await File.ReadAllBytesAsync(await Clips.SmallAsync(), Token));
        file.MoreHeaders.Add("Content-Disposition: attachment; filename=\"old.mp4\"; filename*=UTF-8''%E0%B8%84%E0%B8%A5%E0%B8%B4%E0%B8%9B%20%F0%9F%8E%AC.mp4");
        var video = await ImportAsync("/files/clip.mp4?token=secret");
        Assert.Equal((VideoStatus.Pending, "clip.mp4", true), (video.ProcessingStatus, video.OriginalFilename, video.AwaitsFetch));

        await DrainAsync(JobKind.Download, JobKind.Light, JobKind.Transcode);

        var ready = await ReadAsync(video.Id);
        Assert.Equal((VideoStatus.Ready, "คลิป 🎬.mp4", file.Content.Length), (ready.ProcessingStatus, ready.OriginalFilename, ready.OriginalSize));
        Assert.Equal((1, QuotaUnit.Taken), await UnitAsync(video));
        Assert.Equal((await AssetsAsync(video.Id)).Select(asset => asset.StorageKey).Distinct().Order(), Stored());
        Assert.Equal(
            [VideoStatus.Pending, VideoStatus.Downloading, VideoStatus.Processing, VideoStatus.Compressing, VideoStatus.Uploading, VideoStatus.Ready],
            await WordsOfAsync(video));
        Assert.Single(Host.Requests);
    }

    [Fact]
    public async Task Address_ThatMayNotBeAsked_MakesNothing()
    {
        var person = await NewPersonAsync();
        foreach (var (address, code) in RefusedAddresses.Texts)
        {
            Assert.Equal(code, (await AskAsync(person.Id, address)).Refusal?.Code);
        }

        Assert.Empty(Network.Lookups);
        Assert.Equal(0, await ScalarAsync<long>("SELECT count(*) FROM videos WHERE user_id = $1", person.Id));
        Assert.Equal(0, await ScalarAsync<int>("SELECT current_usage FROM users WHERE id = $1", person.Id));
    }

    [Fact]
    public async Task Repeat_WhileItWaits_ReturnsTheSameVideoAtNoCost()
    {
        var person = await NewPersonAsync();
        var address = Host.AddressOf("/clip.mp4").AbsoluteUri;
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AskAsync(person.Id, address)));
        Assert.Single(answers.Select(answer => answer.Value).Distinct());
        Assert.Equal(1, await ScalarAsync<int>("SELECT current_usage FROM users WHERE id = $1", person.Id));
        Assert.Equal(1, await ScalarAsync<long>("SELECT count(*) FROM processing_jobs WHERE user_id = $1", person.Id));

        var other = await NewPersonAsync();
        Assert.NotEqual(answers[0].Value, (await AskAsync(other.Id, address)).Value);
    }

    [Fact]
    public async Task Limits_RefuseBeforeAnythingIsMade()
    {
        var used = await NewPersonAsync(person => person.CurrentUsage = person.MonthlyQuota);
        Assert.Equal("quota_used_up", (await AskAsync(used.Id, "https://example.org/clip.mp4")).Refusal?.Code);

        var busy = await NewPersonAsync();
        for (var number = 0; number < 20; number++)
        {
            Assert.True((await AskAsync(busy.Id, $"https://example.org/{number}.mp4")).Succeeded);
        }

        Assert.Equal("too_many_imports", (await AskAsync(busy.Id, "https://example.org/20.mp4")).Refusal?.Code);

        Room.Free = 1 << 20;
        var person = await NewPersonAsync();
        Assert.Equal("storage_full", (await AskAsync(person.Id, "https://example.org/clip.mp4")).Refusal?.Code);
        Assert.Equal(0, await ScalarAsync<int>("SELECT current_usage FROM users WHERE id = $1", person.Id));
    }

    [Fact]
    public async Task Again_AfterAFailedFetch_FetchesAnewAndReservesAnew()
    {
        var video = await ImportAsync();
        await TryAsync(video);
        await AssertGaveUpAsync(video, "import_gone");

        var file = Serve(Noise(5000));
        Assert.True((await Services.GetRequiredService<ProcessAgain>().ExecuteAsync(
            OwnerOf(video), new ProcessAgain.Input(video.Id), Token)).Succeeded);
        Assert.Equal((1, QuotaUnit.Reserved), await UnitAsync(video));
        await TryAsync(video);
        await AssertArrivedAsync(video, file.Content);
    }

    [Fact]
    public async Task Cancel_WhileItDownloads_HangsUpAndLeavesNothing()
    {
        var file = Serve(Noise(500_000));
        file.CutsAfter.Enqueue(300_000);
        file.BeforeCut = token => Task.Delay(Timeout.Infinite, token);
        var video = await ImportAsync();
        var run = Runner.RunNextAsync(JobKind.Download, null, Token);
        await Eventually.HoldsAsync(async () => (await DownloadAsync(video)) is { Stage: "downloading", ProgressPercent: 59 or 60 });

        Assert.True((await Services.GetRequiredService<CancelProcessing>().ExecuteAsync(
            OwnerOf(video), new CancelProcessing.Input(video.Id), Token)).Succeeded);

        await run.WaitAsync(TimeSpan.FromSeconds(10), Token);
        await DrainAsync(JobKind.Light);
        Assert.Empty(Stored());
        Assert.Equal((0, QuotaUnit.Returned), await UnitAsync(video));
        Assert.Equal((VideoStatus.Failed, "cancelled"),
            ((await ReadAsync(video.Id)).ProcessingStatus, (await ReadAsync(video.Id)).ProcessingErrorDetails?.Code));
        Assert.Equal(JobStatus.Cancelled, (await DownloadAsync(video)).Status);
    }

    [Fact]
    public async Task Download_OfOnePerson_LeavesProbesAlone()
    {
        var file = Serve(Noise(500_000));
        file.CutsAfter.Enqueue(150_000);
        var probed = new TaskCompletionSource();
        file.BeforeCut = token => probed.Task.WaitAsync(token);
        var fetched = await ImportAsync();
        var run = Runner.RunNextAsync(JobKind.Download, null, Token);
        await Eventually.HoldsAsync(async () => (await DownloadAsync(fetched)).Stage == "downloading");
        var details = JobJson.Read<JobProgressDetails>((await DownloadAsync(fetched)).ProgressDetails);
        Assert.Equal(500_000, details?.Total);

        var uploaded = await ReceiveAsync(await Clips.SmallAsync());
        await DrainAsync();
        Assert.Equal(VideoStatus.Ready, (await ReadAsync(uploaded.Id)).ProcessingStatus);

        probed.SetResult();
        await run;
        await AssertFetchedAsync(fetched, file.Content);
    }

    [Fact]
    public async Task Stranger_FindsNothingOfIt()
    {
        var video = await ImportAsync();
        var stranger = Actor.Person((await NewPersonAsync()).Id, ["creator"]);
        Assert.Equal("not_found", (await Services.GetRequiredService<CancelProcessing>().ExecuteAsync(
            stranger, new CancelProcessing.Input(video.Id), Token)).Refusal?.Code);
    }
}
