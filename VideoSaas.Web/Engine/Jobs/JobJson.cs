using System.Text.Json;
using System.Text.Json.Serialization;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>How the JSON columns of <c>processing_jobs</c> are written: snake_case, nothing for null.</summary>
public static class JobJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        PropertyNameCaseInsensitive = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static string? Write(object? value) => value is null ? null : JsonSerializer.Serialize(value, value.GetType(), Options);

    /// <summary>Reads <c>job_data</c> or <c>result_data</c> as its handler's own type; null for null.</summary>
    /// <exception cref="JsonException">The column holds something else.</exception>
    public static T? Read<T>(string? json) where T : class =>
        json is null ? null : JsonSerializer.Deserialize<T>(json, Options);
}

/// <summary>The structure of <c>processing_jobs.error_details</c>.</summary>
/// <param name="LastLines">Last lines of the tool's stderr.</param>
/// <param name="Arguments">Values for the placeholders of the sentence that the error code names.</param>
public sealed record JobErrorDetails(IReadOnlyList<string>? LastLines, IReadOnlyList<string>? Arguments);
