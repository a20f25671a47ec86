using System.Globalization;

namespace VideoSaas.Domain.Media;

/// <summary>Numbers as ffmpeg reads them, whatever the machine's language.</summary>
internal static class Number
{
    public static string Seconds(long milliseconds) => (milliseconds / 1000m).ToString("0.###", CultureInfo.InvariantCulture);

    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
