using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Components;
using VideoSaas.Web.Features.Publishing.Parts;

namespace VideoSaas.Tests.Features.Publishing.Parts;

/// <summary>TikTok's content rules, point by point, as its reviewers would look.</summary>
public sealed class TiktokPanelTests : ScreenTest
{
    private static readonly AccountFacts Facts = new()
    {
        DisplayName = "Ploy กินเก่ง",
        AvatarAddress = "https://p16.tiktokcdn.com/ploy.jpeg",
        PrivacyLevels = [TiktokPrivacy.Everyone, TiktokPrivacy.Friends, TiktokPrivacy.OnlyMe],
        SwitchedOff = [TiktokInteraction.Duet],
        LongestVideo = TimeSpan.FromMinutes(10),
    };

    private PostSettings _settings = PostSettings.None;

    [Fact]
    public void Creator_IsShownByNameAndPicture()
    {
        var panel = Show();

        Assert.Contains("Ploy กินเก่ง", panel.Find("header").TextContent, StringComparison.Ordinal);
        Assert.Contains("@ploy.eats", panel.Find("header").TextContent, StringComparison.Ordinal);
        Assert.Equal("https://p16.tiktokcdn.com/ploy.jpeg", panel.Find("header img").GetAttribute("src"));
    }

    [Fact]
    public void Privacy_OffersWhatTheAccountOffers_AndNothingIsChosen()
    {
        var panel = Show();

        Assert.Equal(
            ["", TiktokPrivacy.Everyone, TiktokPrivacy.Friends, TiktokPrivacy.OnlyMe],
            panel.FindAll("#tiktok-privacy option").Select(option => option.GetAttribute("value")!));
        Assert.True(panel.Find("#tiktok-privacy option[value='']").HasAttribute("selected"));
        Assert.Single(panel.FindAll("[data-fault=privacy_not_chosen]"));

        panel.Find("#tiktok-privacy").Change(TiktokPrivacy.Friends);
        Assert.Equal(TiktokPrivacy.Friends, _settings.PrivacyLevel);
        Assert.Empty(Show().FindAll("[data-fault=privacy_not_chosen]"));
    }

    [Fact]
    public void Privacy_ThatTheAccountNoLongerOffers_IsChosenAnew()
    {
        _settings = new PostSettings { PrivacyLevel = TiktokPrivacy.Followers };

        var panel = Show();

        Assert.True(panel.Find("#tiktok-privacy option[value='']").HasAttribute("selected"));
        Assert.Single(panel.FindAll("[data-fault=privacy_not_allowed]"));
    }

    [Fact]
    public void Interactions_AreOff_AndThoseThatTheAccountForbidsCannotBeTurnedOn()
    {
        var panel = Show();

        Assert.All(TiktokInteraction.All, one => Assert.False(panel.Find($"input[name={one}]").IsChecked()));
        Assert.Equal([TiktokInteraction.Duet], TiktokInteraction.All.Where(one => panel.Find($"input[name={one}]").IsDisabled()));
        Assert.Contains("Off in your TikTok settings", panel.Find("input[name=duet]").ParentElement!.TextContent, StringComparison.Ordinal);

        panel.Find("input[name=comment]").Change(true);
        Assert.Equal((true, null, null), (_settings.AllowsComments, _settings.AllowsDuets, _settings.AllowsStitches));
    }

    [Fact]
    public void Disclosure_IsOff_AndTurnedOnItNeedsOneOfItsTwo()
    {
        var panel = Show();
        Assert.False(panel.Find("input[name=disclose]").IsChecked());
        Assert.Empty(panel.FindAll("input[name=own], input[name=paid]"));

        panel.Find("input[name=disclose]").Change(true);
        panel = Show();
        Assert.Equal(2, panel.FindAll("input[name=own], input[name=paid]").Count);
        Assert.Equal(
            "You need to indicate if your content promotes yourself, a third party, or both.",
            panel.Find("[data-fault=disclosure_incomplete]").TextContent.Trim());
    }

    [Theory]
    [InlineData(true, false, "Promotional content")]
    [InlineData(false, true, "Paid partnership")]
    [InlineData(true, true, "Paid partnership")]
    public void Disclosure_SaysTheLabelThatThePostWillCarry(bool own, bool paid, string label)
    {
        _settings = new PostSettings { DisclosesPromotion = true, PromotesOwnBrand = own, IsPaidPartnership = paid };

        Assert.Contains($"'{label}'", Show().Find("[data-part=label]").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false, "By posting, you agree to TikTok's Music Usage Confirmation.")]
    [InlineData(true, false, "By posting, you agree to TikTok's Music Usage Confirmation.")]
    [InlineData(false, true, "By posting, you agree to TikTok's Branded Content Policy and Music Usage Confirmation.")]
    [InlineData(true, true, "By posting, you agree to TikTok's Branded Content Policy and Music Usage Confirmation.")]
    public void Consent_HasThePlatformsWords(bool own, bool paid, string words)
    {
        _settings = new PostSettings { PromotesOwnBrand = own, IsPaidPartnership = paid };

        var panel = Show();

        Assert.Equal(words, panel.Find("[data-part=consent]").TextContent);
        Assert.All(panel.FindAll("[data-part=consent] a"), link => Assert.StartsWith("https://www.tiktok.com/legal/", link.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Fact]
    public void Consent_IsGivenByHand_AndEndsWithItsWording()
    {
        var panel = Show();
        Assert.False(panel.Find("input[name=consent]").IsChecked());

        panel.Find("input[name=consent]").Change(true);
        Assert.Equal(Time.GetUtcNow(), _settings.ConsentedAt);

        _settings = TiktokRules.WithDisclosure(_settings, true);
        Show().Find("input[name=own]").Change(true);
        Assert.NotNull(_settings.ConsentedAt);
        Show().Find("input[name=paid]").Change(true);
        Assert.Null(_settings.ConsentedAt);
    }

    [Fact]
    public void BrandedContent_AndOnlyMe_ExcludeEachOther_WithTheReason()
    {
        _settings = new PostSettings { DisclosesPromotion = true, PrivacyLevel = TiktokPrivacy.OnlyMe };
        var panel = Show();
        Assert.True(panel.Find("input[name=paid]").IsDisabled());
        Assert.Contains("cannot be set to private", panel.Find("input[name=paid]").ParentElement!.TextContent, StringComparison.Ordinal);

        _settings = new PostSettings { DisclosesPromotion = true, IsPaidPartnership = true };
        Assert.True(Show().Find($"#tiktok-privacy option[value={TiktokPrivacy.OnlyMe}]").HasAttribute("disabled"));
    }

    [Fact]
    public void Inbox_ReplacesEveryFieldByASentence()
    {
        var panel = Show();
        panel.FindAll(".vs-tiktok-modes button")[1].Click();
        Assert.True(_settings.GoesToInbox);

        panel = Show();
        Assert.Empty(panel.FindAll("input, select"));
        Assert.StartsWith("TikTok ignores these settings in the inbox", panel.Find("[data-part=inbox]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Account_ThatMayNotPost_SaysWhy() => Assert.Contains(
        "TikTok does not let this account post", Show(Facts with { BlockedCode = TiktokBlocks.Banned }).Find("[role=alert]").TextContent, StringComparison.Ordinal);

    [Fact]
    public void Panel_InThai_SpeaksThai()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("th");

        Assert.Equal("เมื่อโพสต์ แสดงว่าคุณยอมรับ การยืนยันการใช้เพลง ของ TikTok", Show().Find("[data-part=consent]").TextContent);
    }

    private IRenderedComponent<TiktokPanel> Show(AccountFacts? facts = null) => Render<TiktokPanel>(parameters => parameters
        .Add(one => one.Settings, _settings)
        .Add(one => one.SettingsChanged, changed => _settings = changed)
        .Add(one => one.Account, facts ?? Facts)
        .Add(one => one.Username, "ploy.eats"));
}
