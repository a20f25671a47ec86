using System.Globalization;
using Microsoft.Extensions.Localization;
using VideoSaas.Web.Resources;

namespace VideoSaas.Web.Features.Studio;

/// <summary>How long work took.</summary>
internal static class WorkTime
{
    /// <summary><c>4 s</c>, <c>0.4 s</c>, <c>1 min 12 s</c>.</summary>
    public static string Of(IStringLocalizer<StudioTexts> texts, int milliseconds)
    {
        var took = TimeSpan.FromMilliseconds(milliseconds);
        return took.TotalMinutes < 1
            ? texts["Took_Seconds", took.TotalSeconds.ToString(took.TotalSeconds < 1 ? "0.0" : "0", CultureInfo.CurrentCulture)]
            : texts["Took_Minutes", (int)took.TotalMinutes, took.Seconds];
    }
}
