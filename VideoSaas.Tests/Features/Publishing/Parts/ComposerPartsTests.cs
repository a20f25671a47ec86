using Bunit;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Components;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Publishing.Compose;
using VideoSaas.Web.Features.Publishing.Parts;

namespace VideoSaas.Tests.Features.Publishing.Parts;

/// <summary>What the composer's parts say and do, each by itself.</summary>
public sealed class ComposerPartsTests : ScreenTest
{
    private static readonly DateTimeOffset Now = new(2026, 11, 11, 3, 42, 0, TimeSpan.Zero);

    private readonly ComposeChannel _instagram = Channel(Platform.Instagram, TextLimits.Instagram);
    private readonly ComposeChannel _twitter = Channel(Platform.Twitter, TextLimits.Twitter);

    [Fact]
    public void Tiles_SayHowEachStands_CountAsEachCounts_AndMarkWhatIsCustomised()
    {
        var state = State(_instagram, _twitter);
        state.Write(null, "漢字");
        state.Write(_twitter, "漢字漢字");

        var tiles = Render<ComposeTiles>(with => with.Add(one => one.State, state).Add(one => one.Tab, null));

        var (instagram, twitter) = (tiles.Find("[data-platform=instagram]"), tiles.Find("[data-platform=twitter]"));
        Assert.Contains("2/2,200", instagram.TextContent, StringComparison.Ordinal);
        Assert.Contains("8/280", twitter.TextContent, StringComparison.Ordinal);
        Assert.Null(instagram.QuerySelector("[aria-label=Customised]"));
        Assert.NotNull(twitter.QuerySelector("[aria-label=Customised]"));
        Assert.Contains("used by 1 of 2", tiles.Find(".vs-tile-shared").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", tiles.Find(".vs-tile-shared button").GetAttribute("aria-pressed"));
    }

    [Fact]
    public void Tile_IsTickedBesideItsTab()
    {
        Guid? opened = null;
        var changes = 0;
        var state = State(_instagram, _twitter);
        var tiles = Render<ComposeTiles>(with => with.Add(one => one.State, state).Add(one => one.Tab, null)
            .Add(one => one.TabChanged, tab => opened = tab).Add(one => one.OnChange, () => changes++));

        tiles.Find("[data-platform=twitter] input").Change(false);
        Assert.Equal([_instagram], state.Chosen);
        Assert.Equal((1, null), (changes, opened));

        tiles.Find("[data-platform=twitter] button").Click();
        Assert.Equal(_twitter.Channel.Id, opened);
        Assert.False(state.IsChosen(_twitter));
    }

    [Fact]
    public void Checks_PutErrorsFirst_AndOfferWhatRepairs()
    {
        ComposeCheck? asked = null;
        var state = State(_instagram, _twitter);
        state.Write(null, string.Concat(Enumerable.Repeat("#tag ", 31)) + new string('x', 200));

        var checks = Render<ComposeChecks>(with => with.Add(one => one.State, state).Add(one => one.OnRepair, check => asked = check));

        Assert.Equal(["Hashtags: 1 too many", "Text is 75 over 280"], checks.FindAll(".vs-check-what .vs-strong").Select(what => what.TextContent));
        checks.FindAll(".vs-check-actions button").First(button => button.TextContent.Contains("Drop the last hashtags", StringComparison.Ordinal)).Click();
        Assert.Equal(_instagram, asked!.Channel);
    }

    [Fact]
    public void Checks_WarnOfTheSameClip_AndBlockNothing()
    {
        var again = _instagram with { SameClipAt = Now.AddDays(-3) };
        var state = State(again);

        var checks = Render<ComposeChecks>(with => with.Add(one => one.State, state));

        Assert.Contains("Same clip went to Instagram 3 days ago", checks.Find(".vs-same-clip").TextContent, StringComparison.Ordinal);
        Assert.Equal([again], state.Going);
    }

    [Fact]
    public void MendedRow_HasTheWayBack()
    {
        MendedCheck? undone = null;
        var state = State(_twitter);
        state.Write(null, new string('x', 300));
        var check = Assert.Single(ComposeCheck.Of(state));
        var mended = new MendedCheck(check, Repair.ShortenText, state.Mend(_twitter, Repair.ShortenText));

        var checks = Render<ComposeChecks>(with => with.Add(one => one.State, state).Add(one => one.Mended, [mended]).Add(one => one.OnUndo, one => undone = one));
        Assert.Contains("X has a caption of its own now.", checks.Find(".vs-mended").TextContent, StringComparison.Ordinal);
        checks.Find(".vs-mended button").Click();

        Assert.Same(mended, undone);
    }

    [Fact]
    public void Editor_OfAChannel_HasTheSharedTextUntilItIsChanged()
    {
        var state = State(_instagram, _twitter);
        state.Write(null, "for all");
        ComposeChannel? reset = null;
        var editor = Render<CaptionEditor>(with => with.Add(one => one.State, state).Add(one => one.Channel, _twitter).Add(one => one.OnUseShared, channel => reset = channel));
        Assert.Empty(editor.FindAll(".vs-own"));

        editor.Find("textarea").Input("for X");
        Assert.Equal("for X", state.OwnTextOf(_twitter));
        Assert.Equal("for all", state.Shared);
        Assert.Equal("5 of 280", editor.Find("#caption-count").TextContent.Trim());

        editor.Find(".vs-editor-head button").Click();
        Assert.Equal(_twitter, reset);
    }

    [Theory]
    [InlineData(Platform.Instagram, true)]
    [InlineData(Platform.Tiktok, true)]
    [InlineData(Platform.Youtube, true)]
    [InlineData(Platform.Facebook, true)]
    [InlineData(Platform.Twitter, false)]
    public void Preview_CutsWhereThePlatformCuts_AndMarksHashtags(Platform platform, bool isCut)
    {
        var channel = Channel(platform, TextLimits.Instagram);
        var state = State(channel);
        state.Write(null, "#เยาวราช " + string.Join(' ', Enumerable.Repeat("ร้านลับ", 12)));

        var preview = Render<PhonePreview>(with => with.Add(one => one.State, state).Add(one => one.Channel, channel));

        Assert.Equal("#เยาวราช", preview.Find(".vs-phone-tag").TextContent);
        Assert.Equal(isCut, preview.FindAll(".vs-phone-more").Count == 1);
        Assert.Equal(isCut, preview.FindAll("[role=switch]").Count == 1);
    }

    [Theory]
    [InlineData(KeepStatus.Untouched, "")]
    [InlineData(KeepStatus.Waiting, "Saving")]
    [InlineData(KeepStatus.Saved, "Saved 10:42")]
    [InlineData(KeepStatus.Failed, "Not saved. We keep trying, your text stays here.")]
    public void SavedMark_SaysHowItStands(KeepStatus status, string words) =>
        Assert.Equal(words, Render<SavedMark>(with => with.Add(one => one.Status, status).Add(one => one.SavedAt, Now)).Find("[role=status]").TextContent.Trim());

    private static ComposeState State(params ComposeChannel[] channels) => new(
        new ComposeView(Guid.CreateVersion7(), "clip.mp4", null, null, 4, 1080, 1920, null, channels),
        (channel, _, caption, _) => TextRules.Judge(caption, channel.TextLimits));

    private static ComposeChannel Channel(Platform platform, TextLimits limits) => new(
        new ChannelView(Guid.CreateVersion7(), platform, "ploy.eats", null, AccountHealth.Connected, Now, null, Now, 0),
        Post: null, limits, File: null, Facts: null, Title: null, PostSettings.None);
}
