using System.Net;
using System.Text.Json;

namespace VideoSaas.Web.Platforms;

/// <summary>One exchange with a platform, whatever came of it.</summary>
/// <param name="Status">Null when there was no answer.</param>
/// <param name="Json">The body where it is a JSON object or array.</param>
/// <param name="Kept">The answer as it may be stored; null when there was none.</param>
/// <param name="Failure">Why there was no answer, without secrets.</param>
/// <param name="WasSent">False only when it is certain that the platform never saw the request: it could not be connected to.</param>
public sealed record HttpReply(
    HttpStatusCode? Status, JsonElement? Json, PlatformAnswer? Kept, string? Failure, bool WasSent, IReadOnlyDictionary<string, string> Headers)
{
    public bool IsSuccess => Status is { } status && (int)status is >= 200 and < 300;

    /// <summary>A header's value, names in lower case; null where it is missing.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>A member of the body's top object as text, numbers too.</summary>
    public string? Text(string name) =>
        Json is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;
}

/// <summary>How every platform's client speaks HTTP: bounded by the call itself, no redirect followed with a token in hand, nothing logged.</summary>
public static class PlatformHttp
{
    /// <summary>Registers <typeparamref name="TClient"/> as a singleton with an HttpClient of its own.</summary>
    public static IServiceCollection AddPlatformClient<TClient>(this IServiceCollection services) where TClient : class
    {
        // The factory's own log lines hold addresses, so they are off.
        services.AddHttpClient(typeof(TClient).Name)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            .RemoveAllLoggers();
        return services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TClient>(
            provider, provider.GetRequiredService<IHttpClientFactory>().CreateClient(typeof(TClient).Name)));
    }

    /// <summary>
    /// Sends and reads the whole answer. Broken connections and the end of <paramref name="patience"/> are replies too; only the
    /// caller's own <paramref name="token"/> throws.
    /// </summary>
    /// <param name="patience">Cancelled when the call has lasted too long, or no byte has moved for too long.</param>
    public static async Task<HttpReply> ReplyToAsync(
        this HttpClient http, HttpRequestMessage request, CancellationTokenSource patience, CancellationToken token)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, patience.Token);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            return Read(response, await response.Content.ReadAsStringAsync(either.Token));
        }
        catch (Exception failure) when (
            failure is HttpRequestException or IOException
            || (failure is OperationCanceledException && !token.IsCancellationRequested))
        {
            var isBeforeSending = failure is HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError,
            };
            return new HttpReply(
                null, null, null, PlatformAnswer.RedactedText(failure.Message), WasSent: !isBeforeSending, new Dictionary<string, string>());
        }
    }

    /// <summary>As the other, bounded by a time for the whole exchange.</summary>
    public static async Task<HttpReply> ReplyToAsync(
        this HttpClient http, HttpRequestMessage request, TimeSpan timeout, TimeProvider time, CancellationToken token)
    {
        using var patience = new CancellationTokenSource(timeout, time);
        return await http.ReplyToAsync(request, patience, token);
    }

    internal static HttpReply Read(HttpResponseMessage response, string text)
    {
        JsonElement? json = null;
        try
        {
            using var document = JsonDocument.Parse(text);
            json = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // HTML of a gateway, or nothing at all.
        }

        var headers = response.Headers.Concat(response.Content.Headers)
            .GroupBy(header => header.Key.ToLowerInvariant())
            .ToDictionary(group => group.Key, group => string.Join(", ", group.SelectMany(header => header.Value)));
        return new HttpReply(
            response.StatusCode,
            json,
            PlatformAnswer.Of((int)response.StatusCode, response.Headers, response.Content.Headers, text),
            null,
            WasSent: true,
            headers);
    }
}
