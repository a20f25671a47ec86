using VideoSaas.Domain.Publishing;

namespace VideoSaas.Tests.Domain.Publishing;

public sealed class FacebookRulesTests
{
    [Theory]
    [InlineData(1080, 1920, 60, "goes_as_reel", null)]
    [InlineData(1080, 1080, 60, "goes_as_reel", null)]
    [InlineData(540, 960, 90, "goes_as_reel", null)]
    [InlineData(270, 480, 60, "goes_as_reel", "reel_too_small")]
    [InlineData(1080, 1920, 91, "goes_as_video", null)]
    [InlineData(1920, 1080, 60, "goes_as_video", null)]
    [InlineData(1080, 1920, 2, "goes_as_video", null)]
    [InlineData(400, 1000, 60, "goes_as_video", null)]
    public void File_GoesWhereItsShapeAndLengthLetIt(int width, int height, double seconds, string place, string? error)
    {
        var verdicts = Judge(new FileToPublish(1000, TimeSpan.FromSeconds(seconds), width, height), "text");

        Assert.Contains(verdicts, verdict => verdict.Code == place);
        Assert.Equal(error, verdicts[0].Level == VerdictLevel.Error ? verdicts[0].Code : null);
    }

    [Theory]
    [InlineData(1080, 1920, 2200, false)]
    [InlineData(1080, 1920, 2201, true)]
    [InlineData(1920, 1080, 2201, false)]
    public void Caption_OfAReel_IsShorterThanThatOfAVideo(int width, int height, int units, bool isRefused) => Assert.Equal(
        isRefused,
        Judge(new FileToPublish(1000, TimeSpan.FromSeconds(60), width, height), new string('ก', units)).Any(verdict => verdict.Code == "caption_too_long"));

    [Fact]
    public void Text_IsCountedInUtf16Units()
    {
        Assert.Equal((5, 2), (TextLimits.Facebook.UnitsOf("ข้าว!"), TextLimits.Facebook.UnitsOf("🍜")));
        Assert.Contains(TextRules.Judge(new string('a', 63_207), TextLimits.Facebook), verdict => verdict.Code == "caption_too_long");
        Assert.DoesNotContain(TextRules.Judge(new string('#', 63_206), TextLimits.Facebook), verdict => verdict.Level == VerdictLevel.Error);
        Assert.Contains(
            FacebookRules.Judge(new PostToJudge(null, new string('t', 256), null, PostSettings.None, null), 1, 1),
            verdict => verdict.Code == "title_too_long");
    }

    [Fact]
    public void File_ThatNobodyKnowsTheShapeOf_IsAVideo() => Assert.False(FacebookRules.IsReel(null, 1920, TimeSpan.FromSeconds(5)));

    private static IReadOnlyList<Verdict> Judge(FileToPublish file, string caption) =>
        FacebookRules.Judge(new PostToJudge(file, null, caption, PostSettings.None, null), 1_000_000_000, 10_000_000_000);
}
