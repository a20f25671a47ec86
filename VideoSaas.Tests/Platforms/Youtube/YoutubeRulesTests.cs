using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms.Youtube;

namespace VideoSaas.Tests.Platforms.Youtube;

public sealed class YoutubeRulesTests
{
    private static readonly PostSettings Said = PostSettings.None with { IsMadeForKids = false };

    [Theory]
    [InlineData(null, "first line\nsecond", "first line")]
    [InlineData("  ", "\n \n  ข้าวซอย #แมว \nmore", "ข้าวซอย #แมว")]
    [InlineData(" own ", "caption", "own")]
    [InlineData(null, " \n ", null)]
    [InlineData(null, null, null)]
    public void Title_ThatIsMissing_IsTheFirstLineOfTheCaption(string? title, string? caption, string? expected) =>
        Assert.Equal(expected, YoutubeMetadata.TitleOf(title, caption));

    [Fact]
    public void Title_FromALongCaption_IsCutAtAWholeSign()
    {
        var emoji = YoutubeMetadata.TitleOf(null, new string('a', 99) + "👩‍🍳" + "rest")!;
        var thai = YoutubeMetadata.TitleOf(null, string.Concat(Enumerable.Repeat("กี่", 40)))!;

        Assert.Equal(new string('a', 99), emoji);
        Assert.Equal(string.Concat(Enumerable.Repeat("กี่", 33)), thai);
    }

    [Theory]
    [InlineData("a", 1)]
    [InlineData("ก", 3)]
    [InlineData("😀", 4)]
    [InlineData("é", 2)]
    [InlineData("", 0)]
    public void Description_IsCountedInBytes(string text, int units) => Assert.Equal(units, TextLimits.Youtube.UnitsOf(text));

    [Theory]
    [InlineData("one,two", 7)]
    [InlineData("one two", 9)]
    [InlineData("one,two words,three", 21)]
    [InlineData("", 0)]
    public void Tags_AreCountedWithCommasAndQuotes(string tags, int units) =>
        Assert.Equal(units, YoutubeMetadata.UnitsOf(tags.Split(',', StringSplitOptions.RemoveEmptyEntries)));

    [Theory]
    [InlineData(270, 480, 4, "youtube_short", VerdictLevel.Fine)]
    [InlineData(480, 480, 180, "youtube_short", VerdictLevel.Fine)]
    [InlineData(480, 270, 4, "youtube_video", VerdictLevel.Fine)]
    [InlineData(270, 480, 181, "too_long_for_short", VerdictLevel.Warning)]
    public void Shape_AndLength_MakeAShort(int width, int height, int seconds, string code, VerdictLevel level) => Assert.Contains(
        Judge(new FileToPublish(1000, TimeSpan.FromSeconds(seconds), width, height)), verdict => (verdict.Code, verdict.Level) == (code, level));

    [Fact]
    public void Post_InOrder_HasNothingAgainstIt() => Assert.All(
        Judge(new FileToPublish(1000, TimeSpan.FromSeconds(30), 1080, 1920)), verdict => Assert.Equal(VerdictLevel.Fine, verdict.Level));

    [Theory]
    [InlineData("title_missing", null, null, null, null)]
    [InlineData("title_too_long", "T", null, null, null)]
    [InlineData("angle_brackets", "a <b> c", null, null, null)]
    [InlineData("angle_brackets", null, "1 > 0", null, null)]
    [InlineData("privacy_not_offered", "t", null, "friends", null)]
    [InlineData("tags_too_long", "t", null, null, "L")]
    [InlineData("tag_refused", "t", null, null, "a,b")]
    public void Post_OutOfOrder_IsRefused(string code, string? title, string? caption, string? privacy, string? tag)
    {
        var settings = Said with
        {
            PrivacyLevel = privacy,
            Tags = tag switch { null => null, "L" => [new string('x', 501)], _ => [tag] },
        };

        var errors = Judge(null, title == "T" ? new string('t', 101) : title, caption, settings).Where(verdict => verdict.Level == VerdictLevel.Error);

        Assert.Equal([code], errors.Select(verdict => verdict.Code));
    }

    [Fact]
    public void Channel_ThatIsNotVerified_GetsNoLongVideo()
    {
        var file = new FileToPublish(1000, TimeSpan.FromMinutes(16), 1920, 1080);

        Assert.DoesNotContain(Judge(file), verdict => verdict.Level == VerdictLevel.Error);
        Assert.Contains(
            Judge(file, account: new AccountFacts { LongestVideo = TimeSpan.FromMinutes(15) }),
            verdict => verdict is { Level: VerdictLevel.Error, Code: "too_long" });
    }

    [Fact]
    public void Hashtags_BeyondSixty_AndAnAudienceThatIsNotSaid_AreWarnedOf()
    {
        var caption = string.Join(' ', Enumerable.Range(0, 61).Select(number => $"#tag{number}"));

        var warnings = Judge(null, "t", caption, PostSettings.None).Where(verdict => verdict.Level == VerdictLevel.Warning);

        Assert.Equal(["hashtags_ignored", "made_for_kids_not_said"], warnings.Select(verdict => verdict.Code).Order());
    }

    private static IReadOnlyList<Verdict> Judge(
        FileToPublish? file, string? title = "A title", string? caption = null, PostSettings? settings = null, AccountFacts? account = null) =>
        new YoutubeRules(Options.Create(new YoutubeOptions())).Judge(new PostToJudge(file, title, caption, settings ?? Said, account));
}
