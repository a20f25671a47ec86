using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Instagram.Twin;

/// <summary>The upload host: takes bytes at exactly the offset that it has, and keeps what came before a break.</summary>
internal sealed class TwinRupload(
    InstagramStore store, InstagramFaults faults, TwinClock clock, TwinFiles files, IOptions<SandboxOptions> options, TimeProvider time)
{
    private const long MostBytes = 1_000_000_000;

    public async Task<IResult> AnswerAsync(HttpContext context, string containerId)
    {
        var token = context.RequestAborted;
        var fault = await faults.TakeAsync(TwinOps.Rupload, token);
        if (fault.Is("drop-before"))
        {
            context.Abort();
            return Results.Empty;
        }

        if (fault.Is("slow"))
        {
            await Task.Delay(TimeSpan.FromSeconds(options.Value.SlowSeconds), time, token);
        }

        if (fault.Is("rupload-nonretriable"))
        {
            return TwinAnswers.Rupload(
                "ProcessingFailedError", "Request processing failed: {\"error_subcode\":1363008,\"message\":\"FILE_NOT_FOUND\"}", isRetriable: false);
        }

        if (TwinAnswers.OfFault(context, fault) is { } faulty)
        {
            return faulty;
        }

        if (await ContainerAsync(context, containerId, token) is not { } read)
        {
            return TwinAnswers.Rupload("NotAuthorizedError", "User not authorized to perform this request", isRetriable: false);
        }

        var answer = await TakeAsync(context, read, fault, token);
        if (fault.Is("drop-after"))
        {
            context.Abort();
            return Results.Empty;
        }

        return answer;
    }

    private async Task<Versioned<TwinContainer>?> ContainerAsync(HttpContext context, string containerId, CancellationToken token)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("OAuth ", StringComparison.Ordinal)
            || await store.FindAsync<TwinToken>(TwinSecrets.HashOf(header[6..].Trim()), token) is not { Body: var held }
            || held.EndsAt < time.GetUtcNow()
            || await store.FindAsync<TwinGrant>(held.GrantId, token) is not { Body: { IsRevoked: false } grant }
            || await store.FindAsync<TwinUser>(grant.Login, token) is not { Body: var user })
        {
            return null;
        }

        return await clock.FindAsync(new TwinCaller(held, grant, user), containerId, token);
    }

    private async Task<IResult> TakeAsync(
        HttpContext context, Versioned<TwinContainer> read, ActiveFault fault, CancellationToken token)
    {
        var headers = context.Request.Headers;
        if (!long.TryParse(headers["offset"], NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
        {
            return TwinAnswers.Rupload(
                "ParameterValidationError", "HeaderValuePredicate: Header Offset not convertable to unsigned long", isRetriable: false);
        }

        if (!long.TryParse(headers["file_size"], NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size is 0 or > MostBytes
            || (read.Body.SizeBytes is { } known && known != size))
        {
            return TwinAnswers.Rupload("ParameterValidationError", "The file size is missing or another than before.", isRetriable: false);
        }

        var key = read.Body.BlobKey;
        var stored = await files.LengthAsync(key, token);
        if (offset != stored)
        {
            return TwinAnswers.Rupload(
                "OffsetInvalidError",
                string.Create(CultureInfo.InvariantCulture, $"The offset is {offset}, {stored} bytes are stored."),
                isRetriable: true);
        }

        if (context.Request.ContentLength is not { } length)
        {
            return TwinAnswers.Rupload("ParameterValidationError", "A length is needed.", isRetriable: false);
        }

        if (read.Body.SizeBytes is null)
        {
            await store.ChangeAsync<TwinContainer>(read.Key, one => one with { SizeBytes = size }, token);
        }

        var cutAt = fault.Is("rupload-cut-at") ? fault.Value ?? 0 : long.MaxValue;
        stored = await files.AppendAsync(context.Request.Body, key, stored, Math.Min(size, cutAt), token);
        if (stored >= cutAt && stored < size)
        {
            context.Abort();
            return Results.Empty;
        }

        if (stored < size || length != size - offset)
        {
            return TwinAnswers.Rupload("PartialRequestError", "The body is shorter than announced.", isRetriable: true);
        }

        await store.ChangeAsync<TwinContainer>(read.Key, one => one with { UploadedAt = one.UploadedAt ?? time.GetUtcNow() }, token);
        return TwinAnswers.Json(new JsonObject { ["success"] = true, ["message"] = "Upload successful." });
    }
}
