namespace VideoSaas.Web.Features.Accounts;

/// <summary>Where to go next, when an address in the request says so: only within this site.</summary>
internal static class LocalUrl
{
    public const string Home = "/";

    /// <summary>The path itself, or <see cref="Home"/> for anything that could lead elsewhere.</summary>
    public static string Safe(string? url) =>
        url is ['/', ..]
        && url is not ['/', '/' or '\\', ..]
        && !url.Any(char.IsControl)
            ? url
            : Home;
}
