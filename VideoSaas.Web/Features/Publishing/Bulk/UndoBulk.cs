using VideoSaas.Domain.Auditing;

namespace VideoSaas.Web.Features.Publishing.Bulk;

/// <summary>Calls off what was scheduled together, each for itself: one that may be out keeps none of the others.</summary>
public sealed class UndoBulk(CancelPost cancel)
{
    /// <returns>How many were called off.</returns>
    public async Task<int> ExecuteAsync(Actor actor, IReadOnlyList<Guid> postIds, CancellationToken token)
    {
        var calledOff = 0;
        foreach (var id in postIds)
        {
            calledOff += (await cancel.ExecuteAsync(actor, new CancelPostInput(id), token)).Succeeded ? 1 : 0;
        }

        return calledOff;
    }
}
