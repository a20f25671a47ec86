using VideoSaas.Domain.Videos;

namespace VideoSaas.Tests.Domain.Videos;

public sealed class VideoTextTests
{
    [Fact]
    public void Text_IsTrimmedAndItsWordsLoseTheirMarks()
    {
        var text = VideoText.Of("  สวัสดี\r\nhello\0 ", ["#หน้าหนาว", " Travel", "travel", "#"], ["@ploy", "ploy"]).Value;
        Assert.Equal("สวัสดี\nhello", text.Caption);
        Assert.Equal(["หน้าหนาว", "Travel"], text.Hashtags);
        Assert.Equal(["ploy"], text.Mentions);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("   ")]
    public void Caption_OfNothing_IsNone(string? written) => Assert.Null(VideoText.Of(written, [], []).Value.Caption);

    [Theory]
    [InlineData("two words")]
    [InlineData("a#b")]
    [InlineData("a,b")]
    public void Hashtag_ThatIsNoWord_IsRefused(string tag) => Assert.Equal("bad_hashtag", VideoText.Of(null, [tag], []).Refusal?.Code);

    [Fact]
    public void Limits_AreHeld()
    {
        Assert.Equal("caption_too_long", VideoText.Of(new string('x', VideoText.MaxCaptionLength + 1), [], []).Refusal?.Code);
        var many = Enumerable.Range(0, VideoText.MaxWords + 1).Select(number => $"w{number}").ToList();
        Assert.Equal("too_many_hashtags", VideoText.Of(null, many, []).Refusal?.Code);
        Assert.Equal("too_many_mentions", VideoText.Of(null, [], many).Refusal?.Code);
    }
}
