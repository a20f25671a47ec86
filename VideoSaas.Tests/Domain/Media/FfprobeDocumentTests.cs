using System.Runtime.CompilerServices;
using CsCheck;
using VideoSaas.Domain.Media;

namespace VideoSaas.Tests.Domain.Media;

public sealed class FfprobeDocumentTests
{
    [Fact]
    public void Read_PhonePortrait_IsTurnedUpright()
    {
        var facts = Golden("phone-portrait");
        var picture = facts.Picture!;
        Assert.Equal(("mov", 1000L), (facts.Container, facts.DurationMs));
        Assert.Equal((640, 360, 90, 360, 640, "9:16"),
            (picture.CodedWidth, picture.CodedHeight, picture.RotationDegrees, picture.Width, picture.Height, picture.AspectRatio));
        Assert.Equal(("30/1", false), (picture.FrameRate.ToString(), picture.HasVariableRate));
        Assert.Equal(("aac", 1, 44100), (facts.Sound!.Codec, facts.Sound.Channels, facts.Sound.SampleRateHz));
    }

    [Fact]
    public void Read_Hdr10_NamesItsTransfer()
    {
        var picture = Golden("hevc-hdr10").Picture!;
        Assert.Equal(("hevc", "smpte2084", "bt2020", "yuv420p10le"),
            (picture.Codec, picture.HdrTransfer, picture.ColorPrimaries, picture.PixelFormat));
    }

    [Fact]
    public void Read_CoverArtFirst_TakesTheMovingPictureAndTheOldRotateTag()
    {
        var picture = Golden("cover-art-first").Picture!;
        Assert.Equal((1, "h264", 90, 360, 640), (picture.StreamIndex, picture.Codec, picture.RotationDegrees, picture.Width, picture.Height));
    }

    [Fact]
    public void Read_Anamorphic_HasTheShownWidth()
    {
        var picture = Golden("anamorphic").Picture!;
        Assert.Equal((720, 576, 1047, 576), (picture.CodedWidth, picture.CodedHeight, picture.Width, picture.Height));
    }

    [Fact]
    public void Read_InterlacedBroadcast_SaysSo()
    {
        var facts = Golden("interlaced-anamorphic");
        Assert.Equal(("mpegts", true), (facts.Container, facts.Picture!.IsInterlaced));
    }

    [Fact]
    public void Read_Webm_IsToldFromMatroskaAndItsClockIsRead()
    {
        var facts = Golden("web");
        Assert.Equal(("webm", 1021L), (facts.Container, facts.DurationMs));
    }

    [Fact]
    public void Read_VariableRate_SaysSo() => Assert.True(Golden("variable-rate").Picture!.HasVariableRate);

    [Fact]
    public void Read_FullRange_SaysSo()
    {
        var facts = Golden("full-range");
        Assert.Equal(("matroska", true, null), (facts.Container, facts.Picture!.IsFullRange, facts.Sound));
    }

    [Fact]
    public void Read_AudioOnly_HasNoPicture()
    {
        var facts = Golden("audio-only");
        Assert.Null(facts.Picture);
        Assert.Equal(("m4a", 6), (facts.Container, facts.Sound!.Channels));
    }

    [Fact]
    public void Read_OldPhone_IsA3gp() => Assert.Equal("3gp", Golden("phone-old").Container);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"streams\":[1,null,\"x\"],\"format\":3}")]
    [InlineData("not json")]
    public void Read_NoDocument_IsNull(string json) => Assert.Null(FfprobeDocument.Read(json));

    [Theory]
    [InlineData("-90", 90)]
    [InlineData("90", 270)]
    [InlineData("-180", 180)]
    [InlineData("180", 180)]
    [InlineData("0", 0)]
    [InlineData("-89.7", 90)]
    [InlineData("450", 270)]
    public void Read_DisplayMatrix_IsClockwiseQuarterTurns(string counterClockwise, int clockwise) => Assert.Equal(
        clockwise,
        FfprobeDocument.Read($$$"""
            {"streams":[{"codec_type":"video","width":4,"height":2,
              "side_data_list":[{"side_data_type":"Display Matrix","rotation":{{{counterClockwise}}}}]}],
             "format":{"format_name":"mov"}}
            """)!.Picture!.RotationDegrees);

    [Fact]
    public void Read_AnyRotationAndPixelShape_NeverGivesANegativeSize() => Gen.Select(
        Gen.Int[0, 10_000], Gen.Int[0, 10_000], Gen.Double[-1e6, 1e6], Gen.Int[0, 1000], Gen.Int[0, 1000]).Sample(
        (width, height, rotation, sarWidth, sarHeight) =>
        {
            var picture = FfprobeDocument.Read(FormattableString.Invariant($$$"""
                {"streams":[{"codec_type":"video","width":{{{width}}},"height":{{{height}}},"sample_aspect_ratio":"{{{sarWidth}}}:{{{sarHeight}}}",
                  "side_data_list":[{"rotation":{{{rotation:0.###}}}}]}],
                 "format":{"format_name":"mov","duration":"1"}}
                """))!.Picture!;
            Assert.Contains(picture.RotationDegrees, (int[])[0, 90, 180, 270]);
            Assert.True(picture is { Width: >= 0, Height: >= 0 });
        });

    [Fact]
    public void Read_GoldenCutOrWithOneByteChanged_NeverThrows()
    {
        var text = File.ReadAllText(Path.Combine(Folder(), "web.json"));
        Gen.Select(Gen.Int[0, text.Length - 1], Gen.Char).Sample((at, other) =>
        {
            FfprobeDocument.Read(text[..at]);
            FfprobeDocument.Read(text[..at] + other + text[(at + 1)..]);
        });
    }

    private static MediaFacts Golden(string name) => FfprobeDocument.Read(File.ReadAllText(Path.Combine(Folder(), name + ".json")))!;

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "Golden", "ffprobe"));
}
