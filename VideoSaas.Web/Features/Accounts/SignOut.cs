using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Auditing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Accounts.Sessions;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>
/// Ends one sign-in of a person for good: its open pages go to the sign-in at once and its cookie is believed no more, wherever
/// a copy of it may be. Sign-ins on other devices go on. Taking the cookie from this browser is the route's.
/// </summary>
internal sealed class SignOut(IDbContextFactory<AppDb> contexts, IOptions<AccountsOptions> options, TimeProvider time)
{
    /// <summary>Ended sign-ins are kept among the person's own tokens, and so gone with the person.</summary>
    public const string Ended = "ended_sign_in";

    /// <summary>A repeat changes nothing.</summary>
    public async Task ExecuteAsync(Actor actor, ClaimsPrincipal person, CancellationToken token)
    {
        if (PersonTickets.SignInOf(person) is not { Length: > 0 } signIn)
        {
            return;
        }

        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(token);
        db.ActAs(actor);
        await SessionLog.EndAsync(db, actor.PersonId, signIn, now, token);

        // A cookie that was not renewed for so long is worth nothing by itself, and an ended one is never renewed.
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM user_tokens
            WHERE user_id = {actor.PersonId} AND login_provider = {Ended} AND value::timestamptz < {now.AddDays(-options.Value.RememberDays)}
            """,
            token);
        await OpenPages.LookAgainAsync(db, actor.PersonId, token);
    }
}
