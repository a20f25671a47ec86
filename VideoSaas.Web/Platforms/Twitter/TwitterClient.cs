using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Platforms.Twitter;

/// <summary>One answer of X: <see cref="Error"/> is null exactly when its status is a success.</summary>
public sealed record TwitterAnswer(HttpReply Reply, PlatformError? Error)
{
    public PlatformAnswer? Kept => Reply.Kept;

    /// <summary>The member <c>data</c>, under which every success but a token's is.</summary>
    public JsonElement? Data =>
        Reply.Json is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("data", out var data) ? data : null;

    public string? DataText(string name) => Data is { } data ? data.Text(name) : null;
}

/// <summary>Speaks HTTP with X: the token in a header, everything else in the body of a POST, so that no address in a log opens anything.</summary>
public sealed class TwitterClient(HttpClient http, TwitterAddresses addresses, IOptions<TwitterOptions> options, TimeProvider time)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public Task<TwitterAnswer> GetAsync(
        string path, string accessToken, CancellationToken token, params (string Name, string? Value)[] fields)
    {
        var named = fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value));
        return SendAsync(HttpMethod.Get, QueryHelpers.AddQueryString(addresses.Api(path).ToString(), named), Bearer(accessToken), null, token);
    }

    /// <param name="body">Null sends none.</param>
    public Task<TwitterAnswer> PostAsync(string path, string accessToken, JsonObject? body, CancellationToken token) => SendAsync(
        HttpMethod.Post,
        addresses.Api(path).ToString(),
        Bearer(accessToken),
        body is null ? null : new StringContent(body.ToJsonString(Plain), Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        token);

    /// <summary>As the app itself: a confidential client in a header, a public one by its name in the body.</summary>
    public Task<TwitterAnswer> PostFormAsync(string path, IEnumerable<KeyValuePair<string, string>> fields, CancellationToken token)
    {
        var basic = addresses.ClientSecret is { } secret
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{addresses.ClientId}:{secret}")))
            : null;
        var named = basic is null ? fields.Append(KeyValuePair.Create("client_id", addresses.ClientId)) : fields;
        return SendAsync(HttpMethod.Post, addresses.Api(path).ToString(), basic, new FormUrlEncodedContent(named), token);
    }

    /// <summary>Sends one segment, as bytes in a part of its own: as base64, or with its number in the address, it is refused.</summary>
    /// <param name="file">Stands at the segment's first byte.</param>
    /// <param name="sent">Told the segment's bytes that have left so far.</param>
    public async Task<TwitterAnswer> AppendAsync(
        string mediaId, int segment, Stream file, int lengthBytes, string accessToken, Action<long> sent, CancellationToken token)
    {
        var idle = TimeSpan.FromSeconds(options.Value.UploadIdleSeconds);
        using var patience = new CancellationTokenSource(idle, time);
        var number = segment.ToString(CultureInfo.InvariantCulture);
        var boundary = $"videosaas-{mediaId}-{number}";
        using var index = Part(new StringContent(number), "form-data; name=\"segment_index\"");
        using var media = Part(
            new StoredFileContent(file, lengthBytes, done =>
            {
                patience.CancelAfter(idle);
                sent(done);
            }),
            "form-data; name=\"media\"; filename=\"chunk\"");
        media.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var form = new MultipartFormDataContent(boundary) { index, media };

        // Without the quotes that .NET puts around it, which some servers take as part of it.
        form.Headers.Remove("Content-Type");
        form.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={boundary}");
        using var request = new HttpRequestMessage(HttpMethod.Post, addresses.Api($"2/media/upload/{mediaId}/append")) { Content = form };
        request.Headers.Authorization = Bearer(accessToken);
        return Read(await http.ReplyToAsync(request, patience, token));
    }

    internal TwitterAnswer Read(HttpReply reply) => new(
        reply,
        reply.IsSuccess
            ? null
            : TwitterErrors.Read(
                reply,
                new TwitterWaits(TimeSpan.FromSeconds(options.Value.ThrottleWaitSeconds), TimeSpan.FromSeconds(options.Value.PausedWaitSeconds)),
                time.GetUtcNow()));

    /// <summary>Names in quotes, as browsers write them; .NET leaves them out and adds a second file name.</summary>
    private static HttpContent Part(HttpContent content, string disposition)
    {
        content.Headers.ContentType = null;
        content.Headers.TryAddWithoutValidation("Content-Disposition", disposition);
        return content;
    }

    private static AuthenticationHeaderValue Bearer(string accessToken) => new("Bearer", accessToken);

    private async Task<TwitterAnswer> SendAsync(
        HttpMethod method, string address, AuthenticationHeaderValue? authorization, HttpContent? content, CancellationToken token)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        request.Headers.Authorization = authorization;
        return Read(await http.ReplyToAsync(request, TimeSpan.FromSeconds(options.Value.RequestTimeoutSeconds), time, token));
    }
}

/// <summary>Members of answers, of whichever kind and under whichever of two names they come.</summary>
internal static class TwitterJson
{
    public static JsonElement? Member(this JsonElement json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
                && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
            {
                return value;
            }
        }

        return null;
    }

    public static string? Text(this JsonElement json, params ReadOnlySpan<string> names) => json.Member(names) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>Also where the number is written as a text.</summary>
    public static double? Number(this JsonElement json, params ReadOnlySpan<string> names) =>
        double.TryParse(json.Text(names), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static IReadOnlyList<JsonElement> Items(this JsonElement json, params ReadOnlySpan<string> names) =>
        json.Member(names) is { ValueKind: JsonValueKind.Array } items ? [.. items.EnumerateArray()] : [];
}
