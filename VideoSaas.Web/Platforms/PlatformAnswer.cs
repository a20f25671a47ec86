using System.Collections.Frozen;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace VideoSaas.Web.Platforms;

/// <summary>One answer of a platform as it is kept: the whole of it, but no secret. The structure of <c>api_response</c>.</summary>
/// <param name="FullResponse">The body: JSON as it was, or <c>{"text": …}</c>.</param>
public sealed partial record PlatformAnswer(
    [property: JsonPropertyName("full_response")] JsonNode? FullResponse,
    [property: JsonPropertyName("headers")] IReadOnlyDictionary<string, string> Headers,
    [property: JsonPropertyName("status_code")] int StatusCode)
{
    private const string Removed = "[removed]";

    private const int LongestText = 4000;

    private static readonly FrozenSet<string> KeptHeaders = new[]
    {
        "content-type", "date", "retry-after", "www-authenticate", "x-app-usage", "x-business-use-case-usage", "x-fb-trace-id",
        "x-fb-request-id", "facebook-api-version", "x-tt-logid",
        "x-transaction-id", "x-access-level", "api-version", "x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset",
        "x-app-limit-24hour-limit", "x-app-limit-24hour-remaining", "x-app-limit-24hour-reset",
        "x-user-limit-24hour-limit", "x-user-limit-24hour-remaining", "x-user-limit-24hour-reset",
        "content-range", "range",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> SecretMembers = new[]
    {
        "access_token", "refresh_token", "client_secret", "fb_exchange_token", "input_token", "code_verifier", "appsecret_proof",
        "id_token", "token", "upload_url",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Headers by which a platform's people find a request, the most telling first. YouTube's is left out: it names the upload, and opens it.</summary>
    private static readonly string[] RequestIdHeaders =
        ["x-transaction-id", "x-tt-logid", "x-fb-trace-id", "x-fb-request-id"];

    /// <summary>By which the platform's people can find the request; null where it gave nothing of the kind.</summary>
    [JsonIgnore]
    public string? RequestId => RequestIdHeaders.Select(name => Headers.GetValueOrDefault(name)).FirstOrDefault(value => value is not null);

    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>Null where nothing is stored.</summary>
    public static PlatformAnswer? Parse(string? json) => json is null ? null : JsonSerializer.Deserialize<PlatformAnswer>(json);

    public static PlatformAnswer Of(int statusCode, HttpHeaders headers, HttpHeaders? contentHeaders, string body) =>
        new(Redacted(body), Kept(headers, contentHeaders), statusCode);

    /// <summary>The body without values that open anything.</summary>
    public static JsonNode? Redacted(string body)
    {
        if (body.Length == 0)
        {
            return null;
        }

        try
        {
            var node = JsonNode.Parse(body);
            Redact(node);
            return node;
        }
        catch (JsonException)
        {
            var text = RedactedText(body);
            return new JsonObject { ["text"] = text.Length > LongestText ? text[..LongestText] : text };
        }
    }

    /// <summary>Removes <c>name=value</c> secrets from a text such as an address in an exception's message.</summary>
    public static string RedactedText(string text) => SecretPair().Replace(text, "$1=" + Removed);

    private static Dictionary<string, string> Kept(HttpHeaders headers, HttpHeaders? contentHeaders) => headers
        .Concat(contentHeaders ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
        .Where(header => KeptHeaders.Contains(header.Key))
        .ToDictionary(header => header.Key.ToLowerInvariant(), header => RedactedText(string.Join(", ", header.Value)));

    private static void Redact(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    if (SecretMembers.Contains(name) && value is JsonValue)
                    {
                        members[name] = Removed;
                    }
                    else if (value is JsonValue leaf && leaf.TryGetValue<string>(out var text) && text.Contains('='))
                    {
                        // Paging addresses carry the token in their query.
                        members[name] = RedactedText(text);
                    }
                    else
                    {
                        Redact(value);
                    }
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Redact(item);
                }

                break;
        }
    }

    [GeneratedRegex(
        @"\b(access_token|refresh_token|client_secret|fb_exchange_token|input_token|appsecret_proof|code_verifier|upload_token|upload_id|code)=[^&\s""']+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretPair();
}
