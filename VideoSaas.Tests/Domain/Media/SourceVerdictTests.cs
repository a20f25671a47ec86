using VideoSaas.Domain.Media;

namespace VideoSaas.Tests.Domain.Media;

public sealed class SourceVerdictTests
{
    private static readonly SourceLimits Limits = new(MaxDurationSeconds: 600, MaxSizeBytes: 1000);

    [Theory]
    [InlineData(FileKind.Text, 10, "not_a_video")]
    [InlineData(FileKind.Pdf, 10, "not_a_video")]
    [InlineData(FileKind.Playlist, 10, "not_a_video")]
    [InlineData(FileKind.Audio, 10, "audio_only")]
    [InlineData(FileKind.Empty, 0, "empty_file")]
    [InlineData(FileKind.Video, 1001, "too_large")]
    [InlineData(FileKind.Video, 1000, null)]
    [InlineData(FileKind.Unknown, 10, null)]
    public void OfHead_EachKind_IsJudged(FileKind kind, long size, string? code) =>
        Assert.Equal(code, SourceVerdict.OfHead(kind, size, Limits)?.Code);

    [Fact]
    public void OfHead_Text_SaysWhatItLooksLike() =>
        Assert.Equal(["web_page"], SourceVerdict.OfHead(FileKind.WebPage, 10, Limits)!.Arguments);

    [Theory]
    [InlineData(499, "zero_length")]
    [InlineData(500, null)]
    [InlineData(600_000, null)]
    [InlineData(600_001, "too_long")]
    public void OfFacts_Duration_HasItsLimits(long durationMs, string? code) =>
        Assert.Equal(code, SourceVerdict.OfFacts(Facts(durationMs), Limits)?.Code);

    [Fact]
    public void OfFacts_TooLong_TellsBothLengths() =>
        Assert.Equal(["1:02:03", "10:00"], SourceVerdict.OfFacts(Facts(3_723_000), Limits)!.Arguments);

    [Theory]
    [InlineData(0, 0, "no_picture")]
    [InlineData(8193, 8192, "unsupported")]
    [InlineData(8192, 8192, null)]
    public void OfFacts_Size_HasItsLimits(int width, int height, string? code) =>
        Assert.Equal(code, SourceVerdict.OfFacts(Facts(10_000, width, height), Limits)?.Code);

    [Theory]
    [InlineData(64, null)]
    [InlineData(65, "unsupported")]
    public void OfFacts_Streams_HaveTheirLimit(int streams, string? code) =>
        Assert.Equal(code, SourceVerdict.OfFacts(Facts(10_000) with { StreamCount = streams }, Limits)?.Code);

    [Theory]
    [InlineData(10_000, false, true, null)]
    [InlineData(9_001, false, true, null)]
    [InlineData(8_999, false, true, "truncated")]
    [InlineData(10_000, true, true, "truncated")]
    [InlineData(10_000, false, false, "no_picture")]
    [InlineData(0, false, false, "no_picture")]
    public void OfReadThrough_ClearGap_IsTruncated(long reachedMs, bool told, bool decodes, string? code) =>
        Assert.Equal(code, SourceVerdict.OfReadThrough(Facts(10_000), new ReadThrough(reachedMs, told, decodes))?.Code);

    [Fact]
    public void OfUnreadable_BeginsAsAVideo_IsTruncated()
    {
        Assert.Equal("truncated", SourceVerdict.OfUnreadable(FileKind.Video).Code);
        Assert.Equal("unreadable", SourceVerdict.OfUnreadable(FileKind.Unknown).Code);
    }

    private static MediaFacts Facts(long durationMs, int width = 640, int height = 360) => FfprobeDocument.Read(
        $$"""
        {"streams":[{"codec_type":"video","codec_name":"h264","width":{{width}},"height":{{height}}}],
         "format":{"format_name":"mov","duration":"{{durationMs / 1000}}.{{durationMs % 1000:000}}"}
        }
        """)!;
}
