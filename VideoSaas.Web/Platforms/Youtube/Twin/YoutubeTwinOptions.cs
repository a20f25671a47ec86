using System.ComponentModel.DataAnnotations;

namespace VideoSaas.Web.Platforms.Youtube.Twin;

/// <summary>Quotas of the one Cloud project that the twin plays. Section <c>Sandbox:Youtube</c>.</summary>
public sealed class YoutubeTwinOptions
{
    public const string Section = "Sandbox:Youtube";

    /// <summary>videos.insert calls a day.</summary>
    [Range(0, 1_000_000)]
    public int UploadsPerDay { get; set; } = 100;

    /// <summary>Units a day of everything else.</summary>
    [Range(0, 100_000_000)]
    public int UnitsPerDay { get; set; } = 10_000;
}
