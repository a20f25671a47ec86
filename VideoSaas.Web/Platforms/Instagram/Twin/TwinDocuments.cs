using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Instagram.Twin;

/// <param name="UploadedAt">When all bytes were here: the clock of processing starts.</param>
/// <param name="CoverAtMs">The frame asked for; null is the platform's own choice.</param>
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
    DateTimeOffset? PublishedAt = null,
    long? CoverAtMs = null) : ITwinDocument
{
    static string ITwinDocument.Kind => "container";

    public string BlobKey => $"sandbox/instagram/{Id}.mp4";
}

internal sealed record TwinMedia(
    string Id, string AccountId, string ShortCode, string? Caption, DateTimeOffset At, string BlobKey, bool HasNoPermalink = false, long? CoverAtMs = null) : ITwinDocument
{
    static string ITwinDocument.Kind => "media";
}
