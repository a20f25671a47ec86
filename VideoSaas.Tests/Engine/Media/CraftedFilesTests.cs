using System.Text;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Tests.Domain.Media;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Media;

namespace VideoSaas.Tests.Engine.Media;

/// <summary>Files that are made to lead the tools to other files or to a network: none is followed, whatever it is called.</summary>
public sealed class CraftedFilesTests : IAsyncDisposable
{
    private readonly MediaBench _bench = new();
    private readonly FileHost _host = new();

    public async ValueTask DisposeAsync()
    {
        _bench.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("hls.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{file}\n#EXT-X-ENDLIST\n")]
    [InlineData("hls-network.mov", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{http}/a.ts\n#EXT-X-ENDLIST\n")]
    [InlineData("hls-master.mkv", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1000\n{http}/a.m3u8\n")]
    [InlineData("hls-concat.ts", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nconcat:{file}|/etc/passwd\n#EXT-X-ENDLIST\n")]
    [InlineData("hls-subfile.avi", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nsubfile,,start,0,end,64,,:/etc/passwd\n#EXT-X-ENDLIST\n")]
    [InlineData("hls-key.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-KEY:METHOD=AES-128,URI=\"{http}/key\"\n#EXTINF:2,\n{file}\n#EXT-X-ENDLIST\n")]
    [InlineData("dash.mp4", "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" mediaPresentationDuration=\"PT2S\"><Period><AdaptationSet mimeType=\"video/mp4\"><Representation id=\"1\" bandwidth=\"1\"><BaseURL>{http}/a.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>\n")]
    [InlineData("concat.mp4", "ffconcat version 1.0\nfile '{file}'\nfile '{http}/a.mp4'\n")]
    [InlineData("session.mp4", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n")]
    [InlineData("smooth.mp4", "<SmoothStreamingMedia MajorVersion=\"2\"><StreamIndex Type=\"video\" Url=\"{http}/q\"/></SmoothStreamingMedia>\n")]
    [InlineData("redirector.wmv", "[Reference]\nRef1={http}/a.wmv\n")]
    [InlineData("filter.mp4", "movie={file}[out0]\n")]
    public async Task File_ThatNamesOthers_IsNotFollowed(string name, string content)
    {
        var other = await Clips.SmallAsync();
        var text = content.Replace("{file}", other, StringComparison.Ordinal)
            .Replace("{http}", $"http://127.0.0.1:{_host.Port}", StringComparison.Ordinal);
        var crafted = await Clips.WriteAsync(name, () => Encoding.UTF8.GetBytes(text));

        var probe = await _bench.Tools.ProbeAsync(crafted, default);
        var run = await _bench.Tools.RunAsync(
            FfmpegArguments.ReadThrough(crafted, SourceFacts.Compliant), new FfmpegLimits(TimeSpan.FromMinutes(1)), null, default);

        Assert.Null(probe.Json);
        Assert.False(run.IsClean);
        Assert.Equal(0, _host.Connections);
    }

    [Theory]
    [InlineData("pictures-%03d.jpg")]
    [InlineData("pictures-*.jpg")]
    public async Task Name_ThatLooksLikeASequence_IsOneFile(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_bench.DataFolder, "sequence")).FullName;
        foreach (var number in new[] { 1, 2, 3 })
        {
            File.Copy(
                await Clips.MakeAsync("frame.jpg", "-f lavfi -i color=red:s=64x64 -frames:v 1 -pix_fmt yuvj420p"),
                Path.Combine(folder, $"pictures-00{number}.jpg"));
        }

        var run = await _bench.Tools.RunAsync(
            FfmpegArguments.ReadThrough(Path.Combine(folder, name), SourceFacts.Compliant), new FfmpegLimits(TimeSpan.FromMinutes(1)), null, default);
        Assert.False(run.IsClean);
        Assert.Contains(run.LastLines, line => line.Contains("not on whitelist", StringComparison.Ordinal));
    }

    [Fact]
    public void Readers_ThatFollowOtherFiles_AreNotOnTheList()
    {
        string[] following =
        [
            "hls", "applehttp", "dash", "concat", "concatf", "image2", "image2pipe", "sdp", "rtsp", "rtp", "imf", "lavfi", "tedcaptions", "vobsub",
            "webm_dash_manifest", "smoothstreaming", "v4l2", "alsa", "fbdev", "x11grab",
        ];
        Assert.Empty(Demuxers.Whitelist.Split(',').Intersect(following));
        Assert.Equal(["-protocol_whitelist", "file,pipe", "-format_whitelist", Demuxers.Whitelist], Demuxers.SafeInput);
    }

    [Fact]
    public void Inputs_OfEveryCommand_AreHeldToTheLists()
    {
        var facts = SourceFacts.Compliant;
        var plans = new[] { VideoEdits.None, new VideoEdits(Trim: new TrimEdit(1000, 3000)), new VideoEdits(Sound: SoundEdit.Mute) }
            .Select(edits => Planner.Plan(facts, edits, PlatformMediaRules.Platforms));
        var made = plans.SelectMany(plan => new[] { Overlays.None, new Overlays("t.ass", "/w/m.png") }.Select(overlays => MakingCommand.Build(
            "/s", facts, [.. plan.Files.Where(file => file.Spec.Work != FileWork.Keep).Select(file => new MadeOutput(file.Spec, "/o.mp4"))],
            new PreviewOutput(plan.Preview, "/p.mp4", "/a.webp", "/c-%d.jpg"), overlays, null, "/w")));
        FfmpegCommand[] commands =
        [
            .. made, FfmpegArguments.ReadThrough("/s", facts), FfmpegArguments.FirstPicture("/s", facts.Picture!),
            FfmpegArguments.MeasureLoudness("/s", facts, FileSpec.AsItIs(facts)),
            FfmpegArguments.Thumbnail("/s", facts, ThumbnailSpec.For(facts, VideoEdits.None), "/t.jpg"),
        ];
        foreach (var command in commands)
        {
            Assert.Contains("-nostdin", command.Global);
            foreach (var input in command.Inputs)
            {
                // The mark is a picture that was looked at, read by the one reader that is named.
                string[] held = input.Path == "/w/m.png" ? ["-protocol_whitelist", "file", "-f", "png_pipe"] : [.. Demuxers.SafeInput];
                Assert.Equal(held, input.Options.Take(held.Length));
            }
        }
    }
}
