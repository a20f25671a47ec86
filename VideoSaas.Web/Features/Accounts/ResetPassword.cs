using Microsoft.AspNetCore.Identity;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Accounts.Sessions;
using VideoSaas.Web.Features.Auditing;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>
/// Sets a new password by the link of a letter, which works once. Having had the letter also confirms the address, and ends
/// a lockout.
/// </summary>
internal sealed class ResetPassword(PeopleScopes scopes, TimeProvider time)
{
    public sealed record Input(Guid PersonId, string? Token, string? Password);

    public async Task<Outcome<Done>> ExecuteAsync(Actor visitor, Input input, CancellationToken token)
    {
        await using var scope = scopes.Open(visitor with { UserId = input.PersonId, ActorId = input.PersonId.ToString() });
        if (LinkTokens.Decode(input.Token) is not { } secret
            || await scope.FindAsync(input.PersonId, token) is not { } person
            || !await scope.Users.VerifyUserTokenAsync(
                person, TokenOptions.DefaultProvider, UserManager<AppUser>.ResetPasswordTokenPurpose, secret))
        {
            return new Invalid("link_invalid");
        }

        if (CredentialRules.RefusePassword(input.Password, person.Email) is { } refusal)
        {
            return refusal;
        }

        scope.SetPassword(person, input.Password!);
        person.EmailConfirmed = true;
        person.AccessFailedCount = 0;
        person.LockoutEnd = null;
        var now = time.GetUtcNow();
        scope.Db.Note(scope.Db.Actor!, "user.password_changed", person.Id, now);
        await scope.Db.SaveChangesAsync(token);
        await SessionLog.AllEndedAsync(scope.Db, person.Id, now, token);
        await OpenPages.LookAgainAsync(scope.Db, person.Id, token);
        return Done.Value;
    }
}
