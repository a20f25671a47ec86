using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VideoSaas.Domain.Media;

/// <summary>An exact ratio of two positive whole numbers, such as a frame rate of 30000/1001; kept in lowest terms.</summary>
[JsonConverter(typeof(FractionConverter))]
public readonly record struct Fraction
{
    public Fraction(long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numerator);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        var divisor = GreatestCommonDivisor(numerator, denominator);
        Numerator = numerator / divisor;
        Denominator = denominator / divisor;
    }

    public long Numerator { get; }

    public long Denominator { get; }

    public double Value => (double)Numerator / Denominator;

    /// <summary>Reads <c>30000/1001</c>, <c>16:9</c> or <c>25</c>; null for anything else, and for ffprobe's unknown, <c>0/0</c>.</summary>
    public static Fraction? Parse(string? text)
    {
        var parts = (text ?? "").Split('/', ':');
        return parts.Length is 1 or 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var numerator)
            && long.TryParse(parts.Length == 2 ? parts[1] : "1", NumberStyles.None, CultureInfo.InvariantCulture, out var denominator)
            && numerator > 0 && denominator > 0
                ? new Fraction(numerator, denominator)
                : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    private static long GreatestCommonDivisor(long a, long b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}

/// <summary>As text, <c>30000/1001</c>.</summary>
internal sealed class FractionConverter : JsonConverter<Fraction>
{
    public override Fraction Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Fraction.Parse(reader.GetString()) ?? throw new JsonException("No fraction.");

    public override void Write(Utf8JsonWriter writer, Fraction value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
