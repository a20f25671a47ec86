using System.ComponentModel.DataAnnotations;

namespace VideoSaas.Web.Platforms.Tiktok.Twin;

/// <summary>How strict the twin is. Section <c>Sandbox:Tiktok</c>; the defaults are the documents' of 2026-09-11 to 2026-11-05.</summary>
public sealed class TiktokTwinOptions
{
    public const string Section = "Sandbox:Tiktok";

    /// <summary>Refuse all but private posts of private accounts, as TikTok does before its audit.</summary>
    public bool IsUnaudited { get; set; }

    /// <summary>Documents say two hours, older ones and traffic a day.</summary>
    [Range(1, 86_400)]
    public int AccessTokenSeconds { get; set; } = 7_200;

    [Range(1, 365)]
    public int RefreshTokenDays { get; set; } = 180;

    /// <summary>From the end of processing until a public post's number is told.</summary>
    [Range(0, 86_400)]
    public double ModerationSeconds { get; set; } = 4;

    [Range(0.001, 1440)]
    public double UploadMinutes { get; set; } = 60;

    /// <summary>Publications to a profile that an account may begin in 24 hours.</summary>
    [Range(1, 1_000_000)]
    public int PostsPerDay { get; set; } = 15;

    [Range(1, 1_000_000)]
    public int DraftsPerDay { get; set; } = 5;

    [Range(1, 1_000_000)]
    public int CreatorInfosPerMinute { get; set; } = 20;

    [Range(1, 1_000_000)]
    public int InitsPerMinute { get; set; } = 6;

    [Range(1, 1_000_000)]
    public int StatusesPerMinute { get; set; } = 30;

    [Range(1, 1_000_000)]
    public int DisplaysPerMinute { get; set; } = 600;
}
