using VideoSaas.Domain.Results;

namespace VideoSaas.Domain.Videos;

/// <summary>The word in <c>videos.processing_status</c>.</summary>
public enum VideoStatus
{
    /// <summary>Waits for its first job.</summary>
    Pending,

    /// <summary>The source is being fetched by URL.</summary>
    Downloading,

    /// <summary>Probing and planning.</summary>
    Processing,

    /// <summary>Encoding.</summary>
    Compressing,

    /// <summary>Storing results.</summary>
    Uploading,
    Ready,
    Failed,
}

public static class VideoTransitions
{
    public static readonly TransitionTable<VideoStatus> Table = new(
        births: [VideoStatus.Pending],
        steps:
        [
            (VideoStatus.Pending, [VideoStatus.Downloading, VideoStatus.Processing, VideoStatus.Failed]),
            (VideoStatus.Downloading, [VideoStatus.Processing, VideoStatus.Failed]),
            (VideoStatus.Processing, [VideoStatus.Compressing, VideoStatus.Uploading, VideoStatus.Failed]),
            (VideoStatus.Compressing, [VideoStatus.Uploading, VideoStatus.Failed]),
            (VideoStatus.Uploading, [VideoStatus.Ready, VideoStatus.Failed]),
            (VideoStatus.Failed, [VideoStatus.Pending]),
            (VideoStatus.Ready, [VideoStatus.Pending]),
        ]);

    public static bool IsUnderWay(VideoStatus status) => status is not (VideoStatus.Ready or VideoStatus.Failed);
}
