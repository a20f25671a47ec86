using VideoSaas.Domain.Publishing;

namespace VideoSaas.Tests.Domain.Publishing;

/// <summary>Where an app cuts a text, and what of a clip it covers.</summary>
public sealed class FeedLookTests
{
    [Fact]
    public void ShortText_IsShownWhole() => Assert.Equal(new CutText("ข้าวซอย", false), FeedLook.Cut(Platform.Tiktok, " ข้าวซอย\r\n"));

    [Theory]
    [InlineData(Platform.Instagram, "one line", false)]
    [InlineData(Platform.Instagram, "one\ntwo", true)]
    [InlineData(Platform.Tiktok, "one\ntwo", false)]
    [InlineData(Platform.Tiktok, "one\ntwo\nthree", true)]
    [InlineData(Platform.Twitter, "one\ntwo\nthree", false)]
    public void Lines_AreCutWhereThePlatformCutsThem(Platform platform, string text, bool isCut) =>
        Assert.Equal(isCut, FeedLook.Cut(platform, text).IsCut);

    [Fact]
    public void Cut_IsAtASpaceWhereOneIsNear_AndNeverBetweenALetterAndItsMarks()
    {
        Assert.Equal("aaaa bbbb cccc dddd eeee ffff gggg hhhh", FeedLook.Cut(Platform.Instagram, "aaaa bbbb cccc dddd eeee ffff gggg hhhh iiii jjjj").Shown);

        // Every letter carries two marks: a cut by UTF-16 units would tear them apart.
        var cut = FeedLook.Cut(Platform.Instagram, string.Concat(Enumerable.Repeat("กู้", 60)));
        Assert.Equal(string.Concat(Enumerable.Repeat("กู้", 40)), cut.Shown);
        Assert.True(cut.IsCut);
    }

    [Fact]
    public void EveryPlatform_HasALook_AndEveryZoneLeavesRoomInTheMiddle()
    {
        foreach (var platform in Enum.GetValues<Platform>())
        {
            Assert.Equal("x", FeedLook.Cut(platform, "x").Shown);
            if (FeedLook.SafeZoneOf(platform) is { } zone)
            {
                Assert.InRange(zone.Top + zone.Bottom, .2, .6);
                Assert.InRange(zone.Left + zone.Right, .1, .3);
            }
        }
    }
}
