using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Graph;

namespace VideoSaas.Web.Platforms.Instagram;

public sealed class InstagramAddresses(IOptions<InstagramOptions> options, SandboxServer sandbox)
    : GraphAddresses(options.Value, sandbox, InstagramOptions.Section, "instagram", "1000000000000001")
{
    /// <summary>For the browser: what everybody sees of an account.</summary>
    public string Profile(string username) => IsSandbox
        ? $"/sandbox/instagram?account={Uri.EscapeDataString(username)}"
        : $"https://www.instagram.com/{Uri.EscapeDataString(username)}/";
}
