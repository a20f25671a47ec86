using System.Globalization;
using Microsoft.Extensions.Localization;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Resources;

namespace VideoSaas.Web.Features.Videos.Uploads;

/// <summary>What a refused upload says to its person, in the language of the request.</summary>
internal sealed class UploadRefusals(IStringLocalizer<UploadTexts> texts)
{
    public string Sentence(Refusal refusal)
    {
        var arguments = refusal is { Code: "file_too_large", Arguments: [long bytes] }
            ? [FileSize.Of(bytes)]
            : refusal.Arguments;
        var sentence = texts[$"Refusal_{refusal.Code}", arguments];
        return sentence.ResourceNotFound ? texts["Refusal_other"] : sentence;
    }
}

/// <summary>Bytes as a person reads them: three figures, decimal units.</summary>
internal static class FileSize
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    public static string Of(long bytes)
    {
        var value = (double)bytes;
        var unit = 0;
        while (value >= 999.5 && unit < Units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        var format = unit == 0 || value >= 99.95 ? "0" : "0.#";
        return string.Create(CultureInfo.CurrentCulture, $"{value.ToString(format, CultureInfo.CurrentCulture)} {Units[unit]}");
    }
}
