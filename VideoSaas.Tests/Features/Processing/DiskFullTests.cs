using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Engine.Media;
using VideoSaas.Web.Features.Processing;
using VideoSaas.Web.Features.Processing.Jobs;
using VideoSaas.Web.Features.Videos.Uploads;

namespace VideoSaas.Tests.Features.Processing;

public sealed class DiskFullTests(TestDatabase database) : ProcessingTest(database)
{
    private readonly Volume _volume = new();

    [Fact]
    public async Task Making_WithoutRoom_WaitsWithoutUsingUpATry_AndRunsWhenThereIsRoom()
    {
        var video = await ReceiveAsync(await Clips.SmallAsync());
        await DrainAsync(JobKind.Light);
        _volume.Free = 0;

        await Runner.RunNextAsync(JobKind.Transcode, null, Token);

        var waiting = (await JobsAsync(video.Id)).Single(job => job.Kind == JobKind.Transcode);
        Assert.Equal((JobStatus.Queued, 0), (waiting.Status, waiting.Attempts));
        Assert.Empty(AtWork());
        Assert.DoesNotContain(Stored(), key => key.StartsWith("renditions", StringComparison.Ordinal));

        _volume.Free = long.MaxValue;
        await Eventually.HoldsAsync(async () => await Ready.CountAsync(JobKind.Transcode, Token) > 0);
        await DrainAsync();
        Assert.Equal(VideoStatus.Ready, (await ReadAsync(video.Id)).ProcessingStatus);
    }

    [Fact]
    public async Task Run_OnADiskThatFills_EndsCleanlyAndIsTriedAgain()
    {
        // The kernel's own full disk.
        var run = await Services.GetRequiredService<IMediaTools>().RunAsync(
            new FfmpegCommand(Demuxers.SafeInput, await Clips.SmallAsync(), [new FfmpegOutput(["-c:v", "rawvideo", "-an", "-f", "nut"], "/dev/full")]),
            new FfmpegLimits(TimeSpan.FromMinutes(1)), null, Token);
        Assert.True(run.DiskWasFull, string.Join('\n', run.LastLines));
        Assert.Equal("disk_full", Assert.IsType<JobOutcome.RetryLater>(Endings.Of(run, "cannot_encode")).Code);
    }

    protected override void Configure(IServiceCollection services)
    {
        base.Configure(services);
        services.AddSingleton<IStorageSpace>(_volume);
        services.Configure<ProcessingOptions>(options => options.DiskFullWait = TimeSpan.FromMilliseconds(50));
    }

    private sealed class Volume : IStorageSpace
    {
        public long Free { get; set; } = long.MaxValue;

        public long FreeBytes() => Free;
    }
}
