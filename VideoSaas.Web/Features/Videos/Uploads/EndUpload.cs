using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Features.Videos.Uploads;

/// <summary>Ends an unfinished upload: its unit comes back in the same transaction, its file goes after the commit.</summary>
internal sealed class EndUpload(IDbContextFactory<AppDb> databases, VideoUnits units, IBlobStore blobs)
{
    /// <param name="As">Terminated or expired.</param>
    public sealed record Input(Guid UploadId, UploadStatus As);

    /// <summary>The caller holds the upload's lease. A repeat removes the file again and changes nothing else.</summary>
    /// <returns><c>upload_completed</c> when it is a video by now.</returns>
    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var upload = await db.Uploads
            .FromSql($"SELECT * FROM uploads WHERE id = {input.UploadId} FOR UPDATE")
            .FirstOrDefaultAsync(token);
        switch (upload)
        {
            case null:
                return new NotFound();
            case { Status: UploadStatus.Completed }:
                return new Conflict("upload_completed");
        }

        if (upload.Status == UploadStatus.Receiving)
        {
            upload.Status = input.As;
            await db.SaveChangesAsync(token);
            await units.ReturnOfUploadAsync(db, upload.Id, token);
        }

        await transaction.CommitAsync(token);
        await blobs.DeleteAsync(upload.StorageKey, token);
        return Done.Value;
    }
}
