using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;

namespace VideoSaas.Domain.Videos;

/// <summary>A creator's clip: the master record that files, jobs and posts hang on.</summary>
public sealed class Video : EventSource, IAudited
{
    private Video()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    /// <summary>The name the person's file had: a label only, never a path. At most 255 characters.</summary>
    public string OriginalFilename { get; private set; } = "";

    /// <summary>Storage key of the source, or the address it is fetched from until it is here; empty once it is gone for good.</summary>
    public string OriginalUrl { get; private set; } = "";

    /// <summary>The source is not here yet, but at the address in <see cref="OriginalUrl"/>. A storage key has no colon.</summary>
    public bool AwaitsFetch => OriginalUrl.Contains("://", StringComparison.Ordinal);

    /// <summary>Bytes; 0 until they are here.</summary>
    public long OriginalSize { get; private set; }

    /// <summary>Container as probed (mp4, mov, matroska …), from the file name until then.</summary>
    public string? OriginalFormat { get; private set; }

    /// <summary>Address in this app of the chosen file of each kind; null until there is one.</summary>
    public string? ProcessedUrl { get; private set; }

    public string? ThumbnailUrl { get; private set; }

    public string? PreviewUrl { get; private set; }

    /// <summary>Whole seconds, rounded; 0 until probed. The exact value is in <see cref="VideoMetadata"/>.</summary>
    public int Duration { get; private set; }

    /// <summary>As displayed, rotation applied.</summary>
    public int? Width { get; private set; }

    public int? Height { get; private set; }

    /// <summary>In lowest terms, such as <c>9:16</c>.</summary>
    public string? AspectRatio { get; private set; }

    /// <summary>Frames a second, rounded.</summary>
    public int? Fps { get; private set; }

    /// <summary>Bits a second of the whole source.</summary>
    public int? Bitrate { get; private set; }

    public bool? HasAudio { get; private set; }

    public string? AudioCodec { get; private set; }

    public string? VideoCodec { get; private set; }

    public string? ColorSpace { get; private set; }

    public VideoStatus ProcessingStatus { get; private set; }

    public DateTimeOffset StatusChangedAt { get; private set; }

    public DateTimeOffset? ProcessingStartedAt { get; private set; }

    public DateTimeOffset? ProcessingCompletedAt { get; private set; }

    /// <summary>One sentence in English for logs and API; screens build theirs from the code in the details.</summary>
    public string? ProcessingErrorMessage { get; private set; }

    /// <summary>JSON of <see cref="ProcessingErrorDetails"/>.</summary>
    public ProcessingErrorDetails? ProcessingErrorDetails { get; private set; }

    /// <summary>Written by a trigger on platform_posts alone: platform → the post's word. JSON text, read only.</summary>
    public string? SyncStatus { get; private set; }

    public DateTimeOffset? LastSyncAt { get; private set; }

    public string? Caption { get; private set; }

    public string[]? Hashtags { get; private set; }

    public string[]? Mentions { get; private set; }

    /// <summary>The row that holds the same clip first, when this one was made to post it to a second account.</summary>
    public Guid? SourceVideoId { get; private init; }

    /// <summary>Number of the current asset set: raised by each "process again".</summary>
    public int AssetSet { get; private set; }

    /// <summary>Guards edits of the person's content; triggers leave it alone.</summary>
    public int ContentVersion { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public DateTimeOffset? DeletedAt { get; private set; }

    string IAudited.AuditResourceType => "video";

    Guid? IAudited.AuditOwnerId => UserId;

    IReadOnlyList<string> IAudited.AuditedProperties { get; } =
        [nameof(ProcessingStatus), nameof(ProcessingErrorDetails), nameof(DeletedAt)];

    /// <summary>A clip whose bytes are all here. Born pending; records <see cref="VideoReceived"/>.</summary>
    public static Video Received(Guid id, Guid userId, string originalFilename, string storageKey, long sizeBytes, DateTimeOffset now)
    {
        var video = new Video
        {
            Id = id,
            UserId = userId,
            OriginalFilename = originalFilename,
            OriginalUrl = storageKey,
            OriginalSize = sizeBytes,
            OriginalFormat = FormatOf(originalFilename),
            AssetSet = 1,
            CreatedAt = now,
        };
        video.Happened(new VideoReceived(id, userId));
        return video;
    }

    /// <summary>A clip that we are to fetch ourselves. Born pending; records <see cref="VideoAddressed"/>.</summary>
    /// <param name="originalFilename">What the address lets expect; <see cref="Arrive"/> knows better.</param>
    public static Video Addressed(Guid id, Guid userId, string originalFilename, SourceAddress address, DateTimeOffset now)
    {
        var video = new Video
        {
            Id = id,
            UserId = userId,
            OriginalFilename = originalFilename,
            OriginalUrl = address.Uri.AbsoluteUri,
            OriginalFormat = FormatOf(originalFilename),
            AssetSet = 1,
            CreatedAt = now,
        };
        video.Happened(new VideoAddressed(id, userId));
        return video;
    }

    /// <summary>The file that was fetched is whole and in storage: from here on it goes the way of an uploaded one.</summary>
    public void Arrive(string originalFilename, string storageKey, long sizeBytes)
    {
        OriginalFilename = originalFilename;
        OriginalUrl = storageKey;
        OriginalSize = sizeBytes;
        OriginalFormat = FormatOf(originalFilename);
        Happened(new VideoReceived(Id, UserId));
    }

    /// <summary>Goes to <paramref name="status"/>; the same status again is no change.</summary>
    /// <exception cref="InvalidOperationException">The step is not in <see cref="VideoTransitions"/>.</exception>
    public void MoveTo(VideoStatus status, DateTimeOffset now)
    {
        VideoTransitions.Table.Demand(ProcessingStatus, status);
        if (ProcessingStatus == status)
        {
            return;
        }

        if (ProcessingStatus == VideoStatus.Pending)
        {
            ProcessingStartedAt = now;
        }

        if (!VideoTransitions.IsUnderWay(status))
        {
            ProcessingCompletedAt = now;
        }

        ProcessingStatus = status;
        if (status == VideoStatus.Ready)
        {
            Happened(new VideoBecameReady(Id, UserId));
        }
    }

    public void Describe(ProbedFile probed)
    {
        Duration = probed.DurationSeconds;
        Width = probed.Width;
        Height = probed.Height;
        AspectRatio = probed.AspectRatio;
        Fps = probed.Fps;
        Bitrate = probed.BitsPerSecond;
        HasAudio = probed.AudioCodec is not null;
        AudioCodec = probed.AudioCodec;
        VideoCodec = probed.VideoCodec;
        ColorSpace = probed.ColorSpace;
        OriginalFormat = probed.Format;
    }

    public void ShowThumbnail(string url) => ThumbnailUrl = url;

    public void ShowResult(string processedUrl, string? previewUrl)
    {
        ProcessedUrl = processedUrl;
        PreviewUrl = previewUrl ?? PreviewUrl;
    }

    /// <summary>Ends in failed; a video that is already at rest stays as it is.</summary>
    public void Fail(ProcessingErrorDetails details, string message, DateTimeOffset now)
    {
        if (!VideoTransitions.IsUnderWay(ProcessingStatus))
        {
            return;
        }

        ProcessingErrorDetails = details;
        ProcessingErrorMessage = message;
        MoveTo(VideoStatus.Failed, now);
        if (details.Code != ProcessingErrorDetails.Cancelled)
        {
            Happened(new VideoFailed(Id, UserId));
        }
    }

    /// <summary>Starts over on a new asset set; the old set stays in use until the new one is whole.</summary>
    public void ProcessAgain(DateTimeOffset now)
    {
        MoveTo(VideoStatus.Pending, now);
        AssetSet++;
        ProcessingStartedAt = null;
        ProcessingCompletedAt = null;
        ProcessingErrorDetails = null;
        ProcessingErrorMessage = null;
        Happened(AwaitsFetch ? new VideoAddressed(Id, UserId) : new VideoReceived(Id, UserId));
    }

    public void Write(string? caption, string[] hashtags, string[] mentions)
    {
        Caption = caption;
        Hashtags = hashtags;
        Mentions = mentions;
        ContentVersion++;
    }

    /// <summary>To the bin; a second time is no change.</summary>
    public void Delete(DateTimeOffset now)
    {
        if (DeletedAt is null)
        {
            DeletedAt = now;
            Happened(new VideoDeleted(Id, UserId));
        }
    }

    public void Restore() => DeletedAt = null;

    /// <summary>No file is left of it: only the row that posts hang on which are out, and that goes when none does.</summary>
    public bool IsGone => OriginalUrl.Length == 0;

    /// <summary>Out of the bin for good. There is no way back.</summary>
    /// <exception cref="InvalidOperationException">It is not in the bin.</exception>
    public void LetGo()
    {
        if (DeletedAt is null)
        {
            throw new InvalidOperationException($"Video {Id} is not in the bin.");
        }

        OriginalUrl = "";
        OriginalSize = 0;
        ProcessedUrl = ThumbnailUrl = PreviewUrl = null;
        Happened(new VideoGone(Id, UserId));
    }

    private static string? FormatOf(string filename)
    {
        var extension = Path.GetExtension(filename).TrimStart('.').ToLowerInvariant();
        return extension.Length is > 0 and <= 20 ? extension : null;
    }
}

/// <summary>All bytes of a clip are in storage and its work can be planned.</summary>
public sealed record VideoReceived(Guid VideoId, Guid UserId) : IDomainEvent;

/// <summary>A clip goes to the bin: whoever works on it or waits for it lets go.</summary>
public sealed record VideoDeleted(Guid VideoId, Guid UserId) : IDomainEvent;

/// <summary>A clip left the bin for good: whoever keeps something of it lets go.</summary>
public sealed record VideoGone(Guid VideoId, Guid UserId) : IDomainEvent;

/// <summary>A clip could not be made ready; not told when its person stopped it.</summary>
public sealed record VideoFailed(Guid VideoId, Guid UserId) : IDomainEvent;

/// <summary>A clip can be watched and posted.</summary>
public sealed record VideoBecameReady(Guid VideoId, Guid UserId) : IDomainEvent;

/// <summary>A clip is to be fetched from the address in its row.</summary>
public sealed record VideoAddressed(Guid VideoId, Guid UserId) : IDomainEvent;

/// <summary>What of a probe the founding columns hold.</summary>
public sealed record ProbedFile(
    string Format,
    int DurationSeconds,
    int Width,
    int Height,
    string AspectRatio,
    int Fps,
    int BitsPerSecond,
    string VideoCodec,
    string? AudioCodec,
    string? ColorSpace);

/// <summary>The structure of <c>videos.processing_error_details</c>.</summary>
/// <param name="Code">Stable snake_case word such as <c>not_a_video</c>, <c>truncated</c>, <c>cancelled</c>.</param>
/// <param name="Arguments">Values for the sentence's placeholders.</param>
/// <param name="JobId">The job that gave up, if one did.</param>
/// <param name="LastLines">Last lines of the tool's stderr, for staff.</param>
public sealed record ProcessingErrorDetails(
    string Code, IReadOnlyList<string>? Arguments = null, Guid? JobId = null, IReadOnlyList<string>? LastLines = null)
{
    public const string Cancelled = "cancelled";
}
