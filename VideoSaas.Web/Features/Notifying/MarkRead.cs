using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Notifying;

/// <summary>The person has seen it: it counts no more, and stays in the list until it is mended. A repeat changes nothing.</summary>
internal sealed class MarkRead(IDbContextFactory<AppDb> databases, TimeProvider time)
{
    /// <param name="notificationId">Null: all of them.</param>
    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, Guid? notificationId, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var mine = db.Notifications.Where(one => one.UserId == actor.PersonId);
        if (notificationId is { } id)
        {
            mine = mine.Where(one => one.Id == id);
            if (!await mine.AnyAsync(token))
            {
                return new NotFound();
            }
        }

        DateTimeOffset? now = time.GetUtcNow();
        await mine.Where(one => one.ReadAt == null).ExecuteUpdateAsync(set => set.SetProperty(one => one.ReadAt, now), token);
        return Done.Value;
    }
}
