using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Auditing;

namespace VideoSaas.Web.Features.Accounts.Export;

/// <summary>Asks for everything that is kept of the person. One that is being made already is the one.</summary>
internal sealed class RequestExport(IDbContextFactory<AppDb> contexts, TimeProvider time)
{
    public async Task<Outcome<Guid>> ExecuteAsync(Actor actor, CancellationToken token)
    {
        await using var db = await contexts.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);

        // The person's row is the lock: of two clicks one makes the export and the other finds it.
        var held = await db.Database
            .SqlQuery<Guid>($"SELECT id AS \"Value\" FROM users WHERE id = {actor.PersonId} AND deleted_at IS NULL FOR NO KEY UPDATE")
            .ToListAsync(token);
        if (held.Count == 0)
        {
            return new NotFound();
        }

        var open = await db.DataExports.Where(one => one.UserId == actor.PersonId
                && (one.Status == DataExportStatus.Queued || one.Status == DataExportStatus.Running))
            .Select(one => (Guid?)one.Id).FirstOrDefaultAsync(token);
        if (open is { } known)
        {
            return known;
        }

        var now = time.GetUtcNow();
        var export = new DataExport { Id = Guid.CreateVersion7(now), UserId = actor.PersonId, CreatedAt = now };
        db.DataExports.Add(export);
        db.Note(actor, "user.export_asked", actor.PersonId, now);
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return export.Id;
    }
}
