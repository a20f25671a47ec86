using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Facebook.Twin;

/// <param name="SessionId">Of a video that is no reel.</param>
/// <param name="UploadedAt">When all bytes were here.</param>
/// <param name="State">What the finish asked for: PUBLISHED, DRAFT or SCHEDULED.</param>
/// <param name="Verdict">0 for a file that is taken, else the number of the error; null until it was looked at.</param>
/// <param name="FailsWith">The number that processing was made to end with.</param>
/// <param name="CoverType">Of the picture that is preferred for the cover; null: the platform draws its own.</param>
internal sealed record TwinVideo(
    string Id,
    string PageId,
    string? SessionId,
    DateTimeOffset CreatedAt,
    long? SizeBytes = null,
    DateTimeOffset? UploadedAt = null,
    DateTimeOffset? FinishedAt = null,
    string? State = null,
    DateTimeOffset? ScheduledFor = null,
    string? Title = null,
    string? Description = null,
    string? PostId = null,
    int? Verdict = null,
    int? FailsWith = null,
    DateTimeOffset? PublishedAt = null,
    string? CoverType = null) : ITwinDocument
{
    static string ITwinDocument.Kind => "video";

    public bool IsReel => SessionId is null;

    public string BlobKey => $"sandbox/facebook/{Id}.mp4";

    public string CoverKey => $"sandbox/facebook/{Id}.cover";

    public string Permalink => IsReel ? $"/reel/{Id}/" : $"/{PageId}/videos/{Id}/";
}

/// <summary>An upload in chunks, found by its own number.</summary>
internal sealed record TwinSession(string VideoId) : ITwinDocument
{
    static string ITwinDocument.Kind => "session";
}
