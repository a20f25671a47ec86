using VideoSaas.Domain.Publishing;

namespace VideoSaas.Tests.Domain.Publishing;

public sealed class PreflightTests
{
    private static readonly FileToPublish Good = new(
        12_000_000, TimeSpan.FromSeconds(30), 1080, 1920, 30, 6_000_000, "h264", "aac", 2, 48_000);

    public static TheoryData<FileToPublish, string> Bad => new()
    {
        { Good with { SizeBytes = 300_000_001 }, "file_too_big" },
        { Good with { Duration = TimeSpan.FromSeconds(2.9) }, "too_short" },
        { Good with { Duration = TimeSpan.FromSeconds(901) }, "too_long" },
        { Good with { Width = 2160, Height = 3840 }, "too_wide" },
        { Good with { Width = 1900, Height = 100 }, "aspect_refused" },
        { Good with { FramesPerSecond = 12.5 }, "frame_rate_refused" },
        { Good with { FramesPerSecond = 120 }, "frame_rate_refused" },
        { Good with { VideoCodec = "vp9" }, "video_codec_refused" },
        { Good with { AudioCodec = "opus" }, "audio_codec_refused" },
        { Good with { AudioSampleRateHz = 96_000 }, "audio_format_refused" },
        { Good with { AudioChannels = 6 }, "audio_format_refused" },
        { Good with { BitsPerSecond = 26_000_000 }, "bit_rate_refused" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void File_BeyondALimit_IsAnErrorThatComesFirst(FileToPublish file, string code)
    {
        var first = Preflight.JudgeInstagram(file, FileLimits.InstagramReels)[0];

        Assert.Equal((VerdictLevel.Error, code), (first.Level, first.Code));
    }

    [Theory]
    [InlineData(23.976)]
    [InlineData(29.97)]
    [InlineData(59.94)]
    [InlineData(60)]
    public void File_OfAnEverydayRate_IsFine(double rate) => Assert.All(
        Preflight.JudgeInstagram(Good with { FramesPerSecond = rate }, FileLimits.InstagramReels),
        verdict => Assert.Equal(VerdictLevel.Fine, verdict.Level));

    [Fact]
    public void File_OfWhichLittleIsKnown_IsJudgedByThat() => Assert.Equal(
        ["file_size"],
        Preflight.JudgeInstagram(new FileToPublish(1, null, null, null), FileLimits.InstagramReels).Select(verdict => verdict.Code));

    [Theory]
    [InlineData(4, "outside_reels_tab_length")]
    [InlineData(91, "outside_reels_tab_length")]
    [InlineData(60, null)]
    public void Length_OutsideTheReelsTab_IsAWarning(int seconds, string? code) => Assert.Equal(
        code,
        Preflight.JudgeInstagram(Good with { Duration = TimeSpan.FromSeconds(seconds) }, FileLimits.InstagramReels)
            .SingleOrDefault(verdict => verdict.Level == VerdictLevel.Warning)?.Code);

    [Fact]
    public void Picture_ThatIsNotUpright_IsAWarning() => Assert.Contains(
        Preflight.JudgeInstagram(Good with { Width = 1920, Height = 1080 }, FileLimits.InstagramReels),
        verdict => verdict is { Level: VerdictLevel.Warning, Code: "not_nine_by_sixteen" });
}
