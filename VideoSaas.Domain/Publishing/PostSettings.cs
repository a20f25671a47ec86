using System.Text.Json;
using System.Text.Json.Serialization;

namespace VideoSaas.Domain.Publishing;

/// <summary>
/// What a person chose for one post beside its text: the structure of <c>platform_posts.settings</c>. Each platform reads what
/// it knows; null is "nothing chosen", for which the platform's rules say whether that is allowed.
/// </summary>
public sealed record PostSettings
{
    public static readonly PostSettings None = new();

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Who may watch, in the platform's word.</summary>
    public string? PrivacyLevel { get; init; }

    public bool? AllowsComments { get; init; }

    public bool? AllowsDuets { get; init; }

    public bool? AllowsStitches { get; init; }

    /// <summary>It promotes something; then one or both of the two that follow say what.</summary>
    public bool? DisclosesPromotion { get; init; }

    /// <summary>It promotes the creator's own business.</summary>
    public bool? PromotesOwnBrand { get; init; }

    /// <summary>Somebody pays for it.</summary>
    public bool? IsPaidPartnership { get; init; }

    public bool? IsMadeByAi { get; init; }

    /// <summary>TikTok: sent to the app's inbox, where the person finishes it.</summary>
    public bool? GoesToInbox { get; init; }

    /// <summary>When the person agreed to the platform's terms for this very post.</summary>
    public DateTimeOffset? ConsentedAt { get; init; }

    /// <summary>YouTube: made for children, by law.</summary>
    public bool? IsMadeForKids { get; init; }

    /// <summary>YouTube's number of a category.</summary>
    public string? CategoryId { get; init; }

    /// <summary>YouTube's tags, without sign.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    public bool? NotifiesSubscribers { get; init; }

    /// <summary>Instagram: the reel is shown in the feed too.</summary>
    public bool? SharesToFeed { get; init; }

    /// <summary>The frame for the cover, from the start of the file; null takes the one that was chosen for the clip.</summary>
    public long? CoverAtMs { get; init; }

    /// <summary>Of a draft: what was written for the channel is kept, but the post is not to go there for now.</summary>
    public bool? IsLeftOut { get; init; }

    /// <summary>Of a draft: once it is submitted it goes into the channel's next free slot.</summary>
    public bool? WantsNextSlot { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Format);

    /// <summary>None where nothing is stored.</summary>
    public static PostSettings Parse(string? json) =>
        json is null ? None : JsonSerializer.Deserialize<PostSettings>(json, Format) ?? None;
}

/// <summary>One post as a platform's rules judge it.</summary>
/// <param name="File">What would be sent; null while there is none.</param>
/// <param name="Account">Null while the platform was not asked.</param>
public sealed record PostToJudge(
    FileToPublish? File, string? Title, string? Caption, PostSettings Settings, AccountFacts? Account)
{
    /// <summary>The cover that goes with it: the post's own, else the one that was chosen for the clip.</summary>
    public long? CoverAtMs => Settings.CoverAtMs ?? File?.CoverAtMs;
}
