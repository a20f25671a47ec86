using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Features.Publishing.Compose;

/// <summary>One finding of one channel, as it stands in the list.</summary>
public sealed record ComposeCheck(ComposeChannel Channel, Verdict Verdict)
{
    public Repair? Repair => Repairs.For(Verdict);

    /// <summary>Where the person mends it by hand.</summary>
    public CheckPlace Place => Verdict.Code switch
    {
        "caption_too_long" or "too_many_hashtags" or "too_many_mentions" or "too_many_cashtags" or "angle_brackets" or "hashtags_ignored"
            or "link_costs_more" => CheckPlace.Caption,
        "title_too_long" or "title_missing" => CheckPlace.Title,
        "privacy_not_chosen" or "privacy_not_allowed" or "branded_not_private" => CheckPlace.Audience,
        "disclosure_incomplete" => CheckPlace.Disclosure,
        "consent_missing" => CheckPlace.Consent,
        "made_for_kids_not_said" => CheckPlace.Children,
        "too_long" or "too_long_for_account" or "needs_premium_length" or "too_short" or "aspect_refused" or "not_nine_by_sixteen"
            or "cover_beyond_end" or "outside_reels_tab_length" or "too_long_for_short" => CheckPlace.Video,
        _ => CheckPlace.Nowhere,
    };

    /// <summary>Errors of all chosen channels, then warnings; each in the channels' order.</summary>
    public static IReadOnlyList<ComposeCheck> Of(ComposeState state) =>
    [
        .. state.Chosen
            .SelectMany(channel => state.VerdictsOf(channel).Where(verdict => verdict.Level != VerdictLevel.Fine).DistinctBy(verdict => verdict.Code)
                .Select(verdict => new ComposeCheck(channel, verdict)))
            .OrderByDescending(check => check.Verdict.Level),
    ];
}

/// <summary>What of the composer a finding is about.</summary>
public enum CheckPlace
{
    Nowhere,
    Caption,
    Title,
    Audience,
    Disclosure,
    Consent,
    Children,
    Video,
}

/// <summary>What a click has just mended, and the way back.</summary>
public sealed record MendedCheck(ComposeCheck Check, Repair Repair, Action Undo);
