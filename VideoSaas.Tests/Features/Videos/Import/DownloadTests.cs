using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Processing.Jobs;
using VideoSaas.Web.Features.Videos.Import;

namespace VideoSaas.Tests.Features.Videos.Import;

/// <summary>What strangers' servers do to a download, and what becomes of it.</summary>
public sealed class DownloadTests(TestDatabase database) : ImportTest(database)
{
    private const int Length = 400_000;

    [Fact]
    public async Task Connection_ThatBreaks_IsTakenUpWhereItEnded()
    {
        var file = Serve(Noise(Length));
        file.CutsAfter.Enqueue(150_000);
        file.CutsAfter.Enqueue(100_000);
        var video = await ImportAsync();

        var job = await TryAsync(video);

        Assert.Equal((JobStatus.Completed, 1), (job.Status, job.Attempts));
        await AssertArrivedAsync(video, file.Content);
        Assert.Equal([null, 150_000, 250_000], Host.Requests.Select(request => request.From));
        Assert.All(Host.Requests.Skip(1), request => Assert.Equal(file.EntityTag, request["If-Range"]));
    }

    [Fact]
    public async Task Worker_ThatDies_IsSucceededByOneThatGoesOn()
    {
        var file = new HostedFile(Noise(Length));
        Host.Answer = async (_, stream, token) =>
        {
            await FileHost.WriteHeadAsync(stream, "200 OK", [$"Content-Length: {Length}", $"ETag: {file.EntityTag}"], token);
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            for (var sent = 0; sent < 150_000 && await timer.WaitForNextTickAsync(token); sent += 10_000)
            {
                await stream.WriteAsync(file.Content.AsMemory(sent, 10_000), token);
            }

            await Task.Delay(Timeout.Infinite, token);
        };
        var video = await ImportAsync();
        var claimed = await Ready.ClaimAsync(JobKind.Download, null, new JobsOptions(), Token);
        var handler = Services.GetServices<IJobHandler>().Single(one => one.JobType == JobTypes.DownloadVideo);
        using var death = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var run = handler.RunAsync(new SilentRun { Job = claimed!.Job, Attempt = 1, LeaseToken = claimed.Lease }, death.Token);
        await Eventually.HoldsAsync(async () => OffsetOf(await DownloadAsync(video)) > 50_000);
        await death.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await ExecuteAsync("UPDATE processing_jobs SET lease_until = now() - interval '1 second' WHERE id = $1", claimed.Job.Id);
        Host.Answer = file.AnswerAsync;

        var job = await TryAsync(video);

        Assert.Equal((JobStatus.Completed, 2), (job.Status, job.Attempts));
        await AssertArrivedAsync(video, file.Content);
        Assert.InRange(Host.Requests.Last().From ?? 0, 50_001, 150_000);
    }

    [Fact]
    public async Task Worker_ThatDiesAfterTheLastByte_IsSucceededByOneThatAsksForNothing()
    {
        var file = Serve(Noise(Length));
        var video = await ImportAsync();
        var claimed = await Ready.ClaimAsync(JobKind.Download, null, new JobsOptions(), Token);
        var handler = Services.GetServices<IJobHandler>().Single(one => one.JobType == JobTypes.DownloadVideo);
        Assert.IsType<JobOutcome.Done>(
            await handler.RunAsync(new SilentRun { Job = claimed!.Job, Attempt = 1, LeaseToken = claimed.Lease }, Token));
        await ExecuteAsync("UPDATE processing_jobs SET lease_until = now() - interval '1 second' WHERE id = $1", claimed.Job.Id);

        await TryAsync(video);

        await AssertArrivedAsync(video, file.Content);
        Assert.Single(Host.Requests);
    }

    [Fact]
    public async Task Run_WhoseLeaseIsGone_StopsAndKeepsNothingOfItsOwn()
    {
        Serve(Noise(Length));
        var video = await ImportAsync();
        var claimed = await Ready.ClaimAsync(JobKind.Download, null, new JobsOptions(), Token);
        await ExecuteAsync("UPDATE processing_jobs SET lease_token = gen_random_uuid() WHERE id = $1", claimed!.Job.Id);
        await Runner.RunAsync(claimed, Token);
        Assert.Empty(Stored());
        Assert.True((await ReadAsync(video.Id)).AwaitsFetch);
    }

    [Fact]
    public async Task File_ThatChangedMeanwhile_IsFetchedFromItsStart()
    {
        var file = Serve(Noise(Length));
        file.CutsAfter.Enqueue(150_000);
        file.BeforeCut = _ =>
        {
            (file.Content, file.EntityTag) = (Noise(Length + 1), "\"two\"");
            return Task.CompletedTask;
        };
        var video = await ImportAsync();

        await TryAsync(video);

        await AssertArrivedAsync(video, file.Content);
        Assert.Equal([null, 150_000], Host.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task Server_ThatContinuesAnotherFile_IsNotBelieved()
    {
        var file = Serve(Noise(Length));
        file.CutsAfter.Enqueue(150_000);
        var video = await ImportAsync();
        Host.Answer = (request, stream, token) =>
        {
            if (request.From is not { } from)
            {
                return file.AnswerAsync(request, stream, token);
            }

            // Disregards If-Range, as some caches do.
            (file.Content, file.EntityTag) = (Noise(Length), "\"two\"");
            var pretending = new HostRequest(request.Path, new Dictionary<string, string> { ["Range"] = $"bytes={from}-" });
            return file.AnswerAsync(pretending, stream, token);
        };

        await TryAsync(video);

        await AssertArrivedAsync(video, file.Content);
        Assert.Equal([null, 150_000, null], Host.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task Server_WithoutRanges_IsAskedForAllOfIt()
    {
        var file = Serve(Noise(Length));
        file.TakesRanges = false;
        file.CutsAfter.Enqueue(150_000);
        var video = await ImportAsync();
        await TryAsync(video);
        await AssertArrivedAsync(video, file.Content);
        Assert.Equal(2, Host.Requests.Count);
    }

    [Fact]
    public async Task Server_WithADateAlone_IsAskedByTheDate()
    {
        var file = Serve(Noise(Length));
        (file.EntityTag, file.LastModified) = (null, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        file.CutsAfter.Enqueue(150_000);
        var video = await ImportAsync();
        await TryAsync(video);
        await AssertArrivedAsync(video, file.Content);
        Assert.Equal("Fri, 02 Jan 2026 03:04:05 GMT", Host.Requests.Last()["If-Range"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("W/\"weak\"")]
    public async Task Server_ThatCannotProveItsFile_IsTriedLaterFromTheStart(string? tag)
    {
        var file = Serve(Noise(Length));
        file.EntityTag = tag;
        file.CutsAfter.Enqueue(150_000);
        var video = await ImportAsync();

        var first = await TryAsync(video);
        Assert.Equal(("import_broken", false), (first.ErrorCode, first.HasGivenUp));
        await TryAsync(video);

        await AssertArrivedAsync(video, file.Content);
        Assert.All(Host.Requests, request => Assert.Null(request["Range"]));
    }

    [Fact]
    public async Task Length_ThatNobodySaid_EndsWithTheConnection()
    {
        var file = Serve(Noise(Length));
        file.TellsLength = false;
        var video = await ImportAsync();
        await TryAsync(video);
        await AssertArrivedAsync(video, file.Content);
    }

    [Theory]
    [InlineData(true, "too_large")]
    [InlineData(false, "import_too_large")]
    public async Task File_LargerThanTheTier_IsRefused(bool declared, string code)
    {
        await ExecuteAsync("UPDATE subscription_tiers SET max_file_size_bytes = 200000 WHERE tier = 'pro'");
        try
        {
            Serve(Noise(Length)).TellsLength = declared;
            var video = await ImportAsync();
            await TryAsync(video);
            await AssertGaveUpAsync(video, code);
        }
        finally
        {
            await ExecuteAsync("UPDATE subscription_tiers SET max_file_size_bytes = 20000000000 WHERE tier = 'pro'");
        }
    }

    [Fact]
    public async Task Server_ThatDrips_IsHungUp()
    {
        Services.GetRequiredService<IOptions<ImportOptions>>().Value.StallAfter = TimeSpan.FromMilliseconds(200);
        var content = Noise(Length);
        Host.Answer = async (_, stream, token) =>
        {
            await FileHost.WriteHeadAsync(stream, "200 OK", [$"Content-Length: {Length}"], token);
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            for (var sent = 0; sent < Length && await timer.WaitForNextTickAsync(token); sent++)
            {
                await stream.WriteAsync(content.AsMemory(sent, 1), token);
            }
        };
        var video = await ImportAsync();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            Assert.Equal(("import_stalled", false), ((await TryAsync(video)).ErrorCode, (await DownloadAsync(video)).HasGivenUp));
        }

        await TryAsync(video);
        await AssertGaveUpAsync(video, "import_stalled");
    }

    [Fact]
    public async Task Download_ThatTakesTooLong_IsGivenUp()
    {
        Services.GetRequiredService<IOptions<ImportOptions>>().Value.LongestRun = TimeSpan.FromMilliseconds(300);
        var file = Serve(Noise(Length));
        file.CutsAfter.Enqueue(150_000);
        file.BeforeCut = token => Task.Delay(Timeout.Infinite, token);
        var video = await ImportAsync();
        await TryAsync(video);
        await AssertGaveUpAsync(video, "import_too_slow");
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><video src=clip.mp4></video></html>", "text/html; charset=utf-8", "import_web_page")]
    [InlineData("<html>", "video/mp4", "import_web_page")]
    [InlineData("<!-- no doctype --><body>", "text/html", "import_web_page")]
    [InlineData("#EXTM3U\n#EXT-X-VERSION:3", "application/vnd.apple.mpegurl", "not_a_video")]
    [InlineData("{\"error\":\"no\"}", "application/json", "not_a_video")]
    [InlineData("%PDF-1.7", "video/mp4", "not_a_video")]
    [InlineData("ID3", "audio/mpeg", "audio_only")]
    [InlineData("", "video/mp4", "empty_file")]
    public async Task Body_ThatIsNoVideo_IsRefusedByItsFirstBytes(string body, string type, string code)
    {
        var file = Serve(System.Text.Encoding.UTF8.GetBytes(body));
        file.MoreHeaders[0] = $"Content-Type: {type}";
        var video = await ImportAsync();
        await TryAsync(video);
        await AssertGaveUpAsync(video, code);
        Assert.Single(Host.Requests);
    }

    [Theory]
    [InlineData("400 Bad Request", "import_status")]
    [InlineData("401 Unauthorized", "import_forbidden")]
    [InlineData("403 Forbidden", "import_forbidden")]
    [InlineData("404 Not Found", "import_gone")]
    [InlineData("410 Gone", "import_gone")]
    [InlineData("204 No Content", "import_status")]
    [InlineData("206 Partial Content", "import_status")]
    [InlineData("304 Not Modified", "import_status")]
    [InlineData("451 Unavailable For Legal Reasons", "import_status")]
    public async Task Answer_ThatIsFinal_CostsOneTry(string status, string code)
    {
        Host.Answer = (_, stream, token) => FileHost.WriteHeadAsync(stream, status, ["Content-Length: 0"], token);
        var video = await ImportAsync();
        Assert.Equal(1, (await TryAsync(video)).Attempts);
        await AssertGaveUpAsync(video, code);
    }

    [Fact]
    public async Task Body_ThatIsWrapped_IsRefused()
    {
        Serve(Noise(5000)).MoreHeaders.Add("Content-Encoding: gzip");
        var video = await ImportAsync();
        await TryAsync(video);
        await AssertGaveUpAsync(video, "import_encoded");
    }

    [Theory]
    [InlineData("429 Too Many Requests", "7", 7, "import_busy")]
    [InlineData("503 Service Unavailable", "9", 9, "import_busy")]
    [InlineData("503 Service Unavailable", "999999", 3600, "import_busy")]
    [InlineData("500 Internal Server Error", null, 0, "import_server_error")]
    public async Task Server_ThatIsBusy_IsAskedAgainWhenItSaysSo(string status, string? retryAfter, int seconds, string code)
    {
        Host.Answer = (_, stream, token) => FileHost.WriteHeadAsync(
            stream, status, retryAfter is null ? ["Content-Length: 0"] : ["Content-Length: 0", $"Retry-After: {retryAfter}"], token);
        var video = await ImportAsync();
        var before = TimeProvider.System.GetUtcNow();

        var job = await TryAsync(video);

        Assert.Equal((code, false), (job.ErrorCode, job.HasGivenUp));
        Assert.InRange((job.BackoffUntil!.Value - before).TotalSeconds, seconds - 1, seconds + 60);
        Assert.Equal(VideoStatus.Downloading, (await ReadAsync(video.Id)).ProcessingStatus);
        var file = Serve(Noise(5000));
        await TryAsync(video);
        await AssertArrivedAsync(video, file.Content);
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("10.0.0.1")]
    [InlineData("::1")]
    [InlineData("fd00:ec2::254")]
    public async Task Name_ThatLeadsInside_FailsTheVideoWithoutAByte(string number)
    {
        Network.Name("inside.example.org", [number]);
        var video = await ImportAsync("/clip.mp4", "inside.example.org");
        await TryAsync(video);
        await AssertGaveUpAsync(video, "import_not_public");
        Assert.Empty(Network.Connections);
    }

    [Fact]
    public async Task Redirect_ToTheInside_FailsTheVideo()
    {
        Host.Redirect("http://169.254.169.254/latest/meta-data/");
        var video = await ImportAsync();
        await TryAsync(video);
        await AssertGaveUpAsync(video, "import_not_public");
        Assert.Single(Network.Connections);
    }

    [Fact]
    public async Task Redirect_ToAnotherFile_NamesTheVideoAfterIt()
    {
        var file = new HostedFile(Noise(5000));
        Host.Answer = (request, stream, token) => request.Path == "/get"
            ? FileHost.WriteHeadAsync(stream, "302 Found", ["Location: /files/ไฟล์จริง.mp4", "Content-Length: 0"], token)
            : file.AnswerAsync(request, stream, token);
        var video = await ImportAsync("/get");
        await TryAsync(video);
        await AssertArrivedAsync(video, file.Content);
        Assert.Equal("ไฟล์จริง.mp4", (await ReadAsync(video.Id)).OriginalFilename);
    }

    [Fact]
    public async Task Name_ThatDoesNotExist_IsNotTriedAgain()
    {
        Network.Name("nowhere.example.org", [[]]);
        var video = await ImportAsync("/clip.mp4", "nowhere.example.org");
        await TryAsync(video);
        await AssertGaveUpAsync(video, "import_unknown_host");
    }

    [Fact]
    public async Task Disk_WithoutRoom_IsTriedAgainLater()
    {
        var file = Serve(Noise(Length));
        var video = await ImportAsync();
        Room.Free = 1 << 20;
        var job = await TryAsync(video);
        Assert.Equal(("disk_full", false), (job.ErrorCode, job.HasGivenUp));

        Room.Free = 1L << 40;
        await TryAsync(video);
        await AssertArrivedAsync(video, file.Content);
    }

    private static long OffsetOf(ProcessingJob job) => JobJson.Read<DownloadData>(job.JobData)?.File?.OffsetBytes ?? 0;

    private sealed class SilentRun : JobRun
    {
        public override void Report(string stage, int? percent, JobProgressDetails? details = null)
        {
        }
    }
}
