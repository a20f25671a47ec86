using System.Security.Claims;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Accounts.Sessions;
using VideoSaas.Web.Features.Auditing;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>
/// The last step of every way in, once it is certain who it is: the standing is looked at, the sign-in is written down, the
/// claims are made. Setting the cookie is the page's.
/// </summary>
internal sealed class EnterPerson(PersonTickets tickets, SessionLog sessions, TimeProvider time)
{
    /// <returns><c>account_suspended</c>, <c>account_cancelled</c>.</returns>
    public async Task<Outcome<SignedIn>> ExecuteAsync(PeopleScope scope, AppUser person, Actor visitor, CancellationToken token)
    {
        if (!AccountTransitions.MaySignIn(person.Status))
        {
            return new Conflict(person.Status is AccountStatus.Cancelled ? "account_cancelled" : "account_suspended");
        }

        var now = time.GetUtcNow();
        var actor = visitor with { UserId = person.Id, ActorId = person.Id.ToString() };
        scope.Db.ActAs(actor);
        person.LastLoginAt = now;
        person.AccessFailedCount = 0;
        person.LockoutEnd = null;
        scope.Db.Note(actor, "user.signed_in", person.Id, now);
        await scope.Db.SaveChangesAsync(token);
        if (await tickets.IssueAsync(person.Id, token) is not { } principal)
        {
            return new Conflict("account_suspended");
        }

        await sessions.SeenAsync(person.Id, PersonTickets.SignInOf(principal), visitor.Address, visitor.UserAgent, token);
        return new SignedIn(principal, person.Metadata);
    }
}

/// <param name="Principal">Null: the password was right, and the second factor is still to come.</param>
/// <param name="Pending">With which the second step says who it is about.</param>
internal sealed record SignedIn(ClaimsPrincipal? Principal, UserPreferences Preferences, string? Pending = null);
