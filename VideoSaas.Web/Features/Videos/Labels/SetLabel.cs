using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Videos.Labels;

/// <summary>Puts a label on clips, or takes it off. A clip that has it, or has it not, stays as it is.</summary>
public sealed class SetLabel(IDbContextFactory<AppDb> databases)
{
    public sealed record Input(Guid LabelId, IReadOnlyList<Guid> VideoIds, bool IsOn);

    /// <returns>The clips that changed, for a way back. Refused: not_found, for the label or any of the clips; then none changed.</returns>
    public async Task<Outcome<IReadOnlyList<Guid>>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
    {
        Guid[] ids = [.. input.VideoIds.Distinct()];
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var person = actor.PersonId;
        if (!await db.Labels.AnyAsync(label => label.Id == input.LabelId && label.UserId == person, token)
            || await db.Videos.IgnoreQueryFilters().CountAsync(video => ids.Contains(video.Id) && video.UserId == person, token) != ids.Length)
        {
            return new NotFound();
        }

        var changed = input.IsOn
            ? await db.Database.SqlQuery<Guid>(
                $"""
                INSERT INTO video_labels (video_id, label_id, user_id)
                SELECT id, {input.LabelId}, {person} FROM unnest({ids}) AS id
                ON CONFLICT DO NOTHING RETURNING video_id AS "Value"
                """).ToListAsync(token)
            : await db.Database.SqlQuery<Guid>(
                $"""
                DELETE FROM video_labels WHERE label_id = {input.LabelId} AND video_id = ANY({ids}) RETURNING video_id AS "Value"
                """).ToListAsync(token);
        await transaction.CommitAsync(token);
        return changed;
    }
}
