using Microsoft.AspNetCore.Identity;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Auditing;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>Follows the link of the confirmation letter. Following it again is fine.</summary>
internal sealed class ConfirmEmail(PeopleScopes scopes, TimeProvider time)
{
    public sealed record Input(Guid PersonId, string? Token);

    public async Task<Outcome<Done>> ExecuteAsync(Actor visitor, Input input, CancellationToken token)
    {
        await using var scope = scopes.Open(visitor with { UserId = input.PersonId, ActorId = input.PersonId.ToString() });
        if (LinkTokens.Decode(input.Token) is not { } secret
            || await scope.FindAsync(input.PersonId, token) is not { } person
            || !await scope.Users.VerifyUserTokenAsync(
                person, TokenOptions.DefaultProvider, UserManager<AppUser>.ConfirmEmailTokenPurpose, secret))
        {
            return new Invalid("link_invalid");
        }

        if (!person.EmailConfirmed)
        {
            person.EmailConfirmed = true;
            scope.Db.Note(scope.Db.Actor!, "user.email_confirmed", person.Id, time.GetUtcNow());
            await scope.Db.SaveChangesAsync(token);
        }

        return Done.Value;
    }
}
