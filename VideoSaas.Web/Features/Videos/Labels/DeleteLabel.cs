using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Videos.Labels;

/// <summary>What a deleted label was and which clips bore it: enough to bring it back.</summary>
public sealed record DeletedLabel(string Name, IReadOnlyList<Guid> VideoIds);

/// <summary>Removes a label from the person and from every clip; the clips stay.</summary>
public sealed class DeleteLabel(IDbContextFactory<AppDb> databases)
{
    public sealed record Input(Guid LabelId);

    /// <returns>Refused: not_found.</returns>
    public async Task<Outcome<DeletedLabel>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await LabelRules.LockPersonAsync(db, actor.PersonId, token);
        var label = await db.Labels.FirstOrDefaultAsync(one => one.Id == input.LabelId && one.UserId == actor.PersonId, token);
        if (label is null)
        {
            return new NotFound();
        }

        var videos = await db.VideoLabels.Where(row => row.LabelId == label.Id).Select(row => row.VideoId).ToListAsync(token);
        db.Labels.Remove(label);
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return new DeletedLabel(label.Name, videos);
    }
}
