using VideoSaas.Domain.Publishing;

namespace VideoSaas.Tests.Domain.Publishing;

public sealed class TiktokRulesTests
{
    private static readonly FileToPublish File = new(1_000_000, TimeSpan.FromSeconds(30), 1080, 1920, 30);

    private static readonly PostSettings Settings = new() { PrivacyLevel = TiktokPrivacy.Everyone, ConsentedAt = DateTimeOffset.UnixEpoch };

    private static readonly AccountFacts Facts = new()
    {
        PrivacyLevels = [TiktokPrivacy.Everyone, TiktokPrivacy.Friends, TiktokPrivacy.OnlyMe],
        SwitchedOff = [TiktokInteraction.Stitch],
        LongestVideo = TimeSpan.FromSeconds(60),
    };

    public static TheoryData<string, PostSettings, AccountFacts?, FileToPublish> Errors() => new()
    {
        { "privacy_not_chosen", Settings with { PrivacyLevel = null }, Facts, File },
        { "privacy_not_chosen", Settings with { PrivacyLevel = null }, null, File },
        { "privacy_not_allowed", Settings with { PrivacyLevel = TiktokPrivacy.Followers }, Facts, File },
        { "consent_missing", Settings with { ConsentedAt = null }, Facts, File },
        { "disclosure_incomplete", Settings with { DisclosesPromotion = true }, Facts, File },
        { "branded_not_private", Settings with { PrivacyLevel = TiktokPrivacy.OnlyMe, IsPaidPartnership = true }, Facts, File },
        { "too_long_for_account", Settings, Facts, File with { Duration = TimeSpan.FromSeconds(61) } },
        { "too_long", Settings, null, File with { Duration = TimeSpan.FromSeconds(601) } },
        { "too_short", Settings, Facts, File with { Duration = TimeSpan.FromSeconds(2) } },
        { "picture_too_small", Settings, Facts, File with { Width = 270, Height = 480 } },
        { "too_tall", Settings, Facts, File with { Width = 2160, Height = 4100 } },
        { "frame_rate_refused", Settings, Facts, File with { FramesPerSecond = 120 } },
        { "file_too_big", Settings, Facts, File with { SizeBytes = 4_000_000_001 } },
        { "cover_beyond_end", Settings with { CoverAtMs = 31_000 }, Facts, File },
        { TiktokBlocks.Banned, Settings, Facts with { BlockedCode = TiktokBlocks.Banned }, File },
        { TiktokBlocks.NotAudited, Settings, Facts with { BlockedCode = TiktokBlocks.NotAudited }, File },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Post_AgainstARule_IsStoppedByItAlone(string code, PostSettings settings, AccountFacts? facts, FileToPublish file)
    {
        var errors = TiktokRules.Judge(new PostToJudge(file, null, "text", settings, facts)).Where(verdict => verdict.Level == VerdictLevel.Error);

        Assert.Equal([code], errors.Select(verdict => verdict.Code));
    }

    [Fact]
    public void Post_WithEverythingChosen_IsFine() =>
        Assert.All(Judge(Settings, Facts), verdict => Assert.Equal(VerdictLevel.Fine, verdict.Level));

    [Fact]
    public void Draft_ForTheInbox_NeedsNoChoices() =>
        Assert.All(Judge(new PostSettings { GoesToInbox = true }, Facts), verdict => Assert.Equal(VerdictLevel.Fine, verdict.Level));

    [Theory]
    [InlineData(TiktokBlocks.DailyLimit)]
    [InlineData(TiktokBlocks.AppLimit)]
    public void Limit_OfADay_WarnsAndStopsNothing(string blocked) => Assert.Equal(
        (VerdictLevel.Warning, blocked), (Judge(Settings, Facts with { BlockedCode = blocked })[0].Level, Judge(Settings, Facts with { BlockedCode = blocked })[0].Code));

    [Fact]
    public void Interaction_ThatTheAccountForbids_StaysOffAndIsSaid()
    {
        var wanted = Settings with { AllowsStitches = true, AllowsComments = true };

        Assert.False(TiktokRules.Allows(wanted, TiktokInteraction.Stitch, Facts));
        Assert.True(TiktokRules.Allows(wanted, TiktokInteraction.Comment, Facts));
        Assert.Equal(["stitch_switched_off"], Judge(wanted, Facts).Where(verdict => verdict.Level == VerdictLevel.Warning).Select(verdict => verdict.Code));
    }

    [Fact]
    public void Disclosure_TurnedOff_ForgetsWhatWasDisclosed()
    {
        var paid = TiktokRules.WithPaidPartnership(Settings, true);
        Assert.Equal((true, null), (TiktokRules.Discloses(paid), paid.ConsentedAt));

        var off = TiktokRules.WithDisclosure(paid with { ConsentedAt = DateTimeOffset.UnixEpoch }, false);

        Assert.Equal((false, TiktokLabel.None, null), (TiktokRules.Discloses(off), TiktokRules.LabelOf(off), off.ConsentedAt));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("ก็", 2)]
    [InlineData("👍", 2)]
    [InlineData("👨‍👩‍👧", 8)]
    public void Text_IsCountedInUtf16Units(string text, int units) => Assert.Equal(units, TextLimits.Tiktok.UnitsOf(text));

    private static IReadOnlyList<Verdict> Judge(PostSettings settings, AccountFacts facts) =>
        TiktokRules.Judge(new PostToJudge(File, null, "text", settings, facts));
}
