using System.Text;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Tests.Domain.Publishing;

/// <summary>X's own count, by its published examples and by what must hold for any text.</summary>
public sealed class WeightedTextTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("This is a test.", 15)]
    [InlineData("line\nline", 9)]
    [InlineData("A\u0301B", 2)]
    [InlineData("\u00C1B", 2)]
    [InlineData("A\u05E9\u05BC\u05C1", 4)]
    [InlineData("ข้าวซอย", 7)]
    [InlineData("กำ", 2)]
    [InlineData("故人西辞", 8)]
    [InlineData("저찀쯿쿿", 8)]
    [InlineData("のの", 4)]
    [InlineData("“quoted” – ‘so’ — …", 20)]
    [InlineData("\u2000\u200A\u200B\u200D", 4)]
    [InlineData("′″‴", 3)]
    [InlineData("‹€›", 6)]
    [InlineData("©", 1)]
    [InlineData("©\uFE0F", 2)]
    [InlineData("☺", 2)]
    [InlineData("❤\uFE0F", 2)]
    [InlineData("😷👾😡🔥💩", 10)]
    [InlineData("👨\u200D👩\u200D👧\u200D👦", 2)]
    [InlineData("🙋🏽", 2)]
    [InlineData("🙋🏽👨\u200D🎤", 4)]
    [InlineData("🇹🇭🇩🇪", 4)]
    [InlineData("🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F", 2)]
    [InlineData("1\uFE0F\u20E3", 2)]
    [InlineData("H🐱☺👨\u200D👩\u200D👧\u200D👦", 7)]
    [InlineData("\U00010000\U0010FFFF", 4)]
    [InlineData("ක්\u200Dෂ", 4)]
    public void Text_IsCountedByItsWeights(string text, int units) => Assert.Equal(units, WeightedText.UnitsOf(text));

    [Theory]
    [InlineData("http://test.com", 23)]
    [InlineData("https://test.com", 23)]
    [InlineData("test.com", 23)]
    [InlineData("TEST.COM", 23)]
    [InlineData("Test https://test.com test https://test.com test.com test", 86)]
    [InlineData("https://www.example.com/a/very/long/path?with=query&and=more#fragment", 23)]
    [InlineData("https://example.com.", 24)]
    [InlineData("(https://en.wikipedia.org/wiki/Go_(game))", 25)]
    [InlineData("see example.com/path, and", 4 + 23 + 5)]
    [InlineData("https://example.com/กิน", 23 + 3)]
    [InlineData("ดูที่example.comนะ", 5 + 23 + 2)]
    [InlineData("https://some.unknownending/x", 23)]
    [InlineData("http://user.name.example.co.th:8080/x", 23)]
    [InlineData("foo.co.jp", 23)]
    [InlineData("www.example.th", 23)]
    [InlineData("example.th/shop", 23)]
    [InlineData("t.co", 23)]
    [InlineData("twitch.tv", 23)]
    public void Link_CountsTwentyThreeHoweverLong(string text, int units) => Assert.Equal(units, WeightedText.UnitsOf(text));

    [Theory]
    [InlineData("example.th")]
    [InlineData("node.js")]
    [InlineData("end.Next")]
    [InlineData("3.14")]
    [InlineData("nok@example.com")]
    [InlineData("first.name@example.com")]
    [InlineData("#example.com")]
    [InlineData("$example.com")]
    [InlineData("-example.com")]
    [InlineData("example.comrade")]
    [InlineData("ftp://x")]
    [InlineData("http://localhost")]
    [InlineData("...")]
    public void Text_ThatOnlyLooksLikeALink_IsCountedByItsLetters(string text)
    {
        Assert.False(WeightedText.HasLink(text));
        Assert.Equal(text.Length, WeightedText.UnitsOf(text));
    }

    [Fact]
    public void Text_OfHalfPairs_IsCountedAllTheSame() => Assert.Equal(2 + 1 + 2, WeightedText.UnitsOf("\uD83D" + "a" + "\uDE00"));

    [Fact]
    public void Text_OfNoCharacters_IsCountedAllTheSame() => Assert.Equal(4, WeightedText.UnitsOf("\uFFFE\uFDD0"));

    [Fact]
    public void Limit_IsTwoHundredAndEighty()
    {
        Assert.DoesNotContain(TextRules.Judge(new string('ก', 280), TextLimits.Twitter), verdict => verdict.Level == VerdictLevel.Error);
        Assert.Equal("caption_too_long", TextRules.Judge(new string('ก', 281), TextLimits.Twitter)[0].Code);
        Assert.Equal("caption_too_long", TextRules.Judge(new string('字', 141), TextLimits.Twitter)[0].Code);
    }

    /// <summary>Random texts of pieces that do not bind to each other, parted by spaces.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Count_OfAnyText_IsTheSumOfItsParts(int seed)
    {
        var random = new Random(seed);
        (string Text, int Units)[] pieces =
        [
            ("word", 4), ("ที่", 3), ("字", 2), ("👩🏽\u200D🚀", 2), ("https://x.com/a?b=c", 23), ("example.com", 23), ("e\u0301", 1), ("🇹🇭", 2), ("#tag", 4), ("9\uFE0F\u20E3", 2),
        ];
        for (var round = 0; round < 300; round++)
        {
            var chosen = Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)]).ToList();
            var text = string.Join(' ', chosen.Select(piece => piece.Text));
            var units = chosen.Sum(piece => piece.Units) + chosen.Count - 1;

            Assert.Equal(units, WeightedText.UnitsOf(text));

            // Written composed or not, it is the same text.
            Assert.Equal(units, WeightedText.UnitsOf(text.Normalize(NormalizationForm.FormD)));
            Assert.Equal(units, WeightedText.UnitsOf(WeightedText.Normalized(text)));
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Count_OfAnySigns_NeitherFailsNorShrinksByMore(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var signs = Enumerable.Range(0, random.Next(0, 60)).Select(_ => (char)random.Next(0x20, 0x10000)).ToArray();
            var text = new string(signs);
            var units = WeightedText.UnitsOf(text);

            Assert.InRange(units, 0, 2 * WeightedText.Normalized(text).EnumerateRunes().Count());
            Assert.Equal(units + 3, WeightedText.UnitsOf(text + "\n字"));
        }
    }

    [Fact]
    public void Count_OfALongText_IsQuick()
    {
        var text = string.Concat(Enumerable.Repeat("a-b.c_d/e.", 2500));

        Assert.InRange(WeightedText.UnitsOf(text), 1, 25_000);
        Assert.InRange(WeightedText.UnitsOf(new string('a', 25_000) + "." + new string('b', 25_000)), 1, 50_001);
    }
}
