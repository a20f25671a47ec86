using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Accounts;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>
/// The claims of a signed-in person: id, handle, roles, and the security stamp by which an old sign-in is known to be over.
/// </summary>
internal sealed class PersonTickets(IDbContextFactory<AppDb> contexts)
{
    private const string StampClaim = "stamp";

    /// <summary>Claims as they are now; null when that person may not sign in.</summary>
    public async Task<ClaimsPrincipal?> IssueAsync(Guid personId, CancellationToken token)
    {
        await using var db = await contexts.CreateDbContextAsync(token);
        var person = await db.Users.AsNoTracking()
            .Where(person => person.Id == personId && person.DeletedAt == null)
            .Select(person => new
            {
                person.UserName,
                person.SecurityStamp,
                person.Status,
                Roles = db.UserRoles.Where(has => has.UserId == person.Id)
                    .Join(db.Roles, has => has.RoleId, role => role.Id, (_, role) => role.Name!).ToList(),
            })
            .SingleOrDefaultAsync(token);
        if (person is null || !AccountTransitions.MaySignIn(person.Status))
        {
            return null;
        }

        var identity = new ClaimsIdentity(IdentityConstants.ApplicationScheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, personId.ToString()));
        identity.AddClaim(new Claim(ClaimTypes.Name, person.UserName ?? personId.ToString()));
        identity.AddClaim(new Claim(StampClaim, person.SecurityStamp ?? ""));
        identity.AddClaims(person.Roles.Order(StringComparer.Ordinal).Select(role => new Claim(ClaimTypes.Role, role)));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>
    /// Fresh claims for somebody who came with <paramref name="old"/> ones; null when that sign-in is over: suspended, closed,
    /// deleted, or the password was changed elsewhere.
    /// </summary>
    public async Task<ClaimsPrincipal?> RenewAsync(ClaimsPrincipal old, CancellationToken token)
    {
        if (!Guid.TryParse(old.FindFirstValue(ClaimTypes.NameIdentifier), out var personId)
            || await IssueAsync(personId, token) is not { } fresh)
        {
            return null;
        }

        return fresh.FindFirstValue(StampClaim) == old.FindFirstValue(StampClaim) ? fresh : null;
    }
}
