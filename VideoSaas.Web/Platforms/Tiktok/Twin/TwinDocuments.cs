using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Tiktok.Twin;

/// <summary>A person of the twin, kept under the id that apps know them by.</summary>
/// <param name="Block">Error word that <c>creator_info</c> and a new publication answer with; null: they may post.</param>
internal sealed record TwinCreator(
    string OpenId,
    string UnionId,
    string Login,
    string Nickname,
    bool IsPrivate,
    IReadOnlyList<string> SwitchedOff,
    int LongestSeconds,
    string? Block) : ITwinDocument
{
    static string ITwinDocument.Kind => "creator";

    public IReadOnlyList<string> PrivacyLevels =>
        [IsPrivate ? TiktokPrivacy.Followers : TiktokPrivacy.Everyone, TiktokPrivacy.Friends, TiktokPrivacy.OnlyMe];
}

/// <summary>One consent: what was ticked. Every token that came of it dies with it.</summary>
internal sealed record TwinGrant(string Id, string OpenId, IReadOnlyList<string> Scopes, bool IsRevoked) : ITwinDocument
{
    static string ITwinDocument.Kind => "grant";
}

/// <summary>Kept under the hash of the code: the code itself is nowhere.</summary>
/// <param name="Challenge">Hex, as TikTok wants it; null where the app sent none.</param>
internal sealed record TwinCode(string GrantId, string RedirectAddress, string? Challenge, DateTimeOffset EndsAt, bool IsUsed) : ITwinDocument
{
    static string ITwinDocument.Kind => "code";
}

/// <summary>Kept under the hash of the token.</summary>
internal sealed record TwinToken(string GrantId, DateTimeOffset EndsAt) : ITwinDocument
{
    static string ITwinDocument.Kind => "token";
}

/// <summary>Kept under the hash of the token; used once, it is dead.</summary>
internal sealed record TwinRefresh(string GrantId, DateTimeOffset EndsAt, bool IsUsed) : ITwinDocument
{
    static string ITwinDocument.Kind => "refresh";
}

/// <summary>What a direct post is to be.</summary>
/// <param name="CoverAtMs">The frame asked for; null is the first.</param>
internal sealed record TwinPostInfo(
    string PrivacyLevel, string Title, bool AllowsComments, bool AllowsDuets, bool AllowsStitches, bool IsPaidPartnership, bool PromotesOwnBrand,
    long? CoverAtMs = null);

/// <summary>A publication in the making, kept under its id.</summary>
/// <param name="Number">Digits of the id.</param>
/// <param name="Info">Null: it goes to the inbox.</param>
/// <param name="UploadTokenHash">Of what opens the address for its bytes.</param>
/// <param name="StoredBytes">Of whole chunks.</param>
/// <param name="WholeAt">When all bytes were here: the clock of processing starts.</param>
/// <param name="FailReason">Known when the bytes were whole, told when processing is over.</param>
internal sealed record TwinPublish(
    string Id,
    string Number,
    string OpenId,
    TwinPostInfo? Info,
    long SizeBytes,
    long ChunkBytes,
    int ChunkCount,
    string UploadTokenHash,
    DateTimeOffset CreatedAt,
    bool IsUploadEnded = false,
    long StoredBytes = 0,
    DateTimeOffset? WholeAt = null,
    string? FailReason = null,
    string? PostId = null) : ITwinDocument
{
    static string ITwinDocument.Kind => "publish";

    public string BlobKey => $"sandbox/tiktok/{Number}.mp4";
}

/// <summary>Counts for the day's limit of posts; under account and id.</summary>
internal sealed record TwinDirectInit(string PublishId) : ITwinDocument
{
    static string ITwinDocument.Kind => "direct_init";
}

/// <summary>Counts for the day's limit of drafts; under account and id.</summary>
internal sealed record TwinInboxInit(string PublishId) : ITwinDocument
{
    static string ITwinDocument.Kind => "inbox_init";
}

/// <summary>Made in the same moment as its publication was whole: one publication has one at most. Under account and id.</summary>
/// <param name="At">When processing is over.</param>
internal sealed record TwinVideo(
    string Id, string OpenId, string PublishId, TwinPostInfo Info, DateTimeOffset At, string BlobKey, double Seconds, int Width, int Height) : ITwinDocument
{
    static string ITwinDocument.Kind => "video";

    public bool IsForEverybody => Info.PrivacyLevel == TiktokPrivacy.Everyone;
}

/// <summary>A draft that lies in the creator's inbox. Under account and publication.</summary>
internal sealed record TwinDraft(string PublishId, DateTimeOffset At, string BlobKey) : ITwinDocument
{
    static string ITwinDocument.Kind => "draft";
}

/// <summary>When the calls of the last minute came, in Unix milliseconds. Under account and call.</summary>
internal sealed record TwinCalls(IReadOnlyList<long> At) : ITwinDocument
{
    static string ITwinDocument.Kind => "calls";
}
