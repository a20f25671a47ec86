using System.Globalization;
using System.Text.Json.Nodes;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Graph.Twin;

/// <summary>What bytes are taken for.</summary>
/// <param name="Key">Of its document.</param>
internal sealed record TwinUpload(string Key, string BlobKey, long? SizeBytes);

/// <summary>The upload host: takes bytes at exactly the offset that it has, and keeps what came before a break.</summary>
/// <param name="op">The word by which this call is made to fail.</param>
internal abstract class GraphTwinRupload(
    TwinStore store, TwinFaults faults, TwinFiles files, SandboxOptions options, TimeProvider time, string op, string type, long mostBytes)
{
    public async Task<IResult> AnswerAsync(HttpContext context, string id)
    {
        var token = context.RequestAborted;
        var fault = await faults.TakeAsync(op, token);
        if (fault.Is("drop-before"))
        {
            context.Abort();
            return Results.Empty;
        }

        if (fault.Is("slow"))
        {
            await Task.Delay(TimeSpan.FromSeconds(options.SlowSeconds), time, token);
        }

        if (fault.Is("rupload-nonretriable"))
        {
            return GraphTwinAnswers.Rupload(
                "ProcessingFailedError", "Request processing failed: {\"error_subcode\":1363008,\"message\":\"FILE_NOT_FOUND\"}", isRetriable: false);
        }

        if (GraphTwinAnswers.OfFault(context, fault, type, options.ThrottleMinutes) is { } faulty)
        {
            return faulty;
        }

        if (await CallerAsync(context, token) is not { } caller || await FindAsync(caller, id, token) is not { } upload)
        {
            return GraphTwinAnswers.Rupload("NotAuthorizedError", "User not authorized to perform this request", isRetriable: false);
        }

        var answer = await TakeAsync(context, upload, fault, token);
        if (fault.Is("drop-after"))
        {
            context.Abort();
            return Results.Empty;
        }

        return answer;
    }

    protected abstract Task<TwinUpload?> FindAsync(TwinCaller caller, string id, CancellationToken token);

    /// <summary>How long the whole will be was said for the first time.</summary>
    protected abstract Task KeepSizeAsync(TwinUpload upload, long sizeBytes, CancellationToken token);

    /// <summary>All bytes are here.</summary>
    protected abstract Task EndAsync(TwinUpload upload, CancellationToken token);

    private async Task<TwinCaller?> CallerAsync(HttpContext context, CancellationToken token)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith("OAuth ", StringComparison.Ordinal)
            && await store.FindAsync<TwinToken>(TwinSecrets.HashOf(header[6..].Trim()), token) is { Body: var held }
            && !(held.EndsAt < time.GetUtcNow())
            && await store.FindAsync<TwinGrant>(held.GrantId, token) is { Body: { IsRevoked: false } grant }
            && await store.FindAsync<TwinUser>(grant.Login, token) is { Body: var user }
                ? new TwinCaller(held, grant, user)
                : null;
    }

    private async Task<IResult> TakeAsync(HttpContext context, TwinUpload upload, ActiveFault fault, CancellationToken token)
    {
        var headers = context.Request.Headers;
        if (!long.TryParse(headers["offset"], NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
        {
            return GraphTwinAnswers.Rupload(
                "ParameterValidationError", "HeaderValuePredicate: Header Offset not convertable to unsigned long", isRetriable: false);
        }

        if (!long.TryParse(headers["file_size"], NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size == 0 || size > mostBytes
            || (upload.SizeBytes is { } known && known != size))
        {
            return GraphTwinAnswers.Rupload("ParameterValidationError", "The file size is missing or another than before.", isRetriable: false);
        }

        var stored = await files.LengthAsync(upload.BlobKey, token);
        if (offset != stored)
        {
            return GraphTwinAnswers.Rupload(
                "OffsetInvalidError",
                string.Create(CultureInfo.InvariantCulture, $"The offset is {offset}, {stored} bytes are stored."),
                isRetriable: true);
        }

        if (context.Request.ContentLength is not { } length)
        {
            return GraphTwinAnswers.Rupload("ParameterValidationError", "A length is needed.", isRetriable: false);
        }

        if (upload.SizeBytes is null)
        {
            await KeepSizeAsync(upload, size, token);
        }

        var cutAt = fault.Is("rupload-cut-at") ? fault.Value ?? 0 : long.MaxValue;
        stored = await files.AppendAsync(context.Request.Body, upload.BlobKey, stored, Math.Min(size, cutAt), token);
        if (stored >= cutAt && stored < size)
        {
            context.Abort();
            return Results.Empty;
        }

        if (stored < size || length != size - offset)
        {
            return GraphTwinAnswers.Rupload("PartialRequestError", "The body is shorter than announced.", isRetriable: true);
        }

        await EndAsync(upload, token);
        return GraphTwinAnswers.Json(new JsonObject { ["success"] = true, ["message"] = "Upload successful." });
    }
}
