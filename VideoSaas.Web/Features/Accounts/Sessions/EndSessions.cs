using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Auditing;

namespace VideoSaas.Web.Features.Accounts.Sessions;

/// <summary>Signs a person out on another browser, or on all others. Their open pages go to the sign-in at once.</summary>
internal sealed class EndSessions(IDbContextFactory<AppDb> contexts, TimeProvider time)
{
    /// <param name="SessionId">Null: all but <paramref name="Keep"/>.</param>
    /// <param name="Keep">The sign-in of the browser that asks.</param>
    public sealed record Input(Guid? SessionId, string? Keep);

    /// <returns>How many were ended.</returns>
    public async Task<Outcome<int>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var mine = db.UserSessions.AsNoTracking().Where(one => one.UserId == actor.PersonId && one.EndedAt == null);
        var ended = await (input.SessionId is { } id ? mine.Where(one => one.Id == id) : mine.Where(one => one.SignIn != input.Keep))
            .Select(one => one.SignIn).ToListAsync(token);
        if (input.SessionId is not null && ended.Count == 0)
        {
            return new NotFound();
        }

        foreach (var signIn in ended)
        {
            await SessionLog.EndAsync(db, actor.PersonId, signIn, now, token);
        }

        if (ended.Count > 0)
        {
            db.Note(actor, "user.sessions_ended", actor.PersonId, now);
            await db.SaveChangesAsync(token);
            await OpenPages.LookAgainAsync(db, actor.PersonId, token);
        }

        await transaction.CommitAsync(token);
        return ended.Count;
    }
}
