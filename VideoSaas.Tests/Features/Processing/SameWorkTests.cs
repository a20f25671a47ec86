using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Processing;
using VideoSaas.Web.Features.Processing.Jobs;

namespace VideoSaas.Tests.Features.Processing;

/// <summary>The same source with the same spec is encoded once; what a plan adds of its own, and what a broken file costs.</summary>
public sealed class SameWorkTests(TestDatabase database) : ProcessingTest(database)
{
    [Fact]
    public async Task Source_UploadedTwice_IsEncodedOnce()
    {
        var person = await NewPersonAsync();
        var first = await ReceiveAsync(person.Id, await OldAsync());
        var second = await ReceiveAsync(person.Id, await OldAsync());
        await DrainAsync();

        var (made, again) = (await EncodeOfAsync(first), await EncodeOfAsync(second));
        Assert.Equal(VideoStatus.Ready, (await ReadAsync(second.Id)).ProcessingStatus);
        Assert.Equal((made.StorageKey, made.Sha256, made.Spec), (again.StorageKey, again.Sha256, again.Spec));
        Assert.Contains($"{first.Id:n}", made.StorageKey, StringComparison.Ordinal);

        // What somebody else uploads is nobody's business here.
        var strangers = await ReceiveAsync(await OldAsync());
        await DrainAsync();
        Assert.Contains($"{strangers.Id:n}", (await EncodeOfAsync(strangers)).StorageKey, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Source_BeingMadeByAnotherWorker_IsWaitedFor()
    {
        var person = await NewPersonAsync();
        await ExecuteAsync("UPDATE subscription_tiers SET parallel_jobs = 2 WHERE tier = 'free'");
        var first = await ReceiveAsync(person.Id, await OldAsync());
        var second = await ReceiveAsync(person.Id, await OldAsync());
        await DrainAsync(JobKind.Light);
        var earlier = (await Ready.ClaimAsync(JobKind.Transcode, null, new JobsOptions(), Token))!;

        await Runner.RunNextAsync(JobKind.Transcode, null, Token);

        var waiting = (await JobsAsync(second.Id)).Single(job => job.Kind == JobKind.Transcode);
        Assert.Equal((first.Id, JobStatus.Queued, 0), (earlier.Job.VideoId, waiting.Status, waiting.Attempts));
        await Runner.RunAsync(earlier, Token);
        await Eventually.HoldsAsync(async () => await Ready.CountAsync(JobKind.Transcode, Token) > 0);
        await DrainAsync();
        Assert.Equal((await EncodeOfAsync(first)).StorageKey, (await EncodeOfAsync(second)).StorageKey);
    }

    [Fact]
    public async Task Mark_ThatThePlanForces_StandsBesideTheOwnOne()
    {
        await ExecuteAsync("UPDATE subscription_tiers SET forced_watermark = 'VideoSaas' WHERE tier = 'free'");
        try
        {
            var video = await ReceiveAsync(await Clips.SmallAsync());
            await DrainAsync();
            Assert.Equal(("VideoSaas", null), MarksOf(await EncodeOfAsync(video)));

            var own = new VideoEdits(Watermark: new WatermarkEdit("@ploy", null, Corner.TopRight, 0.05, 1));
            Assert.True((await Services.GetRequiredService<ProcessAgain>().ExecuteAsync(OwnerOf(video), new(video.Id, own), Token)).Succeeded);
            await DrainAsync();
            var both = await EncodeOfAsync(video);
            Assert.Equal(("VideoSaas", "@ploy"), MarksOf(both));
        }
        finally
        {
            await ExecuteAsync("UPDATE subscription_tiers SET forced_watermark = NULL WHERE tier = 'free'");
        }
    }

    [Fact]
    public async Task File_BrokenWithin_FailsAloneOnce_WithItsLastLines_AndKeepsItsUnit()
    {
        var video = await ReceiveAsync(await BrokenWithinAsync());
        await DrainAsync();

        var failed = await ReadAsync(video.Id);
        Assert.Equal((VideoStatus.Failed, SourceVerdict.Damaged), (failed.ProcessingStatus, failed.ProcessingErrorDetails?.Code));
        var job = (await JobsAsync(video.Id)).Single(job => job.Kind == JobKind.Transcode);
        Assert.Equal((JobStatus.Failed, 1, null), (job.Status, job.Attempts, job.BackoffUntil));
        Assert.Contains("No JPEG data", job.ErrorDetails, StringComparison.Ordinal);
        Assert.NotEmpty(failed.ProcessingErrorDetails!.LastLines!);
        Assert.Equal((1, QuotaUnit.Taken), await UnitAsync(video));
        Assert.Empty(AtWork());
        Assert.DoesNotContain(Stored(), key => key.StartsWith("renditions", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fault_ThatIsOurs_GivesTheUnitBack()
    {
        var video = await ReceiveAsync(await Clips.SmallAsync());
        await DrainAsync(JobKind.Light);
        File.Delete(PathOf(video.OriginalUrl));
        await DrainAsync();
        Assert.Equal("source_missing", (await ReadAsync(video.Id)).ProcessingErrorDetails?.Code);
        Assert.Equal((0, QuotaUnit.Returned), await UnitAsync(video));
    }

    protected override void Configure(IServiceCollection services)
    {
        base.Configure(services);
        services.Configure<ProcessingOptions>(options => options.SameFileWait = TimeSpan.FromMilliseconds(50));
    }

    private static Task<string> OldAsync() => Clips.MakeAsync("old.mp4", Clips.Pattern(320, 240, 25, 2) + Clips.Tone(2) + Clips.Old);

    /// <summary>Frames of which the first few alone are pictures.</summary>
    private static async Task<string> BrokenWithinAsync()
    {
        var bytes = await File.ReadAllBytesAsync(await Clips.MakeAsync(
            "frames.avi", Clips.Pattern(320, 240, 25, 4) + "-c:v mjpeg -q:v 5 -pix_fmt yuvj420p"));
        var (at, seen) = (bytes.AsSpan().IndexOf("movi"u8) + 4, 0);
        while (bytes.AsSpan(at, 4).SequenceEqual("00dc"u8))
        {
            var length = BitConverter.ToInt32(bytes, at + 4);
            if (++seen > 10)
            {
                bytes.AsSpan(at + 8, length).Fill(0x20);
            }

            at += 8 + length + (length % 2);
        }

        return await Clips.WriteAsync("broken-within.avi", () => bytes);
    }

    private async Task<VideoAsset> EncodeOfAsync(Video video) =>
        (await AssetsAsync(video.Id)).Single(asset => asset.Kind == AssetKind.Rendition && SpecJson.WorkOf(asset) == FileWork.Encode);

    private static (string? Forced, string? Own) MarksOf(VideoAsset made)
    {
        var picture = System.Text.Json.JsonSerializer.Deserialize<FileSpec>(made.Spec!, VideoSaas.Web.Data.Tables.Columns.Json)!.Picture!;
        Assert.NotEqual(picture.ForcedMark?.Corner, picture.Watermark?.Corner);
        return (picture.ForcedMark?.Text, picture.Watermark?.Text);
    }
}
