using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Videos.Labels;

/// <summary>Gives a label another name; its clips keep it.</summary>
public sealed class RenameLabel(IDbContextFactory<AppDb> databases)
{
    public sealed record Input(Guid LabelId, string? Name);

    /// <returns>Refused: not_found, label_empty, label_too_long, label_exists.</returns>
    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
    {
        var name = LabelRules.NameOf(input.Name);
        if (name.Refusal is { } refusal)
        {
            return refusal;
        }

        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await LabelRules.LockPersonAsync(db, actor.PersonId, token);
        var label = await db.Labels.FirstOrDefaultAsync(one => one.Id == input.LabelId && one.UserId == actor.PersonId, token);
        if (label is null)
        {
            return new NotFound();
        }

        if (await LabelRules.FindAsync(db, actor.PersonId, name.Value, token) is { } other && other != label.Id)
        {
            return new Conflict("label_exists", name.Value);
        }

        label.Name = name.Value;
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return Done.Value;
    }
}
