using System.Text.Json;

namespace VideoSaas.Web.Platforms.Youtube;

/// <summary>Members that may be missing.</summary>
internal static class GoogleJson
{
    /// <summary>Undefined where it is missing, and of that every member is missing in turn.</summary>
    public static JsonElement Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    /// <summary>Google writes large numbers as text and small ones plainly: both are read.</summary>
    public static string? Text(this JsonElement json, string name)
    {
        var value = json.Member(name);
        return value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null;
    }
}
