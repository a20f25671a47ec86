using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Platforms.Youtube;

/// <summary>One answer of a Google API: <see cref="Error"/> is null exactly when it is a success with a JSON object.</summary>
public sealed record YoutubeAnswer(HttpReply Reply, PlatformError? Error)
{
    public PlatformAnswer? Kept => Reply.Kept;

    public string? Text(string name) => Reply.Text(name);

    /// <summary>The members of <c>items</c>; none where there are none.</summary>
    public IReadOnlyList<JsonElement> Items =>
        Reply.Json is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("items", out var items)
        && items.ValueKind == JsonValueKind.Array
            ? [.. items.EnumerateArray()]
            : [];
}

/// <summary>Small calls: the token in a header, secrets of a form in its body, so that no address in a log opens anything.</summary>
public sealed class YoutubeClient(
    HttpClient http, YoutubeAddresses addresses, YoutubeErrors errors, IOptions<YoutubeOptions> options, TimeProvider time)
{
    public Task<YoutubeAnswer> GetAsync(
        string path, string accessToken, CancellationToken token, params (string Name, string? Value)[] query) =>
        SendAsync(HttpMethod.Get, With(addresses.Api(path), query), accessToken, null, token);

    public Task<YoutubeAnswer> PutAsync(
        string path, string accessToken, JsonObject body, CancellationToken token, params (string Name, string? Value)[] query) =>
        SendAsync(HttpMethod.Put, With(addresses.Api(path), query), accessToken, JsonOf(body), token);

    public Task<YoutubeAnswer> ReportAsync(
        string accessToken, CancellationToken token, params (string Name, string? Value)[] query) =>
        SendAsync(HttpMethod.Get, With(addresses.Analytics("v2/reports"), query), accessToken, null, token);

    /// <summary>A form to the token host.</summary>
    public Task<YoutubeAnswer> TokenAsync(string path, CancellationToken token, params (string Name, string Value)[] fields) => SendAsync(
        HttpMethod.Post, addresses.Oauth(path), null,
        new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), token);

    internal static StringContent JsonOf(JsonObject body) =>
        new(body.ToJsonString(YoutubeMetadata.Plain), Encoding.UTF8, new MediaTypeHeaderValue("application/json", "UTF-8"));

    private async Task<YoutubeAnswer> SendAsync(
        HttpMethod method, Uri address, string? accessToken, HttpContent? content, CancellationToken token)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        if (accessToken is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        }

        var reply = await http.ReplyToAsync(request, TimeSpan.FromSeconds(options.Value.RequestTimeoutSeconds), time, token);
        var isGood = reply.IsSuccess && reply.Json is { ValueKind: JsonValueKind.Object } body && !body.TryGetProperty("error", out _);
        return new YoutubeAnswer(reply, isGood ? null : errors.Of(reply));
    }

    private static Uri With(Uri address, (string Name, string? Value)[] query) => new(QueryHelpers.AddQueryString(
        address.ToString(), query.Where(one => one.Value is not null).Select(one => KeyValuePair.Create(one.Name, one.Value))));
}
