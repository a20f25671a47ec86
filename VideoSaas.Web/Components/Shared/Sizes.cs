using System.Globalization;

namespace VideoSaas.Web.Components.Shared;

/// <summary>Bytes and lengths as people read them. Units of 1000, as operating systems show files.</summary>
public static class Sizes
{
    /// <summary><c>392 MB</c>, <c>1.2 GB</c>, <c>9.8 kB</c>.</summary>
    public static string Bytes(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        double amount = bytes;
        var unit = 0;
        while (amount >= 999.5 && unit < units.Length - 1)
        {
            amount /= 1000;
            unit++;
        }

        var format = unit == 0 || amount >= 99.5 ? "0" : "0.#";
        return $"{amount.ToString(format, CultureInfo.CurrentCulture)} {units[unit]}";
    }

    /// <summary><c>0:58</c>, <c>1:02:07</c>.</summary>
    public static string Length(TimeSpan length)
    {
        var whole = TimeSpan.FromSeconds(Math.Round(length.TotalSeconds));
        return whole.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)whole.TotalHours}:{whole.Minutes:00}:{whole.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{whole.Minutes}:{whole.Seconds:00}");
    }
}
