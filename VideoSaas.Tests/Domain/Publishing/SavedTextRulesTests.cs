using VideoSaas.Domain.Publishing;

namespace VideoSaas.Tests.Domain.Publishing;

/// <summary>From what a person saved to what is put into a caption.</summary>
public sealed class SavedTextRulesTests
{
    private static readonly TemplateValues Values = new("ร้านลับ {date}", "clip_01", "25 November 2026");

    [Fact]
    public void Fill_ReplacesEveryPlaceholder_AndNothingElse() => Assert.Equal(
        "ร้านลับ {date}: clip_01, 25 November 2026, clip_01 {name} {",
        SavedTextRules.Fill("{title}: {filename}, {date}, {FileName} {name} {", Values));

    [Theory]
    [InlineData("#one #two", "one two")]
    [InlineData("one, two\n#เยาวราช", "one two เยาวราช")]
    [InlineData("#one#two #ONE", "one two")]
    [InlineData("  # 123 !!! ", "")]
    [InlineData(null, "")]
    public void ReadHashtags_TakesThemAsTheyAreTyped(string? typed, string expected) =>
        Assert.Equal(expected, string.Join(' ', SavedTextRules.ReadHashtags(typed)));

    [Fact]
    public void LinkedPlaces_AreHashtagsAndNames_InOrder() => Assert.Equal(
        ["@nok", "#เยาวราช", "@ploy.eats"],
        TextRules.LinkedPlaces("กับ @nok ที่ #เยาวราช และ @ploy.eats").Select(place => "กับ @nok ที่ #เยาวราช และ @ploy.eats".Substring(place.Start, place.Length)));
}
