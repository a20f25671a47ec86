using CsCheck;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Results;

namespace VideoSaas.Tests.Domain.Media;

public sealed class EncodeSpecTests
{
    [Theory]
    [InlineData(1920, 1080, 1920, 1080)]
    [InlineData(3840, 2160, 1920, 1080)]
    [InlineData(2160, 3840, 1080, 1920)]
    [InlineData(854, 480, 854, 480)]
    [InlineData(321, 241, 320, 240)]
    [InlineData(1081, 1921, 1080, 1918)]
    [InlineData(1, 1, 2, 2)]
    public void Rendition_Size_IsEvenAndAtMost1080OnTheShortSide(int width, int height, int expectedWidth, int expectedHeight)
    {
        var spec = EncodeSpec.Rendition(Facts(width, height));
        Assert.Equal((expectedWidth, expectedHeight), (spec.Width, spec.Height));
    }

    [Theory]
    [InlineData("30000/1001", "30000/1001", "30000/1001")]
    [InlineData("120/1", "120/1", "60/1")]
    [InlineData("120000/1001", "120000/1001", "60000/1001")]
    [InlineData("240/1", "240/1", "60/1")]
    [InlineData("60/1", "60/1", "60/1")]
    [InlineData("90000/1", "2987/100", "30000/1001")]
    [InlineData("30/1", "2430/100", "25/1")]
    [InlineData("25/2", "25/2", "25/1")]
    [InlineData("10/1", "10/1", "30/1")]
    [InlineData("1000/1", "90/1", "60/1")]
    public void Rendition_Rate_IsConstantAndFrom23To60(string nominal, string average, string expected)
    {
        var json = FfprobeJson(640, 360, nominal, average);
        Assert.Equal(expected, EncodeSpec.Rendition(FfprobeDocument.Read(json)!).Rate.ToString());
    }

    [Fact]
    public void Rendition_UnknownRate_IsThirty() =>
        Assert.Equal("30/1", EncodeSpec.Rendition(FfprobeDocument.Read(FfprobeJson(640, 360, "0/0", "0/0"))!).Rate.ToString());

    [Fact]
    public void Rendition_AnySource_KeepsItsPromises() => Gen.Select(
        Gen.Int[2, 8192], Gen.Int[2, 8192], Gen.Long[1, 200_000], Gen.Long[1, 2000], Gen.Int[144, 4320]).Sample(
        (width, height, numerator, denominator, maxShortSide) =>
        {
            var rate = $"{numerator}/{denominator}";
            var facts = FfprobeDocument.Read(FfprobeJson(width, height, rate, rate))!;
            var spec = EncodeSpec.Rendition(facts, maxShortSide);
            Assert.True(spec.Width % 2 == 0 && spec.Height % 2 == 0);
            Assert.True(spec.Width <= width && spec.Height <= height, "never larger than the source");
            Assert.True(Math.Min(spec.Width, spec.Height) <= Math.Min(maxShortSide, 1080));
            Assert.InRange(spec.Rate.Value, 22.97, 60.07);
            Assert.InRange(spec.KeyframeEvery, 1, 121);
            Assert.InRange(spec.MaxBitsPerSecond, 1_500_000, 20_000_000);

            // The shape stays: within the pixels that evenness may cost.
            var stretch = spec.Width * (double)height / (spec.Height * (double)width);
            var tolerance = 2.0 / spec.Width + 2.0 / spec.Height;
            Assert.InRange(stretch, 1 - 2 * tolerance, 1 + 2 * tolerance);
        });

    [Fact]
    public void Arguments_OfAPhoneClip_AreTheGoldenOnes()
    {
        var facts = Facts(1080, 1920, sound: true);
        var command = FfmpegArguments.Encode(
            "/m/source", [(EncodeSpec.Rendition(facts), "/w/r.partial"), (EncodeSpec.Preview(facts), "/w/p.partial")]);
        Assert.Equal(
            "-nostdin -hide_banner -nostats -v warning -progress pipe:1 -stats_period 0.25 "
            + $"-protocol_whitelist file,pipe -format_whitelist {Demuxers.Whitelist} -i /m/source "
            + "-map 0:0 -map 0:1 -sn -dn -map_metadata -1 -map_chapters -1 "
            + "-vf scale=1080:1920:flags=bicubic:out_range=limited,setsar=1,format=yuv420p -fps_mode cfr -r 30/1 "
            + "-c:v libx264 -profile:v high -pix_fmt yuv420p -color_range tv -preset faster -crf 20 -maxrate 20000000 -bufsize 40000000 "
            + "-g 60 -flags +cgop -af aresample=async=1:first_pts=0 -c:a aac -b:a 160000 -ar 48000 -ac 2 "
            + "-max_muxing_queue_size 4096 -movflags +faststart -f mp4 /w/r.partial -y "
            + "-map 0:0 -an -sn -dn -map_metadata -1 -map_chapters -1 -t 6 "
            + "-vf scale=360:640:flags=bicubic:out_range=limited,setsar=1,format=yuv420p -fps_mode cfr -r 30/1 "
            + "-c:v libx264 -profile:v high -pix_fmt yuv420p -color_range tv -preset veryfast -crf 30 -maxrate 1000000 -bufsize 2000000 "
            + "-g 60 -flags +cgop -max_muxing_queue_size 4096 -movflags +faststart -f mp4 /w/p.partial -y",
            string.Join(' ', command.ToArguments()));
    }

    [Fact]
    public void Whitelist_HoldsNoReaderThatFollowsOtherFiles() =>
        Assert.DoesNotContain(Demuxers.Whitelist.Split(','), name =>
            name is "hls" or "dash" or "concat" or "concatf" or "image2" or "image2pipe" or "imf" or "sdp" or "rtsp" or "lavfi" or "webm_dash_manifest");

    [Theory]
    [InlineData(2000, 200, 22)]
    [InlineData(500, 50, 5)]
    [InlineData(60_000, 6000, 50)]
    [InlineData(36_000_000, 600_000, 50)]
    public void Thumbnail_Place_IsATenthIn(long durationMs, int seekMs, int candidates)
    {
        var spec = ThumbnailSpec.For(Facts(1920, 1080, durationMs: durationMs, rate: "25/1"));
        Assert.Equal((seekMs, candidates, 1280, 720), (spec.SeekMs, spec.Candidates, spec.Width, spec.Height));
    }

    [Fact]
    public void Rendition_ForEverybody_NamesEveryPlatform() =>
        Assert.Equal(
            Words.All<VideoSaas.Domain.Publishing.Platform>().Order(), EncodeSpec.PlatformsServed.Order());

    private static MediaFacts Facts(int width, int height, bool sound = false, long durationMs = 10_000, string rate = "30/1") =>
        FfprobeDocument.Read(FfprobeJson(width, height, rate, rate, sound, durationMs))!;

    private static string FfprobeJson(
        int width, int height, string nominal, string average, bool sound = false, long durationMs = 10_000) =>
        $$"""
        {"streams":[
          {"index":0,"codec_type":"video","codec_name":"h264","width":{{width}},"height":{{height}},
           "r_frame_rate":"{{nominal}}","avg_frame_rate":"{{average}}"}
          {{(sound ? """,{"index":1,"codec_type":"audio","codec_name":"aac","channels":2,"sample_rate":"48000"}""" : "")}}],
         "format":{"format_name":"mov,mp4,m4a,3gp,3g2,mj2","duration":"{{(durationMs / 1000m).ToString(System.Globalization.CultureInfo.InvariantCulture)}}"}
        }
        """;
}
