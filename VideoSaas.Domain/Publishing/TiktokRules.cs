using VideoSaas.Domain.Media;

namespace VideoSaas.Domain.Publishing;

/// <summary>TikTok's words for who may watch.</summary>
public static class TiktokPrivacy
{
    public const string Everyone = "PUBLIC_TO_EVERYONE";

    public const string Friends = "MUTUAL_FOLLOW_FRIENDS";

    public const string Followers = "FOLLOWER_OF_CREATOR";

    public const string OnlyMe = "SELF_ONLY";
}

/// <summary>What an account can forbid, in the words of <see cref="AccountFacts.SwitchedOff"/>.</summary>
public static class TiktokInteraction
{
    public const string Comment = "comment";

    public const string Duet = "duet";

    public const string Stitch = "stitch";

    public static readonly IReadOnlyList<string> All = [Comment, Duet, Stitch];
}

/// <summary>The label that TikTok puts on a post that discloses what it promotes.</summary>
public enum TiktokLabel
{
    None,

    /// <summary>Shown as "Promotional content".</summary>
    Promotional,

    /// <summary>Shown as "Paid partnership".</summary>
    PaidPartnership,
}

/// <summary>What one can be chosen for, and if not, the code of the reason.</summary>
/// <param name="Word">TikTok's own.</param>
public sealed record TiktokChoice(string Word, string? RefusedCode)
{
    public bool IsOpen => RefusedCode is null;
}

/// <summary>
/// TikTok's content sharing guidelines and its direct post reference, 2026-09-11: what must be chosen by hand, what excludes
/// what, and which words of consent belong to which choice.
/// </summary>
public static class TiktokRules
{
    private static readonly FileLimits Limits = FileLimits.Of(PlatformMediaRules.TiktokVideo);

    /// <summary>Errors first. What belongs to the inbox is chosen in TikTok's own app, so only the file is judged then.</summary>
    public static IReadOnlyList<Verdict> Judge(PostToJudge post)
    {
        var verdicts = new List<Verdict>();
        if (post.File is { } file)
        {
            verdicts.AddRange(OfFile(file));
        }

        verdicts.AddRange(OfAccount(post));
        if (post.Settings.GoesToInbox != true)
        {
            verdicts.AddRange(OfSettings(post.Settings, post.Account));
            if (post.CoverAtMs is { } cover && post.File?.Duration is { } length && cover > length.TotalMilliseconds)
            {
                verdicts.Add(Verdict.Error("cover_beyond_end", Math.Round(cover / 1000d, 1), Math.Round(length.TotalSeconds, 1)));
            }
        }

        return [.. verdicts.OrderByDescending(verdict => verdict.Level)];
    }

    /// <summary>Who may watch, in the account's order. Branded content may be for anybody but its creator alone.</summary>
    public static IReadOnlyList<TiktokChoice> PrivacyChoices(PostSettings settings, AccountFacts? account) =>
    [
        .. (account?.PrivacyLevels ?? []).Select(level => new TiktokChoice(
            level, level == TiktokPrivacy.OnlyMe && settings.IsPaidPartnership == true ? "branded_not_private" : null)),
    ];

    /// <summary>Null where paid content can be disclosed; else why not.</summary>
    public static string? PaidPartnershipRefusedCode(PostSettings settings) =>
        settings.PrivacyLevel == TiktokPrivacy.OnlyMe ? "branded_not_private" : null;

    public static bool IsSwitchedOff(string interaction, AccountFacts? account) => account?.SwitchedOff.Contains(interaction) == true;

    /// <summary>Off until the person turns it on, and always where the account forbids it.</summary>
    public static bool Allows(PostSettings settings, string interaction, AccountFacts? account) =>
        !IsSwitchedOff(interaction, account) && (interaction switch
        {
            TiktokInteraction.Comment => settings.AllowsComments,
            TiktokInteraction.Duet => settings.AllowsDuets,
            TiktokInteraction.Stitch => settings.AllowsStitches,
            _ => throw new ArgumentOutOfRangeException(nameof(interaction), interaction, "TikTok has no such interaction."),
        }) == true;

    public static PostSettings WithAllowed(PostSettings settings, string interaction, bool isAllowed) => interaction switch
    {
        TiktokInteraction.Comment => settings with { AllowsComments = isAllowed },
        TiktokInteraction.Duet => settings with { AllowsDuets = isAllowed },
        TiktokInteraction.Stitch => settings with { AllowsStitches = isAllowed },
        _ => throw new ArgumentOutOfRangeException(nameof(interaction), interaction, "TikTok has no such interaction."),
    };

    public static bool Discloses(PostSettings settings) =>
        settings.DisclosesPromotion == true || settings.PromotesOwnBrand == true || settings.IsPaidPartnership == true;

    /// <summary>Turned off, what was disclosed is forgotten. A consent is to a wording, so another wording ends it.</summary>
    public static PostSettings WithDisclosure(PostSettings settings, bool discloses) => Reworded(settings, settings with
    {
        DisclosesPromotion = discloses ? true : null,
        PromotesOwnBrand = discloses ? settings.PromotesOwnBrand : null,
        IsPaidPartnership = discloses ? settings.IsPaidPartnership : null,
    });

    public static PostSettings WithOwnBrand(PostSettings settings, bool promotes) =>
        Reworded(settings, settings with { DisclosesPromotion = true, PromotesOwnBrand = promotes });

    public static PostSettings WithPaidPartnership(PostSettings settings, bool isPaid) =>
        Reworded(settings, settings with { DisclosesPromotion = true, IsPaidPartnership = isPaid });

    /// <summary>Paid weighs more than own where both are true.</summary>
    public static TiktokLabel LabelOf(PostSettings settings) =>
        settings.IsPaidPartnership == true ? TiktokLabel.PaidPartnership
        : settings.PromotesOwnBrand == true ? TiktokLabel.Promotional
        : TiktokLabel.None;

    /// <summary>Paid content needs consent to the Branded Content Policy too.</summary>
    public static bool ConsentNamesBrandedContent(PostSettings settings) => settings.IsPaidPartnership == true;

    private static PostSettings Reworded(PostSettings before, PostSettings after) =>
        ConsentNamesBrandedContent(before) == ConsentNamesBrandedContent(after) ? after : after with { ConsentedAt = null };

    private static IEnumerable<Verdict> OfFile(FileToPublish file)
    {
        foreach (var verdict in Preflight.Judge(file, Limits))
        {
            yield return verdict;
        }

        var rules = PlatformMediaRules.TiktokVideo.Picture;
        if (file is { Width: { } width, Height: { } height })
        {
            if (Math.Min(width, height) < rules.MinShortSide)
            {
                yield return Verdict.Error("picture_too_small", width, height, rules.MinShortSide);
            }

            if (height > rules.MaxHeight)
            {
                yield return Verdict.Error("too_tall", height, rules.MaxHeight);
            }
        }
    }

    private static IEnumerable<Verdict> OfAccount(PostToJudge post)
    {
        if (post.Account is not { } account)
        {
            yield break;
        }

        if (account.BlockedCode is { } blocked)
        {
            // A day's limit opens again by itself and the post waits for it; a ban does not.
            yield return blocked == TiktokBlocks.DailyLimit || blocked == TiktokBlocks.AppLimit
                ? Verdict.Warning(blocked)
                : Verdict.Error(blocked);
        }

        if (post.Settings.GoesToInbox != true && account.LongestVideo is { } longest && post.File?.Duration is { } length && length > longest)
        {
            yield return Verdict.Error("too_long_for_account", Math.Round(length.TotalSeconds, 1), Math.Round(longest.TotalSeconds, 1));
        }
    }

    private static IEnumerable<Verdict> OfSettings(PostSettings settings, AccountFacts? account)
    {
        if (settings.PrivacyLevel is not { } level)
        {
            yield return Verdict.Error("privacy_not_chosen");
        }
        else if (account?.PrivacyLevels is { } levels && !levels.Contains(level))
        {
            yield return Verdict.Error("privacy_not_allowed");
        }

        if (Discloses(settings) && LabelOf(settings) == TiktokLabel.None)
        {
            yield return Verdict.Error("disclosure_incomplete");
        }

        if (settings is { IsPaidPartnership: true, PrivacyLevel: TiktokPrivacy.OnlyMe })
        {
            yield return Verdict.Error("branded_not_private");
        }

        if (settings.ConsentedAt is null)
        {
            yield return Verdict.Error("consent_missing");
        }

        foreach (var interaction in TiktokInteraction.All)
        {
            if (IsSwitchedOff(interaction, account) && Allows(settings, interaction, account: null))
            {
                yield return Verdict.Warning($"{interaction}_switched_off");
            }
        }
    }
}

/// <summary>Why TikTok takes no post from an account now: words of <see cref="AccountFacts.BlockedCode"/>.</summary>
public static class TiktokBlocks
{
    /// <summary>The creator has posted as often as TikTok lets apps post in 24 hours, all apps together.</summary>
    public const string DailyLimit = "tiktok_daily_limit";

    /// <summary>As many creators as this app may serve have posted in the last 24 hours.</summary>
    public const string AppLimit = "tiktok_app_limit";

    public const string Banned = "tiktok_banned";

    /// <summary>TikTok has not audited this app, and then takes posts for private accounts only.</summary>
    public const string NotAudited = "tiktok_not_audited";
}
