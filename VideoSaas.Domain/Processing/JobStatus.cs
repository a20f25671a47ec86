using VideoSaas.Domain.Results;

namespace VideoSaas.Domain.Processing;

/// <summary>The word in <c>processing_jobs.status</c>.</summary>
public enum JobStatus
{
    Queued,
    Running,
    Completed,
    Failed,
    Cancelled,
}

/// <summary>Which workers carry a job out.</summary>
public enum JobKind
{
    Light,
    Transcode,
    Publish,

    /// <summary>Waits for strangers' servers, possibly for hours: neither probes nor posts may stand behind it.</summary>
    Download,
}

public static class JobTransitions
{
    public static readonly TransitionTable<JobStatus> Table = new(
        births: [JobStatus.Queued],
        steps:
        [
            (JobStatus.Queued, [JobStatus.Running, JobStatus.Cancelled]),
            (JobStatus.Running, [JobStatus.Completed, JobStatus.Failed, JobStatus.Cancelled, JobStatus.Queued]),
            (JobStatus.Failed, [JobStatus.Queued]),
        ]);
}

/// <summary>The founding document's words for work; <c>publish_post</c> is the publishing room's.</summary>
public static class JobTypes
{
    public const string DownloadVideo = "download_video";
    public const string ExtractMetadata = "extract_metadata";
    public const string GenerateThumbnail = "generate_thumbnail";

    /// <summary>All files of a plan from one decode, the preview among them.</summary>
    public const string CompressVideo = "compress_video";

    /// <summary>Where no picture is encoded but the preview's: the files are copied or kept.</summary>
    public const string GeneratePreview = "generate_preview";
    public const string PublishPost = "publish_post";

    /// <summary>Housekeeping: takes files out of storage that no row names any more, after the commit that dropped the rows.</summary>
    public const string RemoveFiles = "remove_files";

    /// <summary>The work that makes a video ready, from the fetching of its source.</summary>
    public static readonly IReadOnlyList<string> Making = [DownloadVideo, ExtractMetadata, GenerateThumbnail, CompressVideo, GeneratePreview];

    /// <summary>Of these each making has one.</summary>
    public static readonly IReadOnlyList<string> FileMaking = [CompressVideo, GeneratePreview];
}
