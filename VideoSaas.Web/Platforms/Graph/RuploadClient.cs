using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Platforms.Graph;

/// <summary>What became of one transfer of bytes.</summary>
/// <param name="MayResume">More bytes may follow on the same handle, from the offset that the platform then names.</param>
public sealed record RuploadAnswer(PlatformError? Error, bool MayResume, PlatformAnswer? Kept);

/// <summary>Streams a stored file to the upload host: never more of it in memory than one buffer. Each platform derives its own.</summary>
public abstract class RuploadClient(HttpClient http, IBlobStore store, GraphOptions options, TimeProvider time)
{
    /// <param name="bytesSent">Told the file's bytes that have left so far, those before <paramref name="offset"/> included.</param>
    /// <exception cref="FileNotFoundException">The file is not in storage.</exception>
    public async Task<RuploadAnswer> SendAsync(
        string address, string accessToken, string storageKey, long offset, long sizeBytes, Action<long> bytesSent, CancellationToken token)
    {
        await using var file = await store.OpenReadAsync(storageKey, token);
        file.Seek(offset, SeekOrigin.Begin);
        var idle = TimeSpan.FromSeconds(options.UploadIdleSeconds);
        using var patience = new CancellationTokenSource(idle, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, patience.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, address);

        // The scheme is OAuth, not Bearer, and the two numbers are headers without a standard.
        request.Headers.Authorization = new AuthenticationHeaderValue("OAuth", accessToken);
        request.Headers.TryAddWithoutValidation("offset", offset.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("file_size", sizeBytes.ToString(CultureInfo.InvariantCulture));
        request.Content = new StoredFileContent(file, sizeBytes - offset, sent =>
        {
            patience.CancelAfter(idle);
            bytesSent(offset + sent);
        });
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            return Read(response, await response.Content.ReadAsStringAsync(either.Token));
        }
        catch (Exception failure) when (
            failure is HttpRequestException or IOException
            || (failure is OperationCanceledException && !token.IsCancellationRequested))
        {
            return new RuploadAnswer(GraphErrors.Unreachable(failure), MayResume: true, null);
        }
    }

    private RuploadAnswer Read(HttpResponseMessage response, string text)
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
            // A gateway's page.
        }

        if (body is { ValueKind: JsonValueKind.Object } json)
        {
            if (response.IsSuccessStatusCode && json.TryGetProperty("success", out var success) && success.ValueKind == JsonValueKind.True)
            {
                return new RuploadAnswer(null, false, kept);
            }

            if (json.TryGetProperty("debug_info", out var info) && info.ValueKind == JsonValueKind.Object)
            {
                return OfDebugInfo(info, kept);
            }
        }

        var error = GraphErrors.Read(
            response.IsSuccessStatusCode ? HttpStatusCode.BadGateway : response.StatusCode, body, kept,
            TimeSpan.FromSeconds(options.ThrottleWaitSeconds));
        return new RuploadAnswer(error, error.Class == PlatformErrorClass.Retry, kept);
    }

    private static RuploadAnswer OfDebugInfo(JsonElement info, PlatformAnswer kept)
    {
        var type = info.TryGetProperty("type", out var name) ? name.GetString() : null;
        var message = PlatformAnswer.RedactedText(
            info.TryGetProperty("message", out var words) ? words.GetString() ?? "" : "");
        var isRetriable = info.TryGetProperty("retriable", out var retriable) && retriable.ValueKind == JsonValueKind.True;
        return type switch
        {
            "NotAuthorizedError" =>
                new(new(PlatformErrorClass.Reauth, "permission_missing", message, Answer: kept), false, kept),
            // What the platform stored is another number than we thought: it is asked before the next try.
            "OffsetInvalidError" or "PartialRequestError" =>
                new(new(PlatformErrorClass.Retry, "platform_busy", message, Answer: kept), true, kept),
            _ when isRetriable =>
                new(new(PlatformErrorClass.Retry, "platform_busy", message, Answer: kept), true, kept),
            // Now and then the host refuses a good file and stores nothing: the handle is spoilt, the file is not.
            _ => new(new(PlatformErrorClass.RetryAnew, "upload_refused", message, Answer: kept), false, kept),
        };
    }
}
