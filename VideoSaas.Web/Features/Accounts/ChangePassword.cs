using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Features.Accounts.Sessions;
using VideoSaas.Web.Features.Auditing;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>Changes one's own password, which ends all other sign-ins of that person.</summary>
internal sealed class ChangePassword(PeopleScopes scopes, PersonTickets tickets, SessionLog sessions, TimeProvider time)
{
    /// <param name="Current">Not asked for where the person has no password yet.</param>
    public sealed record Input(string? Current, string? New);

    /// <returns>Fresh claims, with which the page keeps this one sign-in going.</returns>
    public async Task<Outcome<ClaimsPrincipal>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
    {
        await using var scope = scopes.Open(actor);
        if (await scope.FindAsync(actor.PersonId, token) is not { } person)
        {
            return new NotFound();
        }

        if (await scope.Users.HasPasswordAsync(person)
            && scope.Hasher.VerifyHashedPassword(person, person.PasswordHash!, input.Current ?? "") is PasswordVerificationResult.Failed)
        {
            return new Invalid("current_password_wrong");
        }

        if (CredentialRules.RefusePassword(input.New, person.Email) is { } refusal)
        {
            return refusal;
        }

        if (input.New == input.Current)
        {
            return new Invalid("password_same");
        }

        scope.SetPassword(person, input.New!);
        var now = time.GetUtcNow();
        scope.Db.Note(actor, "user.password_changed", person.Id, now);
        await scope.Db.SaveChangesAsync(token);
        await SessionLog.AllEndedAsync(scope.Db, person.Id, now, token);
        await OpenPages.LookAgainAsync(scope.Db, person.Id, token);
        if (await tickets.IssueAsync(person.Id, token) is not { } principal)
        {
            return new Conflict("account_suspended");
        }

        await sessions.SeenAsync(person.Id, PersonTickets.SignInOf(principal), actor.Address, actor.UserAgent, token);
        return principal;
    }
}
