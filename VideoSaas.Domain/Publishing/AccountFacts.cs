namespace VideoSaas.Domain.Publishing;

/// <summary>
/// What a platform says of a connected account before a post: the structure of <c>platform_accounts.facts</c>. Null is "not
/// told", never "none".
/// </summary>
public sealed record AccountFacts
{
    /// <summary>The name that the platform's own rules want shown to the person.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Of the account's picture; may end within hours.</summary>
    public string? AvatarAddress { get; init; }

    /// <summary>The platform's words for who may watch, in its order; one of them must be chosen where there are any.</summary>
    public IReadOnlyList<string>? PrivacyLevels { get; init; }

    /// <summary>What the account itself forbids: <c>comment</c>, <c>duet</c>, <c>stitch</c>.</summary>
    public IReadOnlyList<string> SwitchedOff { get; init; } = [];

    public TimeSpan? LongestVideo { get; init; }

    /// <summary>In the platform's moving window.</summary>
    public int? PublishesLeft { get; init; }

    public int? PublishesTotal { get; init; }

    /// <summary>What the account pays the platform for, in its word, such as <c>Premium</c>.</summary>
    public string? Entitlement { get; init; }

    /// <summary>Where this account's texts may be of another length than usual, in the platform's own count.</summary>
    public int? CaptionUnits { get; init; }

    /// <summary>Set while the platform takes no post from the account; the code of a sentence under <c>Verdict_</c>.</summary>
    public string? BlockedCode { get; init; }
}
