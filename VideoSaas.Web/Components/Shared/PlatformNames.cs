using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Components.Shared;

/// <summary>The platforms' own names, the same in every language.</summary>
public static class PlatformNames
{
    public static string Of(Platform platform) => platform switch
    {
        Platform.Instagram => "Instagram",
        Platform.Tiktok => "TikTok",
        Platform.Youtube => "YouTube",
        Platform.Facebook => "Facebook",
        Platform.Twitter => "X",
        _ => throw new ArgumentOutOfRangeException(nameof(platform), platform, "A platform without a name."),
    };
}
