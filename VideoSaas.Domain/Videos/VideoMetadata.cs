using VideoSaas.Domain.Media;

namespace VideoSaas.Domain.Videos;

/// <summary>Exact facts of a source, 1:1 with its video.</summary>
public sealed class VideoMetadata
{
    public Guid VideoId { get; init; }

    /// <summary>Frame rate as a fraction: 30000/1001.</summary>
    public int? FrameRateNumerator { get; set; }

    public int? FrameRateDenominator { get; set; }

    public long? DurationMs { get; set; }

    /// <summary>Clockwise degrees the picture is turned for display: 0, 90, 180, 270.</summary>
    public int? RotationDegrees { get; set; }

    public string? PixelFormat { get; set; }

    /// <summary>HDR transfer (smpte2084, arib-std-b67); null for SDR.</summary>
    public string? HdrTransfer { get; set; }

    public string? ColorPrimaries { get; set; }

    public int? AudioChannels { get; set; }

    public int? AudioSampleRateHz { get; set; }

    public double? LoudnessLufs { get; set; }

    /// <summary>JSON object: tag → value.</summary>
    public string? ContainerTags { get; set; }

    /// <summary>Of MP4 and MOV only.</summary>
    public Mp4Layout? Layout { get; set; }

    /// <summary>SHA-256 of the source, lower-case hex.</summary>
    public string? SourceSha256 { get; set; }

    /// <summary>The whole ffprobe document, JSON.</summary>
    public string? Ffprobe { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}
