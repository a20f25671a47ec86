using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace VideoSaas.Web.Host;

/// <summary>English and Thai: the person's choice (a cookie), else what the browser asks for, else English.</summary>
internal static class Languages
{
    public const string English = "en";
    public const string Thai = "th";

    /// <summary>Each with its own name for itself, which is never translated.</summary>
    public static readonly IReadOnlyList<(string Code, string Name)> All = [(English, "English"), (Thai, "ไทย")];

    public static bool IsKnown(string? code) => All.Any(language => language.Code == code);

    /// <summary>The known language of the current request or circuit.</summary>
    public static string Current => CultureOf(CultureInfo.CurrentUICulture);

    public static IServiceCollection AddLanguages(this IServiceCollection services)
    {
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            var cultures = All.Select(language => Culture(language.Code)).ToArray();
            options.DefaultRequestCulture = new RequestCulture(cultures[0]);
            options.SupportedCultures = cultures;
            options.SupportedUICultures = cultures;
            options.ApplyCurrentCultureToResponseHeaders = true;
            options.RequestCultureProviders =
            [
                new CookieRequestCultureProvider { Options = options },
                new AcceptLanguageHeaderRequestCultureProvider { Options = options },
            ];
        });
        return services;
    }

    /// <summary>Keeps the choice for a year in this browser.</summary>
    public static void Remember(HttpContext context, string code) => context.Response.Cookies.Append(
        CookieRequestCultureProvider.DefaultCookieName,
        CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(code)),
        new CookieOptions
        {
            MaxAge = TimeSpan.FromDays(365),
            // A page's script may change it too: it is a taste, not a secret.
            HttpOnly = false,
            IsEssential = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            Path = "/",
        });

    /// <summary>
    /// Thai with the Gregorian calendar: .NET's own Thai culture counts years of the Buddhist era, which is a person's choice
    /// and not the default.
    /// </summary>
    public static CultureInfo Culture(string code)
    {
        var culture = new CultureInfo(code);
        if (culture.DateTimeFormat.Calendar is not GregorianCalendar)
        {
            culture.DateTimeFormat.Calendar = culture.OptionalCalendars.OfType<GregorianCalendar>().First();
        }

        return CultureInfo.ReadOnly(culture);
    }

    private static string CultureOf(CultureInfo culture) =>
        IsKnown(culture.TwoLetterISOLanguageName) ? culture.TwoLetterISOLanguageName : English;
}
