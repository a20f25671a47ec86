using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Accounts;

namespace VideoSaas.Web.Features.Videos;

/// <summary>Why a unit goes back to its person.</summary>
public enum UnitReturn
{
    /// <summary>The file was refused, or its way ended, before the probe accepted it. A taken unit stays taken.</summary>
    NotAccepted,

    /// <summary>We failed: a taken unit goes back too.</summary>
    OurFault,
}

/// <summary>
/// The monthly unit that a video's upload holds: reserved, then taken or returned. Every call joins the transaction of the
/// given context and may be repeated: the word in <c>uploads.quota_unit</c> decides, and it moves once.
/// A video without an upload (a second row on the same source) holds none, and nothing happens.
/// </summary>
public interface IVideoUnits
{
    /// <summary>The probe accepted the file.</summary>
    Task TakeAsync(AppDb db, Guid videoId, CancellationToken token);

    /// <summary>Gives it back, unless its month is over.</summary>
    Task ReturnAsync(AppDb db, Guid videoId, UnitReturn why, CancellationToken token);

    /// <summary>
    /// The video begins again before it was ever accepted: a unit that had come back is reserved anew, one still held stays.
    /// </summary>
    /// <returns>Null, or <c>quota_used_up</c>.</returns>
    Task<Refusal?> ReserveAgainAsync(AppDb db, Guid videoId, CancellationToken token);
}

internal sealed class VideoUnits(IQuotaUnits units) : IVideoUnits
{
    public Task TakeAsync(AppDb db, Guid videoId, CancellationToken token) =>
        db.Database.ExecuteSqlAsync(
            $"UPDATE uploads SET quota_unit = 'taken' WHERE video_id = {videoId} AND quota_unit = 'reserved'", token);

    public Task ReturnAsync(AppDb db, Guid videoId, UnitReturn why, CancellationToken token) =>
        ReturnAsync(db, db.Uploads.Where(upload => upload.VideoId == videoId), why, token);

    public async Task<Refusal?> ReserveAgainAsync(AppDb db, Guid videoId, CancellationToken token)
    {
        var returned = await db.Uploads.AsNoTracking()
            .Where(upload => upload.VideoId == videoId && upload.QuotaUnit == QuotaUnit.Returned)
            .Select(upload => new { upload.Id, upload.UserId })
            .FirstOrDefaultAsync(token);
        if (returned is null)
        {
            return null;
        }

        var reserved = await units.ReserveAsync(db, returned.UserId, token);
        if (reserved.Refusal is { } usedUp)
        {
            return usedUp;
        }

        await db.Uploads.Where(upload => upload.Id == returned.Id).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.QuotaUnit, QuotaUnit.Reserved)
                .SetProperty(row => row.QuotaPeriod, reserved.Value.Period),
            token);
        return null;
    }

    /// <summary>For an upload that never became a video.</summary>
    public Task ReturnOfUploadAsync(AppDb db, Guid uploadId, CancellationToken token) =>
        ReturnAsync(db, db.Uploads.Where(upload => upload.Id == uploadId), UnitReturn.NotAccepted, token);

    private async Task ReturnAsync(AppDb db, IQueryable<Upload> uploads, UnitReturn why, CancellationToken token)
    {
        var held = await uploads.AsNoTracking()
            .Select(upload => new { upload.Id, upload.UserId, upload.QuotaPeriod })
            .ToListAsync(token);
        foreach (var upload in held)
        {
            // Whoever moves the word gives the unit back; a second caller finds it moved.
            var moved = await db.Uploads
                .Where(row => row.Id == upload.Id
                    && (row.QuotaUnit == QuotaUnit.Reserved || (row.QuotaUnit == QuotaUnit.Taken && why == UnitReturn.OurFault)))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.QuotaUnit, QuotaUnit.Returned), token);
            if (moved == 1)
            {
                await units.ReturnAsync(db, upload.UserId, upload.QuotaPeriod, token);
            }
        }
    }
}
