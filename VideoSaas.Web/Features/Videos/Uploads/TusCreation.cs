using System.Globalization;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Host;

namespace VideoSaas.Web.Features.Videos.Uploads;

/// <summary>POST: extensions creation and creation-with-upload.</summary>
internal sealed class TusCreation(BeginUpload beginUpload, TusTransfer transfer, UploadRefusals refusals)
{
    public async Task CreateAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers.ContainsKey(TusHeaders.UploadDeferLength) || headers.ContainsKey(TusHeaders.UploadConcat)
            || headers.ContainsKey(TusHeaders.UploadChecksum)
            || !TusHeaders.TryParseCount(headers[TusHeaders.UploadLength], out var length))
        {
            await TusResponse.Status(context, StatusCodes.Status400BadRequest);
            return;
        }

        var hasBytes = TusHeaders.IsOffsetContent(context.Request.ContentType);
        if (hasBytes && context.Request.ContentLength > length)
        {
            TusResponse.Hangup(context);
            await TusResponse.Status(context, StatusCodes.Status413PayloadTooLarge);
            return;
        }

        var header = headers[TusHeaders.UploadMetadata];
        var begun = await beginUpload.ExecuteAsync(
            context.ToActor(), new(length, header.Count == 0 ? null : header.ToString()), context.RequestAborted);
        if (begun.Refusal is { } refusal)
        {
            await RefuseAsync(context, refusal);
            return;
        }

        // Path only: whoever sits between us and the browser knows its own host and scheme better.
        context.Response.Headers.Location = $"{context.Request.PathBase}{TusApi.Root}/{begun.Value.Token}";
        await AnswerAsync(context, begun.Value, hasBytes);
    }

    private async Task AnswerAsync(HttpContext context, Upload upload, bool hasBytes)
    {
        var state = hasBytes || upload.LengthBytes == 0
            ? await transfer.AppendFirstAsync(context, upload)
            : new UploadState(upload.Status, upload.OffsetBytes, upload.ExpiresAt);
        if (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        if (hasBytes)
        {
            TusResponse.WriteOffset(context, state.OffsetBytes);
        }

        TusResponse.WriteExpiry(context, state.Status, state.ExpiresAt);
        context.Response.StatusCode = StatusCodes.Status201Created;
    }

    private Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        var status = refusal switch
        {
            { Code: "file_too_large" } => StatusCodes.Status413PayloadTooLarge,
            StorageFull => StatusCodes.Status507InsufficientStorage,
            Invalid => StatusCodes.Status400BadRequest,
            NotFound => StatusCodes.Status404NotFound,
            _ => StatusCodes.Status403Forbidden,
        };
        if (refusal is { Code: "file_too_large", Arguments: [long allowed] })
        {
            context.Response.Headers[TusHeaders.MaxSize] = allowed.ToString(CultureInfo.InvariantCulture);
        }

        return TusResponse.SayAsync(context, status, refusals.Sentence(refusal));
    }
}
