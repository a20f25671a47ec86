using System.ComponentModel.DataAnnotations;

namespace VideoSaas.Web.Engine.Media;

/// <summary>Where ffmpeg is and how long it may take. Section <c>Media</c>.</summary>
public sealed class MediaOptions
{
    public const string Section = "Media";

    /// <summary>Folder of ffmpeg and ffprobe; null looks along PATH.</summary>
    public string? BinaryFolder { get; set; }

    [Range(0, 19)]
    public int Niceness { get; set; } = 10;

    /// <summary>
    /// Memory that one ffmpeg may hold (the kernel's limit of private data); an 8K picture with its references takes some 2 GB.
    /// </summary>
    [Range(100_000_000, long.MaxValue)]
    public long MaxMemoryBytes { get; set; } = 4_000_000_000;

    /// <summary>Threads of each decoder, encoder and filter graph; 0 is half as many again as there are cores, at most 16.</summary>
    [Range(0, 64)]
    public int MaxThreads { get; set; }

    /// <summary>A probe reads headers only.</summary>
    [Range(0.1, 3600)]
    public double ProbeSeconds { get; set; } = 60;

    /// <summary>No new frame and no new time for so long: it hangs.</summary>
    [Range(0.1, 3600)]
    public double NoProgressSeconds { get; set; } = 90;

    /// <summary>The time limit of a run is the floor, or this many times the source's length when that is more.</summary>
    [Range(1, 1000)]
    public double TimeLimitPerSourceSecond { get; set; } = 40;

    [Range(1, 100_000)]
    public double TimeLimitFloorSeconds { get; set; } = 300;

    /// <summary>How often a run is looked at.</summary>
    [Range(0.01, 60)]
    public double WatchSeconds { get; set; } = 0.5;

    public int Threads => MaxThreads > 0 ? MaxThreads : Math.Clamp(Environment.ProcessorCount * 3 / 2, 1, 16);

    public TimeSpan TimeLimitFor(long sourceMs) => TimeSpan.FromSeconds(
        Math.Max(TimeLimitFloorSeconds, sourceMs / 1000d * TimeLimitPerSourceSecond));
}
