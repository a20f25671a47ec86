using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Host;

namespace VideoSaas.Web.Features.Videos.Uploads;

/// <summary>DELETE: extension termination.</summary>
internal sealed class TusTermination(TusTransfer transfer, UploadLeases leases, EndUpload endUpload, UploadRefusals refusals)
{
    public async Task TerminateAsync(HttpContext context, string token)
    {
        var upload = await transfer.FindAsync(context, token);
        if (upload is null)
        {
            await TusResponse.Status(context, StatusCodes.Status404NotFound);
            return;
        }

        await using var lease = await leases.AcquireAsync(upload.Id, context.RequestAborted);
        if (lease is null)
        {
            await TusResponse.Status(context, StatusCodes.Status423Locked);
            return;
        }

        // Once begun it is carried through: the client that asked for it may be closing its page.
        var ended = await endUpload.ExecuteAsync(
            context.ToActor(), new(upload.Id, UploadStatus.Terminated), CancellationToken.None);
        if (ended.Refusal is Conflict completed)
        {
            await TusResponse.SayAsync(context, StatusCodes.Status403Forbidden, refusals.Sentence(completed));
            return;
        }

        await TusResponse.Status(context, ended.Succeeded ? StatusCodes.Status204NoContent : StatusCodes.Status404NotFound);
    }
}
