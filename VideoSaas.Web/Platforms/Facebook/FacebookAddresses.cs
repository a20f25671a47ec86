using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Graph;

namespace VideoSaas.Web.Platforms.Facebook;

public sealed class FacebookAddresses(IOptions<FacebookOptions> options, SandboxServer sandbox)
    : GraphAddresses(options.Value, sandbox, FacebookOptions.Section, "facebook", "1000000000000002")
{
    public Uri GraphVideo(string path) => Join(options.Value.GraphVideoBase ?? Real("graph-video", "https://graph-video.facebook.com/"), path);

    /// <summary>For the browser: what everybody sees of a Page.</summary>
    public string Profile(string username) => IsSandbox
        ? $"/sandbox/facebook?account={Uri.EscapeDataString(username)}"
        : $"https://www.facebook.com/{Uri.EscapeDataString(username)}";

    /// <summary>A permalink with its host: most come without.</summary>
    public string Whole(string permalink) => permalink.StartsWith('/')
        ? Join(options.Value.WwwBase ?? Real("www", "https://www.facebook.com/"), permalink).ToString()
        : permalink;
}
