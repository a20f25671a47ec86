using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Instagram.Twin;

/// <summary>A person of the twin with Pages, of which some have a professional Instagram account.</summary>
internal sealed record TwinUser(string Id, string Login, IReadOnlyList<TwinPage> Pages) : ITwinDocument
{
    static string ITwinDocument.Kind => "user";
}

internal sealed record TwinPage(string Id, string Name, string? AccountId, string? Username);

/// <summary>A professional account, found by its id or its name.</summary>
internal sealed record TwinAccount(string Id, string Username, string Name, string Login) : ITwinDocument
{
    static string ITwinDocument.Kind => "account";
}

/// <summary>One consent: what was ticked. Every token that came of it dies with it.</summary>
internal sealed record TwinGrant(
    string Id, string Login, IReadOnlyList<string> Scopes, IReadOnlyList<string> DeclinedScopes, IReadOnlyList<string> PageIds, bool IsRevoked) : ITwinDocument
{
    static string ITwinDocument.Kind => "grant";
}

/// <summary>Kept under the hash of the code: the code itself is nowhere.</summary>
internal sealed record TwinCode(string GrantId, string RedirectAddress, DateTimeOffset EndsAt, bool IsUsed) : ITwinDocument
{
    static string ITwinDocument.Kind => "code";
}

internal enum TwinTokenKind
{
    ShortUser,
    LongUser,
    Page,
}

/// <summary>Kept under the hash of the token.</summary>
/// <param name="EndsAt">Null: does not end by time.</param>
internal sealed record TwinToken(
    TwinTokenKind Kind, string GrantId, string? PageId, string? AccountId, DateTimeOffset IssuedAt, DateTimeOffset? EndsAt) : ITwinDocument
{
    static string ITwinDocument.Kind => "token";
}

/// <param name="UploadedAt">When all bytes were here: the clock of processing starts.</param>
/// <param name="Verdict">FINISHED, or ERROR with a subcode; null until the file was looked at.</param>
internal sealed record TwinContainer(
    string Id,
    string AccountId,
    string? Caption,
    DateTimeOffset CreatedAt,
    long? SizeBytes = null,
    DateTimeOffset? UploadedAt = null,
    string? Verdict = null,
    string? VerdictText = null,
    DateTimeOffset? PublishedAt = null) : ITwinDocument
{
    static string ITwinDocument.Kind => "container";

    public string BlobKey => $"sandbox/instagram/{Id}.mp4";
}

internal sealed record TwinMedia(
    string Id, string AccountId, string ShortCode, string? Caption, DateTimeOffset At, string BlobKey, bool HasNoPermalink = false) : ITwinDocument
{
    static string ITwinDocument.Kind => "media";
}

