using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Features.Accounts.Export;

public sealed record ExportRow(Guid Id, DataExportStatus Status, DateTimeOffset AskedAt, long? SizeBytes, DateTimeOffset? ExpiresAt);

internal sealed class ExportQueries(IDbContextFactory<AppDb> contexts, IBlobStore blobs, TimeProvider time)
{
    private const int Shown = 5;

    public async Task<IReadOnlyList<ExportRow>> LatestAsync(Actor actor, CancellationToken token)
    {
        await using var db = await contexts.CreateDbContextAsync(token);
        return await db.DataExports.AsNoTracking().Where(one => one.UserId == actor.PersonId)
            .OrderByDescending(one => one.CreatedAt).Take(Shown)
            .Select(one => new ExportRow(one.Id, one.Status, one.CreatedAt, one.SizeBytes, one.ExpiresAt))
            .ToListAsync(token);
    }

    /// <summary>The file, to be read; null when it is not this person's, not ready or gone.</summary>
    public async Task<Stream?> OpenAsync(Actor actor, Guid exportId, CancellationToken token)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(token);
        var key = await db.DataExports
            .Where(one => one.Id == exportId && one.UserId == actor.PersonId && one.Status == DataExportStatus.Ready && one.ExpiresAt > now)
            .Select(one => one.StorageKey).FirstOrDefaultAsync(token);
        if (key is null)
        {
            return null;
        }

        try
        {
            return await blobs.OpenReadAsync(key, token);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
