using VideoSaas.Domain.Publishing;

namespace VideoSaas.Tests.Domain.Publishing;

public sealed class TextRulesTests
{
    [Theory]
    [InlineData("#one two #three", "one,three")]
    [InlineData("#one#two", "one,two")]
    [InlineData("สวัสดี#แมวน้อย วันนี้ #อาหารไทย๒", "แมวน้อย,อาหารไทย๒")]
    [InlineData("ก๋วยเตี๋ยว #ก๋วยเตี๋ยวเรือ!", "ก๋วยเตี๋ยวเรือ")]
    [InlineData("#Cat and #cat", "Cat")]
    [InlineData("C#minor &#39; https://a.b/#part # ##", "")]
    [InlineData("#2026 is a number, #2026x is not", "2026x")]
    [InlineData("＃全角", "全角")]
    public void Caption_WithTags_GivesEachOnce(string caption, string expected) =>
        Assert.Equal(expected, string.Join(',', TextRules.Read(caption).Hashtags));

    [Theory]
    [InlineData("with @nok.kitchen and @a_b", "nok.kitchen,a_b")]
    [InlineData("ดูที่@nok", "nok")]
    [InlineData("mail me@example.org", "")]
    [InlineData("thanks @nok.", "nok")]
    [InlineData("@@nok", "nok")]
    public void Caption_WithNames_GivesEachOnce(string caption, string expected) =>
        Assert.Equal(expected, string.Join(',', TextRules.Read(caption).Mentions));

    [Fact]
    public void Tags_ThatRepeat_AreAllCounted()
    {
        var parts = TextRules.Read("#a1 #a1 #a1");

        Assert.Equal((3, 1), (parts.HashtagCount, parts.Hashtags.Length));
    }

    [Theory]
    [InlineData(2200, 0, 0, null)]
    [InlineData(2201, 0, 0, "caption_too_long")]
    [InlineData(0, 30, 20, null)]
    [InlineData(0, 31, 0, "too_many_hashtags")]
    [InlineData(0, 0, 21, "too_many_mentions")]
    public void Text_AtItsLimits_IsJudged(int letters, int tags, int names, string? error)
    {
        var caption = new string('a', letters)
            + string.Concat(Enumerable.Range(0, tags).Select(i => $" #t{i}"))
            + string.Concat(Enumerable.Range(0, names).Select(i => $" @n{i}"));

        var errors = TextRules.Judge(caption, TextLimits.Instagram).Where(verdict => verdict.Level == VerdictLevel.Error);

        Assert.Equal(error, errors.SingleOrDefault()?.Code);
    }

    [Fact]
    public void Emoji_CountsAsItsUtf16Units() => Assert.Equal(4, TextRules.Read("🐈🐈").Units);

    [Fact]
    public void AnyText_IsReadWithoutLoss() => CsCheck.Check.Sample(CsCheck.Gen.String, text =>
    {
        var parts = TextRules.Read(text);
        return parts.Hashtags.All(tag => text.Contains(tag, StringComparison.Ordinal))
            && parts.Mentions.All(name => text.Contains("@" + name, StringComparison.Ordinal))
            && parts.Units == text.Length;
    });
}
