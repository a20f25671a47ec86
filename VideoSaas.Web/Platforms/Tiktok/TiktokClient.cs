using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Platforms.Tiktok;

/// <summary>One answer of the API: <see cref="Error"/> is null exactly when <c>error.code</c> was <c>ok</c>, whatever the status.</summary>
/// <param name="Data">The member <c>data</c>; an undefined element where there is none.</param>
/// <param name="Word"><c>error.code</c>.</param>
public sealed record TiktokAnswer(JsonElement Data, string? Word, PlatformError? Error, PlatformAnswer? Kept)
{
    /// <summary>A string or a number of <see cref="Data"/>, to the last digit.</summary>
    public string? Text(string name) => TextOf(Data, name);

    public long? Number(string name) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static string? TextOf(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? TextOf(value) : null;

    public static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}

/// <summary>Speaks with <c>open.tiktokapis.com</c>: JSON calls under a person's token, form calls under the app's own key.</summary>
public sealed class TiktokClient(HttpClient http, TiktokAddresses addresses, IOptions<TiktokOptions> options, TimeProvider time)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json") { CharSet = "UTF-8" };

    /// <summary>With a little of chance, so that those who were throttled together do not come back together.</summary>
    internal TiktokWaits Waits => new(
        TimeSpan.FromSeconds(options.Value.ThrottleWaitSeconds * (1 + RandomNumberGenerator.GetInt32(1000) / 5000d)),
        TimeSpan.FromSeconds(options.Value.DailyLimitWaitSeconds));

    /// <param name="fields">Names for the query <c>fields</c>; null where the call has none.</param>
    /// <param name="body">Null: an empty one.</param>
    public async Task<TiktokAnswer> PostAsync(string path, string accessToken, JsonObject? body, CancellationToken token, string? fields = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(path, fields))
        {
            Content = new ByteArrayContent(body is null ? [] : Encoding.UTF8.GetBytes(body.ToJsonString(TiktokJson.Plain))),
        };
        request.Content.Headers.ContentType = Json;
        return await SendAsync(request, accessToken, token);
    }

    public async Task<TiktokAnswer> GetAsync(string path, string accessToken, string fields, CancellationToken token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(path, fields));
        return await SendAsync(request, accessToken, token);
    }

    /// <summary>An OAuth call: form in, flat JSON out, and an error in it often with HTTP 200.</summary>
    /// <param name="mayBeEmpty">An empty body is a success.</param>
    public async Task<TiktokAnswer> FormAsync(
        string path, IReadOnlyList<(string Name, string Value)> fields, CancellationToken token, bool mayBeEmpty = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, addresses.Api(path))
        {
            Content = new FormUrlEncodedContent(
            [
                new("client_key", addresses.ClientKey),
                new("client_secret", addresses.ClientSecret),
                .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            ]),
        };
        var reply = await http.ReplyToAsync(request, Timeout, time, token);
        if (reply.Status is not { } status || reply.Kept is null)
        {
            return new TiktokAnswer(default, null, TiktokErrors.Unreachable(reply), null);
        }

        // An error here is a word, on other paths an object.
        var word = reply.Text("error") is { Length: > 0 } flat ? flat : ErrorOf(reply.Json) is { } error ? TiktokAnswer.TextOf(error, "code") : null;
        var isGood = word is null or TiktokErrors.Ok && reply.IsSuccess && (mayBeEmpty || reply.Json is { ValueKind: JsonValueKind.Object });
        return new TiktokAnswer(
            reply.Json ?? default,
            word,
            isGood ? null : TiktokErrors.OfOAuth(status, word, reply.Text("error_description"), reply.Text("log_id"), reply.Kept),
            reply.Kept);
    }

    private TimeSpan Timeout => TimeSpan.FromSeconds(options.Value.RequestTimeoutSeconds);

    private async Task<TiktokAnswer> SendAsync(HttpRequestMessage request, string accessToken, CancellationToken token)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        var reply = await http.ReplyToAsync(request, Timeout, time, token);
        if (reply.Status is not { } status || reply.Kept is null)
        {
            return new TiktokAnswer(default, null, TiktokErrors.Unreachable(reply), null);
        }

        var error = ErrorOf(reply.Json);
        var word = error is { } told ? TiktokAnswer.TextOf(told, "code") : null;
        var data = reply.Json is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("data", out var inner) ? inner : default;
        return new TiktokAnswer(
            data,
            word,
            word == TiktokErrors.Ok
                ? null
                : TiktokErrors.Read(
                    status,
                    word,
                    error is { } said ? TiktokAnswer.TextOf(said, "message") : null,
                    error is { } logged ? TiktokAnswer.TextOf(logged, "log_id") : null,
                    reply.Kept,
                    Waits),
            reply.Kept);
    }

    private string AddressOf(string path, string? fields)
    {
        var address = addresses.Api(path).ToString();
        return fields is null ? address : $"{address}?fields={fields}";
    }

    private static JsonElement? ErrorOf(JsonElement? json) =>
        json is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
            ? error
            : null;
}

internal static class TiktokJson
{
    /// <summary>Thai as it is, not as escapes: what is sent can be read where it is recorded.</summary>
    public static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
