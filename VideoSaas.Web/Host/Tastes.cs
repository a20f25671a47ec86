using VideoSaas.Web.Data;

namespace VideoSaas.Web.Host;

/// <summary>
/// How a person wants things shown, as cookies: pages are drawn by them, before anybody is asked who is signed in. Scripts
/// may write them too: they are tastes, not secrets.
/// </summary>
internal static class Tastes
{
    /// <summary>light or dark; none follows the system.</summary>
    public const string Theme = "vs-theme";

    /// <summary>The browser's own zone, written by the page's script.</summary>
    public const string BrowserZone = "vs-zone";

    /// <summary>The zone that the person chose instead.</summary>
    public const string ChosenZone = "vs-zone-chosen";

    /// <summary>grid or list, written by the page's script.</summary>
    public const string Library = "vs-library";

    public static string? ZoneOf(HttpRequest request) => request.Cookies[ChosenZone] ?? request.Cookies[BrowserZone];

    /// <summary>What the person chose wins; where they chose nothing this browser's own holds again.</summary>
    public static void Remember(HttpContext context, UserPreferences preferences)
    {
        if (Languages.IsKnown(preferences.Language))
        {
            Languages.Remember(context, preferences.Language!);
        }

        Write(context, Theme, preferences.Theme);
        Write(context, ChosenZone, preferences.TimeZone);
    }

    private static void Write(HttpContext context, string cookie, string? value)
    {
        if (value is null)
        {
            context.Response.Cookies.Delete(cookie);
            return;
        }

        context.Response.Cookies.Append(cookie, value, new CookieOptions
        {
            MaxAge = TimeSpan.FromDays(365),
            HttpOnly = false,
            IsEssential = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            Path = "/",
        });
    }
}
