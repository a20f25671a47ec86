using System.Globalization;
using System.Text.Json;

namespace VideoSaas.Domain.Media;

/// <summary>What the first pass over the sound told.</summary>
/// <param name="IntegratedLufs">Negative infinity of silence is no measure: then there is none at all.</param>
public sealed record MeasuredLoudness(double IntegratedLufs, double TruePeakDb, double RangeLu, double Threshold, double Offset)
{
    /// <summary>Null when the lines hold no measure, or one of silence.</summary>
    /// <param name="lines">Standard error of the tool: the JSON comes last, over several lines.</param>
    public static MeasuredLoudness? Read(IReadOnlyList<string> lines)
    {
        var text = string.Join('\n', lines);
        var (start, end) = (text.LastIndexOf('{'), text.LastIndexOf('}'));
        if (start < 0 || end < start)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text[start..(end + 1)]);
            double? Value(string name) => document.RootElement.TryGetProperty(name, out var value)
                && double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number) ? number : null;
            return (Value("input_i"), Value("input_tp"), Value("input_lra"), Value("input_thresh"), Value("target_offset"))
                is ({ } integrated, { } peak, { } range, { } threshold, { } offset) && integrated > -70
                    ? new MeasuredLoudness(integrated, peak, range, threshold, offset)
                    : null;
        }
        catch (Exception unread) when (unread is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    internal string ToOptions() =>
        $"measured_I={Number.Of(IntegratedLufs)}:measured_TP={Number.Of(TruePeakDb)}:measured_LRA={Number.Of(RangeLu)}"
        + $":measured_thresh={Number.Of(Threshold)}:offset={Number.Of(Offset)}:linear=true";
}
