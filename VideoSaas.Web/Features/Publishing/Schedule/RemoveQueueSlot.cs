using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing.Schedule;

public sealed record RemoveQueueSlotInput(Guid SlotId);

/// <summary>Takes a weekly time away. Posts that were given it keep their moment. One that is gone already is fine.</summary>
public sealed class RemoveQueueSlot(IDbContextFactory<AppDb> databases)
{
    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, RemoveQueueSlotInput input, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        await db.QueueSlots.Where(slot => slot.Id == input.SlotId && slot.UserId == actor.PersonId).ExecuteDeleteAsync(token);
        return Done.Value;
    }
}
