using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing.Bulk;

/// <summary>What would become of many posts: each with its time and what stands against it. Changes nothing and promises no slot.</summary>
public sealed class PlanBulk(IDbContextFactory<AppDb> databases, PostGate gate, TimeProvider time)
{
    /// <returns>Refused: too_many_rows.</returns>
    public async Task<Outcome<BulkPlan>> ExecuteAsync(Actor actor, IReadOnlyList<BulkRow> rows, CancellationToken token)
    {
        if (rows.Count > BulkLimits.Rows)
        {
            return new LimitReached("too_many_rows", rows.Count, BulkLimits.Rows);
        }

        await using var db = await databases.CreateDbContextAsync(token);
        var ground = await BulkGround.ReadAsync(db, gate, actor.PersonId, rows, time.GetUtcNow(), token);
        return new BulkPlan([.. rows.Select(ground.Judge)]);
    }
}
