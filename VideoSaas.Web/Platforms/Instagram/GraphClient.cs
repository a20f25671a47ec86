using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Platforms.Instagram;

/// <summary>One answer of the Graph API: <see cref="Error"/> is null exactly when it is a success with a JSON body.</summary>
public sealed record GraphAnswer(JsonElement Body, PlatformError? Error, PlatformAnswer? Kept)
{
    public string? Text(string name) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;
}

/// <summary>
/// Speaks HTTP with the Graph host: the token in a header, fields of a POST in its body, so that no address in a log opens
/// anything, and the proof that the caller knows the app's secret beside every token.
/// </summary>
public sealed class GraphClient(
    HttpClient http, InstagramAddresses addresses, IOptions<InstagramOptions> options, TimeProvider time)
{
    public Task<GraphAnswer> GetAsync(
        string path, string? accessToken, CancellationToken token, params (string Name, string? Value)[] fields) =>
        SendAsync(HttpMethod.Get, path, accessToken, fields, token);

    public Task<GraphAnswer> PostAsync(
        string path, string? accessToken, (string Name, string? Value)[] fields, CancellationToken token) =>
        SendAsync(HttpMethod.Post, path, accessToken, fields, token);

    public Task<GraphAnswer> DeleteAsync(string path, string accessToken, CancellationToken token) =>
        SendAsync(HttpMethod.Delete, path, accessToken, [], token);

    /// <summary>Lower-case hex HMAC-SHA256 of the token under the app's secret.</summary>
    public static string Proof(string appSecret, string accessToken) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(appSecret), Encoding.UTF8.GetBytes(accessToken)));

    private async Task<GraphAnswer> SendAsync(
        HttpMethod method,
        string path,
        string? accessToken,
        (string Name, string? Value)[] fields,
        CancellationToken token)
    {
        var named = fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value)).ToList();
        if (accessToken is not null && !accessToken.Contains('|'))
        {
            // An app's own token (id|secret) is the proof itself.
            named.Add(KeyValuePair.Create("appsecret_proof", (string?)Proof(addresses.AppSecret, accessToken)));
        }

        var address = addresses.Graph($"{addresses.Version}/{path}").ToString();
        using var request = new HttpRequestMessage(
            method, method == HttpMethod.Post ? address : QueryHelpers.AddQueryString(address, named));
        if (method == HttpMethod.Post)
        {
            request.Content = new FormUrlEncodedContent(named!);
        }

        if (accessToken is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.RequestTimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, patience.Token);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            var text = await response.Content.ReadAsStringAsync(either.Token);
            return Read(response, text);
        }
        catch (Exception failure) when (
            failure is HttpRequestException or IOException
            || (failure is OperationCanceledException && !token.IsCancellationRequested))
        {
            return new GraphAnswer(default, GraphErrors.Unreachable(failure), null);
        }
    }

    internal GraphAnswer Read(HttpResponseMessage response, string text)
    {
        var kept = PlatformAnswer.Of((int)response.StatusCode, response.Headers, response.Content.Headers, text);
        JsonElement? body = null;
        try
        {
            using var document = JsonDocument.Parse(text);
            body = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // HTML of a gateway, or nothing at all.
        }

        var isSuccess = response.IsSuccessStatusCode && body is { ValueKind: JsonValueKind.Object } json
            && !json.TryGetProperty("error", out _);
        return new GraphAnswer(
            body ?? default,
            isSuccess
                ? null
                : GraphErrors.Read(
                    response.StatusCode == HttpStatusCode.OK && body is not null ? HttpStatusCode.BadRequest : response.StatusCode,
                    body, kept, TimeSpan.FromSeconds(options.Value.ThrottleWaitSeconds)),
            kept);
    }
}
