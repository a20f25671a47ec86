using System.Security.Claims;
using System.Security.Cryptography;
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

    /// <summary>Tells one sign-in of a person from the others: all tabs of a browser share it.</summary>
    private const string SignInClaim = "sign_in";

    /// <summary>Claims of a new sign-in; null when that person may not sign in.</summary>
    public Task<ClaimsPrincipal?> IssueAsync(Guid personId, CancellationToken token) =>
        IssueAsync(personId, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), token);

    /// <summary>Which sign-in these claims belong to.</summary>
    public static string? SignInOf(ClaimsPrincipal person) => person.FindFirstValue(SignInClaim);

    private async Task<ClaimsPrincipal?> IssueAsync(Guid personId, string signIn, CancellationToken token)
    {
        await using var db = await contexts.CreateDbContextAsync(token);
        var person = await db.Users.AsNoTracking()
            .Where(person => person.Id == personId && person.DeletedAt == null)
            .Select(person => new
            {
                person.UserName,
                person.SecurityStamp,
                person.Status,
                HasEnded = db.UserTokens.Any(
                    ended => ended.UserId == person.Id && ended.LoginProvider == SignOut.Ended && ended.Name == signIn),
                Roles = db.UserRoles.Where(has => has.UserId == person.Id)
                    .Join(db.Roles, has => has.RoleId, role => role.Id, (_, role) => role.Name!).ToList(),
            })
            .SingleOrDefaultAsync(token);
        if (person is null || person.HasEnded || !AccountTransitions.MaySignIn(person.Status))
        {
            return null;
        }

        var identity = new ClaimsIdentity(IdentityConstants.ApplicationScheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, personId.ToString()));
        identity.AddClaim(new Claim(ClaimTypes.Name, person.UserName ?? personId.ToString()));
        identity.AddClaim(new Claim(StampClaim, person.SecurityStamp ?? ""));
        identity.AddClaim(new Claim(SignInClaim, signIn));
        identity.AddClaims(person.Roles.Order(StringComparer.Ordinal).Select(role => new Claim(ClaimTypes.Role, role)));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>
    /// Fresh claims for somebody who came with <paramref name="old"/> ones; null when that sign-in is over: signed out,
    /// suspended, closed, deleted, or the password was changed elsewhere.
    /// </summary>
    public async Task<ClaimsPrincipal?> RenewAsync(ClaimsPrincipal old, CancellationToken token)
    {
        if (!Guid.TryParse(old.FindFirstValue(ClaimTypes.NameIdentifier), out var personId)
            || await IssueAsync(personId, SignInOf(old) ?? "", token) is not { } fresh)
        {
            return null;
        }

        return fresh.FindFirstValue(StampClaim) == old.FindFirstValue(StampClaim) ? fresh : null;
    }
}
