using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Twitter.Twin;

/// <summary>A person of the twin, found by login; the login is the username.</summary>
internal sealed record TwinUser(string Id, string Login) : ITwinDocument
{
    static string ITwinDocument.Kind => "user";

    /// <summary>Whoever is called so pays.</summary>
    public string Subscription => Login.StartsWith("premium", StringComparison.Ordinal) ? "Premium" : "None";
}

/// <summary>The same person, found by id.</summary>
internal sealed record TwinAccount(string Id, string Login) : ITwinDocument
{
    static string ITwinDocument.Kind => "account";
}

/// <summary>One consent with all tokens that came of it; they die together.</summary>
internal sealed record TwinFamily(string Id, string UserId, string Login, IReadOnlyList<string> Scopes, bool IsDead) : ITwinDocument
{
    static string ITwinDocument.Kind => "family";
}

/// <summary>Kept under the hash of the code: the code itself is nowhere.</summary>
internal sealed record TwinCode(
    string FamilyId, string RedirectAddress, string Challenge, bool IsPlain, DateTimeOffset EndsAt, bool IsUsed) : ITwinDocument
{
    static string ITwinDocument.Kind => "code";
}

/// <summary>Kept under the hash of the token.</summary>
/// <param name="IsSpent">A refresh token that was used: once more and the family dies.</param>
internal sealed record TwinToken(string FamilyId, bool IsRefresh, DateTimeOffset EndsAt, bool IsSpent = false) : ITwinDocument
{
    static string ITwinDocument.Kind => "token";
}

internal sealed record TwinSegment(int Index, long Bytes, string BlobKey);

/// <summary>One upload; its key is the owner's id, a slash and its own.</summary>
/// <param name="BlobKey">Of the segments put together; null before.</param>
/// <param name="SlowSeconds">What its processing takes beyond the usual.</param>
/// <param name="FailureCode">0: none; null until the file was looked at.</param>
internal sealed record TwinMedia(
    string Id,
    string UserId,
    string Type,
    string Category,
    long TotalBytes,
    DateTimeOffset CreatedAt,
    IReadOnlyList<TwinSegment> Segments,
    DateTimeOffset? FinalizedAt = null,
    string? BlobKey = null,
    double SlowSeconds = 0,
    int? FailureCode = null,
    string? FailureText = null,
    double? DurationSeconds = null,
    bool IsStuck = false) : ITwinDocument
{
    static string ITwinDocument.Kind => "media";

    public string Key => (Category switch { "amplify_video" => "13_", "tweet_gif" => "16_", "tweet_image" => "3_", _ => "7_" }) + Id;

    public bool IsVideo => Category is "tweet_video" or "amplify_video";
}

/// <summary>Its key is the author's id, a slash and its own.</summary>
/// <param name="SeenFrom">Before that timelines do not have it.</param>
internal sealed record TwinPost(
    string Id,
    string UserId,
    string Text,
    IReadOnlyList<string> MediaIds,
    IReadOnlyList<string> MediaKeys,
    DateTimeOffset At,
    DateTimeOffset SeenFrom,
    string? BlobKey) : ITwinDocument
{
    static string ITwinDocument.Kind => "post";
}

/// <summary>One text of one account: where two posts of it meet, so that only one gets through.</summary>
internal sealed record TwinText(string? PostId, DateTimeOffset At) : ITwinDocument
{
    static string ITwinDocument.Kind => "text";
}
