using System.ComponentModel.DataAnnotations;

namespace VideoSaas.Web.Features.Processing;

/// <summary>Section <c>Processing</c>.</summary>
public sealed class ProcessingOptions
{
    public const string Section = "Processing";

    /// <summary>Kept free on the volume for uploads, the database and the web; a making that would go below waits.</summary>
    [Range(0, long.MaxValue)]
    public long DiskReserveBytes { get; set; } = 500_000_000;

    /// <summary>How long a making waits before it looks for room again.</summary>
    public TimeSpan DiskFullWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a making waits before it looks whether the same file, which another job is making, is there.</summary>
    public TimeSpan SameFileWait { get; set; } = TimeSpan.FromSeconds(10);
}
