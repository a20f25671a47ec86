using System.Globalization;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Tests.Domain.Publishing;

public sealed class RepairsTests
{
    [Theory]
    [InlineData("one two three four five", 15, "one two three…")]
    [InlineData("short", 15, "short")]
    [InlineData("ผัดไทยกลางคืนที่เยาวราชอร่อยมาก", 12, "ผัดไทยกลาง…")]
    [InlineData("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 25, "👩‍👩‍👧‍👦👩‍👩‍👧‍👦…")]
    public void Shorten_EndsAtAWholeSign_AndFits(string text, int units, string expected)
    {
        var limits = new TextLimits(units, null, null);
        var shorter = Repairs.Shorten(text, limits);
        Assert.Equal(expected, shorter);
        Assert.True(limits.UnitsOf(shorter) <= units);
    }

    [Fact]
    public void Shorten_ByAnyCount_FitsAndKeepsTheBeginning()
    {
        var random = new Random(4);
        string[] signs = ["a", " ", "ก", "้", "ไ", "😀", "👨‍🚀", "\n", "#", "é"];
        for (var round = 0; round < 300; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 200)).Select(_ => signs[random.Next(signs.Length)]));
            foreach (var count in Enum.GetValues<TextCount>())
            {
                var limits = new TextLimits(random.Next(8, 120), null, null, count);
                var shorter = Repairs.Shorten(text, limits);
                Assert.True(limits.UnitsOf(shorter) <= limits.CaptionUnits, string.Create(CultureInfo.InvariantCulture, $"{count} {limits.CaptionUnits}: {shorter}"));
                Assert.StartsWith(shorter.TrimEnd('…').TrimEnd(), text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void DropHashtags_LeavesTheFirstOnesAndEveryWord()
    {
        Assert.Equal("Noodles #one and more", Repairs.DropHashtags("Noodles #one and #two more #three", 1));
        Assert.Equal(5, TextRules.Read(Repairs.DropHashtags(string.Join(' ', Enumerable.Range(0, 40).Select(n => $"#tag{n}x")), 5)).HashtagCount);
    }

    [Fact]
    public void For_AVerdict_NamesWhatOneClickCanDo()
    {
        Assert.Equal(Repair.CutToLength, Repairs.For(Verdict.Error("too_long", 200d, 140d)));
        Assert.Equal(TimeSpan.FromSeconds(140), Repairs.LengthOf(Verdict.Error("too_long", 200d, 140d)));
        Assert.Equal(Repair.ShortenText, Repairs.For(Verdict.Error("caption_too_long", 300, 280)));
        Assert.Equal(Repair.PadToNineBySixteen, Repairs.For(Verdict.Warning("not_nine_by_sixteen", 1, 2)));
        Assert.Null(Repairs.For(Verdict.Fine("length", 20d)));
        Assert.Null(Repairs.For(Verdict.Error("no_file")));
    }
}
