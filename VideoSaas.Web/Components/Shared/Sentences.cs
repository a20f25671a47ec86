using System.Globalization;
using Microsoft.Extensions.Localization;
using VideoSaas.Domain.Results;

namespace VideoSaas.Web.Components.Shared;

/// <summary>The sentence that a code names in a room's resources.</summary>
public static class Sentences
{
    /// <summary>The key's sentence with its values; null when there is none, or when values are missing for its placeholders.</summary>
    public static string? Find(IStringLocalizer texts, string key, IReadOnlyList<object> arguments)
    {
        var found = texts[key];
        if (found.ResourceNotFound)
        {
            return null;
        }

        try
        {
            return string.Format(CultureInfo.CurrentCulture, found.Value, [.. arguments]);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Why something was refused or failed, in plain words; the general sentence for a code that nobody wrote one for.</summary>
    public static string OfCode(IStringLocalizer texts, string? code, IReadOnlyList<object> arguments, string general) =>
        (code is null ? null : Find(texts, $"Refusal_{code}", arguments)) ?? texts[general];

    public static string Of(IStringLocalizer texts, Refusal refusal, string general) =>
        OfCode(texts, refusal.Code, refusal.Arguments, general);
}
