using System.Globalization;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Host;

namespace VideoSaas.Web.Features.Videos.Uploads;

/// <summary>How an upload stands after a request.</summary>
internal readonly record struct UploadState(UploadStatus Status, long OffsetBytes, DateTimeOffset ExpiresAt);

/// <summary>HEAD and PATCH: where an upload stands, and more bytes for it.</summary>
internal sealed class TusTransfer(
    IDbContextFactory<AppDb> databases, UploadLeases leases, UploadReceiver receiver, CompleteUpload completeUpload,
    IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>
    /// The person's upload with that token; null for everybody else, for what has ended, and for what has expired although
    /// nobody swept it yet.
    /// </summary>
    public async Task<Upload?> FindAsync(HttpContext context, string token)
    {
        if (!TusHeaders.IsToken(token))
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(context.RequestAborted);
        var owner = context.ToActor().PersonId;
        var upload = await db.Uploads.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Token == token && row.UserId == owner, context.RequestAborted);
        return upload is not null && IsThere(upload) ? upload : null;
    }

    public async Task TellOffsetAsync(HttpContext context, string token)
    {
        var upload = await FindAsync(context, token);
        if (upload is null)
        {
            await TusResponse.Status(context, StatusCodes.Status404NotFound);
            return;
        }

        var state = new UploadState(upload.Status, upload.OffsetBytes, upload.ExpiresAt);
        if (upload.Status == UploadStatus.Receiving)
        {
            // The writer before, if there is one, stops first: an offset that still moves would be wrong at the next PATCH.
            await using var lease = await leases.AcquireAsync(upload.Id, context.RequestAborted);
            if (lease is null)
            {
                await TusResponse.Status(context, StatusCodes.Status423Locked);
                return;
            }

            if (!IsThere(lease.Row))
            {
                await TusResponse.Status(context, StatusCodes.Status404NotFound);
                return;
            }

            if (lease.Row.Status == UploadStatus.Receiving)
            {
                await receiver.ReconcileAsync(lease, context.RequestAborted);
            }

            state = await FinishAsync(context, lease);
        }

        TusResponse.WriteOffset(context, state.OffsetBytes);
        context.Response.Headers[TusHeaders.UploadLength] = upload.LengthBytes.ToString(CultureInfo.InvariantCulture);
        if (upload.MetadataHeader is { Length: > 0 } metadata)
        {
            context.Response.Headers[TusHeaders.UploadMetadata] = metadata;
        }

        TusResponse.WriteExpiry(context, state.Status, state.ExpiresAt);
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    public async Task AppendAsync(HttpContext context, string token)
    {
        var upload = await FindAsync(context, token);
        if (upload is null)
        {
            await HangupAsync(context, StatusCodes.Status404NotFound);
        }
        else if (!TusHeaders.IsOffsetContent(context.Request.ContentType))
        {
            await HangupAsync(context, StatusCodes.Status415UnsupportedMediaType);
        }
        else if (!TusHeaders.TryParseCount(context.Request.Headers[TusHeaders.UploadOffset], out var offset)
            || !IsLengthSame(context.Request, upload) || context.Request.Headers.ContainsKey(TusHeaders.UploadChecksum))
        {
            await HangupAsync(context, StatusCodes.Status400BadRequest);
        }
        else if (upload.Status == UploadStatus.Completed)
        {
            await AnswerWholeAsync(context, upload, offset);
        }
        else
        {
            await AppendAsync(context, upload, offset);
        }
    }

    /// <summary>The bytes that came with the creation. One that was there already goes on where it stands, without them.</summary>
    public async Task<UploadState> AppendFirstAsync(HttpContext context, Upload upload)
    {
        await using var lease = await leases.AcquireAsync(upload.Id, context.RequestAborted);
        if (lease is not { Row.Status: UploadStatus.Receiving })
        {
            return new UploadState(upload.Status, upload.OffsetBytes, upload.ExpiresAt);
        }

        if (lease.OffsetBytes > 0)
        {
            TusResponse.Hangup(context);
        }
        else if (upload.LengthBytes > 0)
        {
            await ReceiveAsync(context, lease);
        }

        return await FinishAsync(context, lease);
    }

    private async Task AppendAsync(HttpContext context, Upload upload, long offset)
    {
        await using var lease = await leases.AcquireAsync(upload.Id, context.RequestAborted);
        if (lease is null)
        {
            await HangupAsync(context, StatusCodes.Status423Locked);
            return;
        }

        if (lease.Row.Status == UploadStatus.Completed)
        {
            await AnswerWholeAsync(context, lease.Row, offset);
            return;
        }

        if (!IsThere(lease.Row))
        {
            await HangupAsync(context, StatusCodes.Status404NotFound);
            return;
        }

        await receiver.ReconcileAsync(lease, context.RequestAborted);
        if (offset != lease.OffsetBytes)
        {
            TusResponse.WriteOffset(context, lease.OffsetBytes);
            await HangupAsync(context, StatusCodes.Status409Conflict);
            return;
        }

        if (context.Request.ContentLength > upload.LengthBytes - offset)
        {
            await HangupAsync(context, StatusCodes.Status413PayloadTooLarge);
            return;
        }

        var end = await ReceiveAsync(context, lease);
        var state = await FinishAsync(context, lease);
        if (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        TusResponse.WriteOffset(context, state.OffsetBytes);
        TusResponse.WriteExpiry(context, state.Status, state.ExpiresAt);
        if (end != ReceiveEnd.BodyEnded)
        {
            TusResponse.Hangup(context);
        }

        context.Response.StatusCode = end switch
        {
            ReceiveEnd.BodyEnded => StatusCodes.Status204NoContent,
            ReceiveEnd.TooLong => StatusCodes.Status413PayloadTooLarge,
            ReceiveEnd.StopAsked => StatusCodes.Status423Locked,
            // 408 would say it better, but the client gives up at that; after this it asks for the offset and goes on.
            _ => StatusCodes.Status503ServiceUnavailable,
        };
    }

    private async Task<ReceiveEnd> ReceiveAsync(HttpContext context, UploadLease lease)
    {
        // A server that shuts down does not wait for hours of body: it keeps what is here, and the client comes back.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, lifetime.ApplicationStopping);
        return await receiver.ReceiveAsync(lease, context.Request.Body, ending.Token);
    }

    /// <summary>Completes an upload that is whole, also for a client that is already gone.</summary>
    private async Task<UploadState> FinishAsync(HttpContext context, UploadLease lease)
    {
        if (lease.Row.Status == UploadStatus.Receiving && lease.IsWhole)
        {
            var completed = await completeUpload.ExecuteAsync(context.ToActor(), new(lease.UploadId), CancellationToken.None);
            if (completed.Succeeded)
            {
                return new UploadState(UploadStatus.Completed, lease.OffsetBytes, lease.ExpiresAt);
            }
        }

        return new UploadState(lease.Row.Status, lease.OffsetBytes, lease.ExpiresAt);
    }

    /// <summary>Nothing more belongs to it: bytes are too many, and a repeat of the last, empty request is fine.</summary>
    private static async Task AnswerWholeAsync(HttpContext context, Upload upload, long offset)
    {
        TusResponse.WriteOffset(context, upload.LengthBytes);
        if (offset != upload.LengthBytes)
        {
            await HangupAsync(context, StatusCodes.Status409Conflict);
        }
        else if (context.Request.ContentLength > 0 || await context.Request.Body.ReadAsync(new byte[1], context.RequestAborted) > 0)
        {
            await HangupAsync(context, StatusCodes.Status413PayloadTooLarge);
        }
        else
        {
            await TusResponse.Status(context, StatusCodes.Status204NoContent);
        }
    }

    private bool IsThere(Upload upload) => upload.Status switch
    {
        UploadStatus.Completed => true,
        UploadStatus.Receiving => upload.ExpiresAt > time.GetUtcNow(),
        _ => false,
    };

    /// <summary>The length is said once, at the creation; saying it again is fine.</summary>
    private static bool IsLengthSame(HttpRequest request, Upload upload) =>
        !request.Headers.TryGetValue(TusHeaders.UploadLength, out var said)
        || (TusHeaders.TryParseCount(said, out var length) && length == upload.LengthBytes);

    private static Task HangupAsync(HttpContext context, int status)
    {
        TusResponse.Hangup(context);
        return TusResponse.Status(context, status);
    }
}
