using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Tests.Features.Processing;

public sealed class MakingReadyTests(TestDatabase database) : ProcessingTest(database)
{
    [Fact]
    public async Task Clip_Good_GoesThroughItsWordsToReady()
    {
        const string name = "กาแฟ ☕ 'it''s' \"so\" $(x).mp4";
        var video = await ReceiveAsync(await Clips.SmallAsync(), name);
        await DrainAsync();

        Assert.Equal(name, (await ReadAsync(video.Id)).OriginalFilename);
        Assert.Equal(VideoStatus.Ready, (await ReadAsync(video.Id)).ProcessingStatus);
        Assert.Equal(
            ["pending", "processing", "compressing", "uploading", "ready"],
            await RowsAsync(
                "SELECT new_values ->> 'processing_status' FROM audit_logs WHERE resource_id = $1 ORDER BY created_at, id", video.Id));
        Assert.Equal((1, QuotaUnit.Taken), await UnitAsync(video));
        Assert.Empty(AtWork());
    }

    [Fact]
    public async Task Clip_Good_FillsEveryFoundingColumn()
    {
        var video = await ReceiveAsync(await Clips.MakeAsync(
            "tagged.mp4", Clips.Pattern(320, 240, 25, 2) + Clips.Tone(2) + Clips.Mp4 + "-colorspace bt709 -color_primaries bt709 -color_trc bt709"));
        await DrainAsync();

        Assert.Empty(await RowsAsync(
            """
            SELECT key FROM videos, jsonb_each_text(to_jsonb(videos)) AS cell(key, value)
            WHERE id = $1 AND value IS NULL
              AND key IN ('original_filename', 'original_url', 'original_size', 'original_format', 'processed_url', 'thumbnail_url',
                'preview_url', 'duration', 'width', 'height', 'aspect_ratio', 'fps', 'bitrate', 'has_audio', 'audio_codec', 'video_codec',
                'color_space', 'processing_status', 'processing_started_at', 'processing_completed_at', 'created_at', 'updated_at')
            """, video.Id));
        Assert.Empty(await RowsAsync(
            """
            SELECT job_type, key FROM processing_jobs, jsonb_each_text(to_jsonb(processing_jobs)) AS cell(key, value)
            WHERE video_id = $1 AND value IS NULL
              AND key IN ('priority', 'scheduled_for', 'status', 'attempts', 'max_attempts', 'worker_id', 'started_at', 'completed_at',
                'duration_ms', 'job_data', 'result_data', 'created_at', 'updated_at')
            """, video.Id));

        var made = await ReadAsync(video.Id);
        Assert.Equal(("mp4", 2, 320, 240, "4:3", 25), (made.OriginalFormat, made.Duration, made.Width, made.Height, made.AspectRatio, made.Fps));
        Assert.Equal(("h264", "aac", "bt709"), (made.VideoCodec, made.AudioCodec, made.ColorSpace));
        await using var db = Open();
        var metadata = await db.VideoMetadata.SingleAsync(row => row.VideoId == video.Id, Token);
        Assert.Equal((25, 1, 2000L, "yuv420p"),
            (metadata.FrameRateNumerator, metadata.FrameRateDenominator, metadata.DurationMs, metadata.PixelFormat));
        Assert.DoesNotContain(DataFolder, metadata.Ffprobe, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clip_Good_StoresWhatItsRowsSay()
    {
        var video = await ReceiveAsync(await Clips.SmallAsync());
        await DrainAsync();

        var assets = await AssetsAsync(video.Id);
        Assert.Equal(
            [AssetKind.Source, AssetKind.Rendition, AssetKind.Thumbnail, AssetKind.Preview, AssetKind.Animation, AssetKind.Cover],
            assets.Select(asset => asset.Kind).Distinct().Order());
        Assert.Equal(assets.Select(asset => asset.StorageKey).Distinct().Order(), Stored());
        foreach (var asset in assets)
        {
            var bytes = await File.ReadAllBytesAsync(PathOf(asset.StorageKey), Token);
            Assert.Equal((bytes.LongLength, Convert.ToHexStringLower(SHA256.HashData(bytes))), (asset.SizeBytes, asset.Sha256));
        }

        var made = await ReadAsync(video.Id);
        Assert.Equal($"/media/{assets.Single(asset => asset.Kind == AssetKind.Rendition && asset.Platforms.Contains("instagram")).Id}", made.ProcessedUrl);
        Assert.Equal($"/media/{assets.Single(asset => asset.Kind == AssetKind.Thumbnail).Id}", made.ThumbnailUrl);
        Assert.Equal($"/media/{assets.Single(asset => asset.Kind == AssetKind.Preview).Id}", made.PreviewUrl);
        Assert.Equal(await Sha256Async(await Clips.SmallAsync()), assets.Single(asset => asset.Kind == AssetKind.Source).Sha256);
    }

    [Fact]
    public async Task Clip_FromAPhone_PlaysUprightEverywhere()
    {
        var rendition = await MakeAsync(await Clips.PhoneAsync());
        var picture = await Clips.AskAsync(
            rendition, "stream=codec_name,profile,width,height,pix_fmt,color_range,r_frame_rate,avg_frame_rate,sample_aspect_ratio:stream_side_data=rotation", "v:0");
        Assert.Equal(
            ("h264", "High", "360", "640", "yuv420p", "30/1", "30/1", "1:1"),
            (picture["codec_name"], picture["profile"], picture["width"], picture["height"], picture["pix_fmt"],
                picture["r_frame_rate"], picture["avg_frame_rate"], picture["sample_aspect_ratio"]));
        Assert.DoesNotContain("rotation", picture.Keys);
        Assert.True(IsFastStart(rendition));
    }

    [Fact]
    public async Task Clip_OddSized_BecomesEvenAndLimitedRange()
    {
        var picture = await Clips.AskAsync(await MakeAsync(await Clips.OddSizeAsync()), "stream=width,height,pix_fmt", "v:0");
        Assert.Equal(("480", "360", "yuv420p"), (picture["width"], picture["height"], picture["pix_fmt"]));
    }

    [Fact]
    public async Task Clip_WithoutSound_StaysWithoutSound()
    {
        var video = await ReceiveAsync(await Clips.SilentAsync());
        await DrainAsync();
        var made = await ReadAsync(video.Id);
        Assert.Equal((VideoStatus.Ready, false, null), (made.ProcessingStatus, made.HasAudio, made.AudioCodec));
    }

    [Fact]
    public async Task Clip_Hdr_BecomesSdr()
    {
        var source = await Clips.MakeAsync(
            "hdr.mov",
            Clips.Pattern(320, 180, 30, 1) + "-c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -tag:v hvc1 "
            + "-x265-params log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc");
        var picture = await Clips.AskAsync(await MakeAsync(source), "stream=pix_fmt,color_transfer,color_primaries,color_space", "v:0");
        Assert.Equal(
            ("yuv420p", "bt709", "bt709", "bt709"),
            (picture["pix_fmt"], picture["color_transfer"], picture["color_primaries"], picture["color_space"]));
    }

    [Fact]
    public async Task Clip_UnevenRateAndManyTracks_BecomesEven()
    {
        var source = await Clips.MakeAsync(
            "uneven.mkv",
            Clips.Pattern(320, 180, 30, 3) + Clips.Tone(3) + Clips.Tone(3)
            + "-map 0:v -map 1:a -map 2:a -vf select='not(eq(mod(n\\,3)\\,1))' -fps_mode vfr -c:v libx264 -preset ultrafast -c:a flac -ac 6 -ar 96000");
        var rendition = await MakeAsync(source);
        var picture = await Clips.AskAsync(rendition, "stream=r_frame_rate,avg_frame_rate", "v:0");
        Assert.Equal(picture["r_frame_rate"], picture["avg_frame_rate"]);
        var sound = await Clips.AskAsync(rendition, "stream=codec_name,channels,sample_rate", "a");
        Assert.Equal(("aac", "2", "48000"), (sound["codec_name"], sound["channels"], sound["sample_rate"]));
        Assert.Equal("2", (await Clips.AskAsync(rendition, "format=nb_streams"))["nb_streams"]);
    }

    [Fact]
    public async Task Siblings_PictureLast_MakesItReadyToo()
    {
        var video = await ReceiveAsync(await Clips.SmallAsync());
        await Runner.RunNextAsync(JobKind.Light, null, Token);
        await Runner.RunNextAsync(JobKind.Transcode, null, Token);
        Assert.Equal((VideoStatus.Uploading, null), ((await ReadAsync(video.Id)).ProcessingStatus, (await ReadAsync(video.Id)).ProcessedUrl));
        await Runner.RunNextAsync(JobKind.Light, null, Token);
        Assert.Equal(VideoStatus.Ready, (await ReadAsync(video.Id)).ProcessingStatus);
    }

    [Fact]
    public async Task Worker_DeadBetweenStoringAndCommit_LeavesNothingTwice()
    {
        var video = await ReceiveAsync(await Clips.SmallAsync());
        await DrainAsync(JobKind.Light);
        var claimed = await Ready.ClaimAsync(JobKind.Transcode, null, new JobsOptions(), Token);
        var handler = Services.GetServices<IJobHandler>().Single(handler => handler.JobType == JobTypes.CompressVideo);
        Assert.IsType<JobOutcome.Done>(await handler.RunAsync(
            new SilentRun { Job = claimed!.Job, Attempt = 1, LeaseToken = claimed.Lease }, Token));
        await ExecuteAsync(
            "UPDATE processing_jobs SET status = 'queued', lease_token = NULL, lease_until = NULL WHERE id = $1", claimed.Job.Id);

        await DrainAsync();

        Assert.Equal(VideoStatus.Ready, (await ReadAsync(video.Id)).ProcessingStatus);
        var assets = await AssetsAsync(video.Id);
        Assert.Equal(assets.Select(asset => asset.StorageKey).Distinct().Order(), Stored());
        Assert.Single(assets, asset => asset.Kind == AssetKind.Preview);
    }

    [Fact]
    public async Task Run_LeaseLost_IsThrownAwayWithItsFiles()
    {
        var video = await ReceiveAsync(await Clips.SmallAsync());
        await DrainAsync(JobKind.Light);
        var claimed = await Ready.ClaimAsync(JobKind.Transcode, null, new JobsOptions(), Token);
        await ExecuteAsync("UPDATE processing_jobs SET lease_token = gen_random_uuid() WHERE id = $1", claimed!.Job.Id);
        await Runner.RunAsync(claimed, Token);
        Assert.DoesNotContain(Stored(), key => key.StartsWith("renditions", StringComparison.Ordinal));
        Assert.DoesNotContain(await AssetsAsync(video.Id), asset => asset.Kind == AssetKind.Rendition);
    }

    private async Task<string> MakeAsync(string source)
    {
        var video = await ReceiveAsync(source);
        await DrainAsync();
        var made = await ReadAsync(video.Id);
        Assert.True(made.ProcessingStatus == VideoStatus.Ready, $"{made.ProcessingErrorMessage} {made.ProcessingErrorDetails}");
        return PathOf((await AssetsAsync(video.Id))
            .Single(asset => asset.Kind == AssetKind.Rendition && asset.Platforms.Contains("twitter")).StorageKey);
    }

    private static bool IsFastStart(string path)
    {
        var head = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(path));
        return head.IndexOf("moov", StringComparison.Ordinal) < head.IndexOf("mdat", StringComparison.Ordinal);
    }

    private static async Task<string> Sha256Async(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path)));

    private sealed class SilentRun : JobRun
    {
        public override void Report(string stage, int? percent, JobProgressDetails? details = null)
        {
        }
    }
}
