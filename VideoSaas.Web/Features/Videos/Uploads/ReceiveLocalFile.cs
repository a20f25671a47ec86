using System.Text;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;

namespace VideoSaas.Web.Features.Videos.Uploads;

/// <summary>
/// Takes in a file that lies on this machine, on the way that an upload goes: unit, row, lease, bytes, video.
/// </summary>
internal sealed class ReceiveLocalFile(BeginUpload begin, UploadLeases leases, UploadReceiver receiver, CompleteUpload complete)
{
    /// <param name="Filename">The label it gets; the path itself is shown to nobody.</param>
    public sealed record Input(string Path, string Filename);

    /// <returns>The video's id, or what <see cref="BeginUpload"/> refuses.</returns>
    public async Task<Outcome<Guid>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
    {
        await using var file = File.OpenRead(input.Path);
        var metadata = $"filename {Convert.ToBase64String(Encoding.UTF8.GetBytes(input.Filename))}";
        var upload = await begin.ExecuteAsync(actor, new BeginUpload.Input(file.Length, metadata), token);
        if (!upload.Succeeded)
        {
            return upload.Refusal!;
        }

        await using (var lease = await leases.AcquireAsync(upload.Value.Id, token))
        {
            if (lease is null)
            {
                return new Conflict("upload_busy");
            }

            await receiver.ReceiveAsync(lease, file, token);
        }

        return await complete.ExecuteAsync(actor, new CompleteUpload.Input(upload.Value.Id), token);
    }
}
