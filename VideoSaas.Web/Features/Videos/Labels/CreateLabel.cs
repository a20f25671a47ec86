using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Videos.Labels;

/// <summary>Makes a label; one of that name, whatever the case, is taken as it is.</summary>
public sealed class CreateLabel(IDbContextFactory<AppDb> databases, TimeProvider time)
{
    public sealed record Input(string? Name);

    /// <returns>The label's id. Refused: label_empty, label_too_long, too_many_labels.</returns>
    public async Task<Outcome<Guid>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
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
        if (await LabelRules.FindAsync(db, actor.PersonId, name.Value, token) is { } known)
        {
            return known;
        }

        if (await db.Labels.CountAsync(label => label.UserId == actor.PersonId, token) >= Label.MostPerPerson)
        {
            return new LimitReached("too_many_labels", Label.MostPerPerson);
        }

        var now = time.GetUtcNow();
        var label = new Label { Id = Guid.CreateVersion7(now), UserId = actor.PersonId, Name = name.Value, CreatedAt = now };
        db.Labels.Add(label);
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return label.Id;
    }
}
