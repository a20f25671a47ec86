using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Features.Accounts;

namespace VideoSaas.Web.Features.Videos.Uploads;

/// <summary>
/// Reserves the month's unit, then makes the row, then the file: everything that can be refused is refused before the first byte.
/// </summary>
internal sealed class BeginUpload(
    IDbContextFactory<AppDb> databases, IQuotaUnits units, IBlobStore blobs, IStorageSpace space, UploadLeases leases,
    IOptions<UploadOptions> options, TimeProvider time)
{
    /// <param name="MetadataHeader">The client's Upload-Metadata, word for word; null when it sent none.</param>
    public sealed record Input(long LengthBytes, string? MetadataHeader);

    /// <summary>
    /// A repeat with the same <c>clientuploadid</c> and length returns the upload that is already there: a client whose
    /// answer got lost asks again, and must neither leave an orphan nor pay twice.
    /// Refusals: <c>upload_metadata</c>, <c>file_too_large</c> (bytes allowed), <c>quota_used_up</c>,
    /// <c>too_many_uploads</c> (how many), <c>storage_full</c>.
    /// </summary>
    public async Task<Outcome<Upload>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
    {
        if (!UploadMetadata.TryParse(input.MetadataHeader, out var metadata))
        {
            return new Invalid("upload_metadata");
        }

        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        var mayHold = await db.Users.Where(user => user.Id == actor.PersonId)
            .Join(db.SubscriptionTiers, user => user.SubscriptionTier, tier => tier.Tier, (_, tier) => (long?)tier.MaxFileSizeBytes)
            .FirstOrDefaultAsync(token);
        if (mayHold is null)
        {
            return new NotFound();
        }

        if (input.LengthBytes > mayHold)
        {
            return new LimitReached("file_too_large", mayHold.Value);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(token);

        // The reservation locks the person's row, so that two creations cannot count the open ones at once.
        var unit = await units.ReserveAsync(db, actor.PersonId, token);
        var open = await db.Uploads.AsNoTracking()
            .Where(upload => upload.UserId == actor.PersonId && upload.Status == UploadStatus.Receiving)
            .ToListAsync(token);
        var earlier = FindEarlier(open, input.LengthBytes, metadata);
        if (earlier is not null)
        {
            // Leaving without a commit gives the unit back.
            return earlier;
        }

        if (unit.Refusal is not null)
        {
            return unit.Refusal;
        }

        if (open.Count >= options.Value.OpenPerPerson)
        {
            return new LimitReached("too_many_uploads", options.Value.OpenPerPerson);
        }

        if (!await FitsAsync(db, input.LengthBytes, token))
        {
            return new StorageFull();
        }

        var upload = NewUpload(actor.PersonId, input, metadata, unit.Value);
        db.Uploads.Add(upload);
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);

        // After the commit: a row without its file repairs itself at the first byte, a file without a row would stay for ever.
        await blobs.CreateAsync(upload.StorageKey, token);
        return upload;
    }

    private Upload NewUpload(Guid userId, Input input, UploadMetadata metadata, ReservedUnit unit)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        return new Upload
        {
            Id = id,
            Token = TusHeaders.NewToken(),
            UserId = userId,
            LengthBytes = input.LengthBytes,
            MetadataHeader = input.MetadataHeader,
            Filename = metadata.Filename,
            StorageKey = $"sources/{id}/source.bin",
            QuotaUnit = QuotaUnit.Reserved,
            QuotaPeriod = unit.Period,
            ExpiresAt = leases.ExpiryAfter(now, now),
            CreatedAt = now,
        };
    }

    private Upload? FindEarlier(List<Upload> open, long lengthBytes, UploadMetadata metadata) =>
        metadata.ClientUploadId is { } wanted
            ? open.Find(upload => upload.LengthBytes == lengthBytes
                && upload.ExpiresAt > time.GetUtcNow()
                && UploadMetadata.TryParse(upload.MetadataHeader, out var known) && known.ClientUploadId == wanted)
            : null;

    private async Task<bool> FitsAsync(AppDb db, long lengthBytes, CancellationToken token)
    {
        var promised = await db.Uploads.Where(upload => upload.Status == UploadStatus.Receiving)
            .SumAsync(upload => upload.LengthBytes - upload.OffsetBytes, token);
        return space.FreeBytes() - promised - lengthBytes >= options.Value.MinimumFreeBytes;
    }
}

/// <summary>The volume has no room for it now (507): it may have later.</summary>
internal sealed record StorageFull() : Refusal("storage_full");
