using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace VideoSaas.Web.Platforms.Graph;

/// <summary>One answer of the Graph API: <see cref="Error"/> is null exactly when it is a success with a JSON body.</summary>
public sealed record GraphAnswer(JsonElement Body, PlatformError? Error, PlatformAnswer? Kept)
{
    public string? Text(string name) => Body.Text(name);
}

/// <summary>
/// Speaks HTTP with the Graph host: the token in a header, fields of a POST in its body, so that no address in a log opens
/// anything, and the proof that the caller knows the app's secret beside every token. Each platform derives its own.
/// </summary>
public abstract class GraphClient(HttpClient http, GraphAddresses addresses, GraphOptions options, TimeProvider time)
{
    private const int MostListPages = 50;

    public Task<GraphAnswer> GetAsync(
        string path, string? accessToken, CancellationToken token, params (string Name, string? Value)[] fields) =>
        SendAsync(HttpMethod.Get, AddressOf(path), accessToken, fields, token);

    public Task<GraphAnswer> PostAsync(
        string path, string? accessToken, (string Name, string? Value)[] fields, CancellationToken token) =>
        SendAsync(HttpMethod.Post, AddressOf(path), accessToken, fields, token);

    public Task<GraphAnswer> DeleteAsync(string path, string accessToken, CancellationToken token) =>
        SendAsync(HttpMethod.Delete, AddressOf(path), accessToken, [], token);

    /// <summary>All pages of a list. The answer is the last page's; with an error in it what came before is worth nothing.</summary>
    /// <param name="isEnough">Looks at each page; true ends the reading.</param>
    public async Task<(IReadOnlyList<JsonElement> Items, GraphAnswer Answer)> ListAsync(
        string path, string accessToken, Func<IReadOnlyList<JsonElement>, bool>? isEnough, CancellationToken token, params (string Name, string? Value)[] fields)
    {
        var all = new List<JsonElement>();
        string? after = null;
        for (var page = 1; ; page++)
        {
            var answer = await GetAsync(path, accessToken, token, [.. fields, ("after", after)]);
            if (answer.Error is not null)
            {
                return (all, answer);
            }

            var items = answer.Body.Items("data");
            all.AddRange(items);

            // There is a further page only where "next" is given; the cursor alone is always there.
            after = answer.Body.Member("paging") is { } paging && paging.Member("next") is not null
                ? paging.Member("cursors")?.Text("after")
                : null;
            if (after is null || page == MostListPages || isEnough?.Invoke(items) == true)
            {
                return (all, answer);
            }
        }
    }

    /// <summary>Lower-case hex HMAC-SHA256 of the token under the app's secret.</summary>
    public static string Proof(string appSecret, string accessToken) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(appSecret), Encoding.UTF8.GetBytes(accessToken)));

    /// <summary>The fields that have a value, and the proof that every token of a person or a Page goes with.</summary>
    protected IReadOnlyList<KeyValuePair<string, string?>> Fields(string? accessToken, (string Name, string? Value)[] fields)
    {
        var named = fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value)).ToList();
        if (accessToken is not null && !accessToken.Contains('|'))
        {
            // An app's own token (id|secret) is the proof itself.
            named.Add(KeyValuePair.Create("appsecret_proof", (string?)Proof(addresses.AppSecret, accessToken)));
        }

        return named;
    }

    protected async Task<GraphAnswer> SendAsync(
        HttpMethod method, Uri address, string? accessToken, (string Name, string? Value)[] fields, CancellationToken token)
    {
        var named = Fields(accessToken, fields);
        using var request = new HttpRequestMessage(
            method, method == HttpMethod.Post ? address.ToString() : QueryHelpers.AddQueryString(address.ToString(), named));
        if (method == HttpMethod.Post)
        {
            request.Content = new FormUrlEncodedContent(named!);
        }

        if (accessToken is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.RequestTimeoutSeconds), time);
        return await SendAsync(request, patience, token);
    }

    /// <summary>Any request to a host of the family that answers in the Graph's manner.</summary>
    /// <param name="patience">Cancelled when the call has lasted too long, or no byte has moved for too long.</param>
    protected async Task<GraphAnswer> SendAsync(HttpRequestMessage request, CancellationTokenSource patience, CancellationToken token)
    {
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

    private Uri AddressOf(string path) => addresses.Graph($"{addresses.Version}/{path}");

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
                    body, kept, TimeSpan.FromSeconds(options.ThrottleWaitSeconds)),
            kept);
    }
}
