using System.Globalization;
using System.Text.Json;

namespace VideoSaas.Web.Platforms.Graph;

/// <summary>Reads answers whose members come and go, and are numbers today and texts tomorrow.</summary>
internal static class GraphJson
{
    /// <summary>Null where this is no object, or has no such member, or a null one.</summary>
    public static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>A text, or a number as text.</summary>
    public static string? Text(this JsonElement json, string name) => json.Member(name) switch
    {
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
        _ => null,
    };

    /// <summary>A whole number, or one that is written as text.</summary>
    public static long? Number(this JsonElement json, string name) =>
        long.TryParse(json.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static bool? Truth(this JsonElement json, string name) => json.Member(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } value => bool.TryParse(value.GetString(), out var truth) ? truth : null,
        _ => null,
    };

    /// <summary>The members of a list; none where there is no list.</summary>
    public static IReadOnlyList<JsonElement> Items(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    /// <summary>Seconds since 1970; null for 0, which stands for "never" there.</summary>
    public static DateTimeOffset? UnixTime(this JsonElement json, string name) =>
        json.Number(name) is { } seconds and > 0 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>A time in the Graph's own form, or in seconds since 1970.</summary>
    public static DateTimeOffset? Time(this JsonElement json, string name) =>
        GraphDateTime.TryRead(json.Text(name), out var at) ? at : json.UnixTime(name);

    /// <summary>An object, also where it was written into a text; undefined where it is neither.</summary>
    public static JsonElement Unwrapped(JsonElement? json)
    {
        if (json is not { ValueKind: JsonValueKind.String } text)
        {
            return json ?? default;
        }

        try
        {
            using var document = JsonDocument.Parse(text.GetString()!);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
