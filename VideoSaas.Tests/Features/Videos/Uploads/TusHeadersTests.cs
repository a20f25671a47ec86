using VideoSaas.Web.Features.Videos.Uploads;

namespace VideoSaas.Tests.Features.Videos.Uploads;

public sealed class TusHeadersTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Count_OfDigits_IsRead(string text, long count)
    {
        Assert.True(TusHeaders.TryParseCount(text, out var read));
        Assert.Equal(count, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("+1")]
    [InlineData("-0")]
    [InlineData("1,000")]
    [InlineData("1e3")]
    [InlineData("9223372036854775808")]
    public void Count_OfAnythingElse_IsNone(string? text) => Assert.False(TusHeaders.TryParseCount(text, out _));

    [Theory]
    [InlineData("application/offset+octet-stream", true)]
    [InlineData("Application/Offset+Octet-Stream; charset=x", true)]
    [InlineData("application/offset+octet-stream2", false)]
    [InlineData(null, false)]
    public void OffsetContent_IsToldByItsTypeAlone(string? type, bool expected) =>
        Assert.Equal(expected, TusHeaders.IsOffsetContent(type));

    [Fact]
    public void NewToken_IsAToken_AndAlwaysAnother()
    {
        var tokens = Enumerable.Range(0, 100).Select(_ => TusHeaders.NewToken()).ToList();
        Assert.All(tokens, token => Assert.True(TusHeaders.IsToken(token)));
        Assert.Equal(100, tokens.Distinct().Count());
    }
}
