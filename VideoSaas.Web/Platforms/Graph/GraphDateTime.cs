using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VideoSaas.Web.Platforms.Graph;

/// <summary>
/// The Graph API's times: <c>2026-07-04T10:00:00+0000</c>, without the colon that the built-in reader demands.
/// </summary>
public sealed class GraphDateTime : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss";

    public static string Write(DateTimeOffset value) => value.ToUniversalTime().ToString(Format, CultureInfo.InvariantCulture) + "+0000";

    public static bool TryRead(string? text, out DateTimeOffset value) => DateTimeOffset.TryParseExact(
        text,
        [Format + "zzz", Format + ".FFFFFFFzzz", Format + "K", Format + ".FFFFFFFK"],
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal,
        out value);

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryRead(reader.GetString(), out var value) ? value : throw new JsonException("This is no time of the Graph API.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Write(value));
}
