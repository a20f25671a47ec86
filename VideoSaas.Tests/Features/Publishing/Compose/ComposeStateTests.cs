using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Publishing.Compose;

namespace VideoSaas.Tests.Features.Publishing.Compose;

/// <summary>What is typed for all and for each, without a screen and a database.</summary>
public sealed class ComposeStateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private static readonly ComposeChannel Instagram = Channel(Platform.Instagram, TextLimits.Instagram);
    private static readonly ComposeChannel Twitter = Channel(Platform.Twitter, TextLimits.Twitter);
    private static readonly ComposeChannel Youtube = Channel(Platform.Youtube, TextLimits.Youtube);

    [Fact]
    public void NewClip_GoesEverywhere_ButToOneAccountAPlatform_AndNowhereThatIsSignedOut()
    {
        var second = Channel(Platform.Instagram, TextLimits.Instagram);
        var signedOut = Channel(Platform.Facebook, TextLimits.Facebook, AccountHealth.NeedsReauth);

        var state = Of(Instagram, second, signedOut, Twitter);

        Assert.Equal([Instagram, Twitter], state.Chosen);
        Assert.False(state.IsDirty);
        Assert.Equal(new PostTime.Now(), state.Time);
    }

    [Fact]
    public void Choose_AnotherAccountOfThePlatform_TakesTheFirstOnesPlace()
    {
        var second = Channel(Platform.Instagram, TextLimits.Instagram);
        var state = Of(Instagram, second, Twitter);

        state.Choose(second, true);

        Assert.Equal([second, Twitter], state.Chosen);
        Assert.True(state.IsDirty);
    }

    [Fact]
    public void Write_InAChannel_LeavesTheOthersWithTheSharedText()
    {
        var state = Of(Instagram, Twitter);
        state.Write(null, "for all");
        state.Write(Twitter, "for X");
        state.Write(null, "for all others");

        Assert.Equal(("for all others", "for X"), (state.TextOf(Instagram), state.TextOf(Twitter)));
        Assert.Equal(1, state.SharedBy);
    }

    [Fact]
    public void UseShared_DropsTheOwnText_AndCanBeUndone()
    {
        var state = Of(Instagram, Twitter);
        state.Write(null, "for all");
        state.Write(Twitter, "for X");

        var undo = state.UseShared(Twitter);
        Assert.Equal(("for all", null), (state.TextOf(Twitter), state.OwnTextOf(Twitter)));

        undo();
        Assert.Equal("for X", state.OwnTextOf(Twitter));
    }

    [Fact]
    public void Mend_ShortensForTheOneChannelAlone_AndTheWayBackIsTheSharedText()
    {
        var state = Of(Instagram, Twitter);
        state.Write(null, string.Join(' ', Enumerable.Repeat("noodles", 50)));
        Assert.False(state.CanGo(Twitter));

        var undo = state.Mend(Twitter, Repair.ShortenText);
        Assert.True(state.CanGo(Twitter));
        Assert.Null(state.OwnTextOf(Instagram));

        undo();
        Assert.Null(state.OwnTextOf(Twitter));
        Assert.False(state.CanGo(Twitter));
    }

    [Fact]
    public void BadPost_BlocksOnlyItself()
    {
        var state = Of(Instagram, Twitter, Youtube);
        state.Write(null, new string('ก', 300));

        Assert.Equal([Instagram, Youtube], state.Going);
        Assert.Equal(3, state.Chosen.Count);
    }

    [Fact]
    public void Tightest_IsTheOneWithTheLeastRoom_OfThoseThatShare()
    {
        var state = Of(Instagram, Twitter);
        state.Write(null, "漢字 สวัสดี");
        Assert.Equal(Twitter, state.Tightest);
        Assert.Equal((9, 11), (state.UnitsOf(Instagram), state.UnitsOf(Twitter)));

        state.Write(Twitter, "hello");
        Assert.Equal(Instagram, state.Tightest);
    }

    [Fact]
    public void Kept_OfAnEarlierRevision_LeavesWhatCameSinceDirty()
    {
        var state = Of(Instagram);
        state.Write(null, "one");
        var revision = state.Revision;
        state.Write(null, "one two");

        state.Kept(revision);
        Assert.True(state.IsDirty);
        state.Kept(state.Revision);
        Assert.False(state.IsDirty);
    }

    [Fact]
    public void Know_KeepsWhatWasTyped_AndLetsGoOfWhatIsOnItsWay()
    {
        var state = Of(Instagram, Twitter);
        state.Write(null, "typed");
        state.Set(Twitter, new PostSettings { IsMadeByAi = true });

        var sent = Twitter with { Post = Row(Twitter, PostStatus.Uploading, submitted: true) };
        state.Know(View("from the table", Instagram, sent));

        Assert.Equal("typed", state.Shared);
        Assert.Equal([Instagram], state.Chosen);
        Assert.True(state.SettingsOf(sent).IsMadeByAi);
    }

    [Fact]
    public void Drafts_AreReadBack_WithTheirOwnTexts_TheirTime_AndWithoutThoseLeftOut()
    {
        var instagram = Instagram with { Post = Row(Instagram, PostStatus.Pending, caption: "shared", at: Noon) };
        var twitter = Twitter with { Post = Row(Twitter, PostStatus.Pending, caption: "own"), Settings = new PostSettings { IsLeftOut = true } };

        var state = new ComposeState(View("shared", instagram, twitter, Youtube), Judge);

        Assert.Equal([instagram], state.Chosen);
        Assert.Equal((null, "own"), (state.OwnTextOf(instagram), state.OwnTextOf(twitter)));
        Assert.Equal(new PostTime.At(Noon), state.Time);
        Assert.Null(state.SettingsOf(twitter).IsLeftOut);
    }

    [Fact]
    public void FailedChannel_WaitsToBeAsked_WhileOthersAreUntouched()
    {
        var failed = Instagram with { Post = Row(Instagram, PostStatus.Failed, submitted: true) };

        Assert.Equal([Twitter], Of(failed, Twitter).Chosen);
        Assert.Equal([failed], Of(failed).Chosen);
    }

    private static ComposeState Of(params ComposeChannel[] channels) => new(View(null, channels), Judge);

    private static IReadOnlyList<Verdict> Judge(ComposeChannel channel, string? title, string? caption, PostSettings settings) =>
        TextRules.Judge(caption, channel.TextLimits);

    private static ComposeView View(string? caption, params ComposeChannel[] channels) =>
        new(Guid.CreateVersion7(), "clip.mp4", null, null, 4, 1080, 1920, caption, channels);

    private static ComposeChannel Channel(Platform platform, TextLimits limits, AccountHealth health = AccountHealth.Connected) => new(
        new ChannelView(Guid.CreateVersion7(), platform, "ploy.eats", null, health, Noon, null, Noon, 0),
        Post: null, limits, File: null, Facts: null, Title: null, PostSettings.None);

    private static PostRow Row(ComposeChannel channel, PostStatus status, bool submitted = false, string? caption = null, DateTimeOffset? at = null) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), channel.Channel.Platform, channel.Channel.Id, "ploy.eats", caption, status, Noon, 0, submitted,
        false, null, null, null, at, null, null, null);
}
