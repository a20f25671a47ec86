using VideoSaas.Web.Components.Shared;

namespace VideoSaas.Web.Features.Publishing.Parts;

/// <summary>What a channel is called in lists: <c>Instagram @nok.kitchen</c>.</summary>
internal static class ChannelNames
{
    public static string Of(ChannelView channel) =>
        channel.Username is { } name ? $"{PlatformNames.Of(channel.Platform)} @{name}" : PlatformNames.Of(channel.Platform);
}
