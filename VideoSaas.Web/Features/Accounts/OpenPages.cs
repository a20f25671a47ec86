using Microsoft.EntityFrameworkCore;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Accounts;

internal static class OpenPages
{
    /// <summary>
    /// Tells the person's open pages, in every process, to ask whether their sign-in still holds. A hint that is lost costs
    /// <see cref="AccountsOptions.RevalidateSeconds"/> at most. Sent with the transaction, if there is one.
    /// </summary>
    public static Task LookAgainAsync(AppDb db, Guid personId, CancellationToken token) => db.Database.ExecuteSqlAsync(
        $"""
        WITH event AS (
            INSERT INTO live_events (owner_id, kind, resource) SELECT id, 'user', id FROM users WHERE id = {personId} RETURNING id)
        SELECT pg_notify('live', event.id || '|' || {personId.ToString()} || '|user|' || {personId.ToString()}) FROM event
        """,
        token);
}
