namespace VideoSaas.Domain.Accounts;

/// <summary>A browser as its person knows it, from what it says of itself. Names of products are the same in every language.</summary>
/// <param name="Browser">Null: something that we do not know.</param>
/// <param name="System">Null: likewise.</param>
public sealed record Device(string? Browser, string? System, bool IsPhone)
{
    // Order matters: nearly every browser claims to be several others.
    private static readonly (string Sign, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Line/", "LINE"), ("FxiOS", "Firefox"),
        ("Firefox/", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Sign, string Name, bool IsPhone)[] Systems =
    [
        ("iPhone", "iPhone", true), ("iPad", "iPad", true), ("Android", "Android", true), ("Windows", "Windows", false),
        ("CrOS", "ChromeOS", false), ("Mac OS X", "Mac", false), ("Linux", "Linux", false),
    ];

    public static Device Of(string? userAgent)
    {
        var words = userAgent ?? "";
        var system = Systems.FirstOrDefault(one => words.Contains(one.Sign, StringComparison.Ordinal));
        return new Device(
            Browsers.FirstOrDefault(one => words.Contains(one.Sign, StringComparison.Ordinal)).Name, system.Name, system.IsPhone);
    }
}
