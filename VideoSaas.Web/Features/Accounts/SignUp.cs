using Microsoft.AspNetCore.Identity;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>
/// Makes a creator who must confirm the address. An address that is taken gets the same answer here and the truth by mail,
/// so that nobody can find out who has an account.
/// </summary>
internal sealed class SignUp(PeopleScopes scopes, PeopleLetters letters, IPasswordHasher<AppUser> hasher, SteadyAnswer steady, TimeProvider time)
{
    /// <param name="DisplayName">Up to 80 characters; empty is none.</param>
    /// <param name="Site">Where the request came in, for the link in the letter.</param>
    public sealed record Input(string? Email, string? Password, string? DisplayName, string Language, Uri Site);

    public async Task<Outcome<Done>> ExecuteAsync(Actor visitor, Input input, CancellationToken token)
    {
        var name = string.IsNullOrWhiteSpace(input.DisplayName) ? null : input.DisplayName.Trim();
        if ((CredentialRules.RefuseEmail(input.Email)
            ?? CredentialRules.RefusePassword(input.Password, input.Email)
            ?? ProfileRules.RefuseDisplayName(name)) is { } refusal)
        {
            return refusal;
        }

        return await steady.OfAsync(() => AddAsync(visitor, input, name, token), token);
    }

    private async Task<Outcome<Done>> AddAsync(Actor visitor, Input input, string? name, CancellationToken token)
    {
        var newborn = new Newborn(input.Email!, input.Password, name, input.Language, EmailConfirmed: false, [Roles.Creator]);
        var person = await PersonBirth.BringAsync(
            scopes, id => visitor with { UserId = id, ActorId = id.ToString(), Roles = newborn.Roles }, newborn, time, token);
        if (person is not null)
        {
            await letters.SendConfirmationAsync(person, input.Site, token);
            return Done.Value;
        }

        // Takes as long as a real one.
        hasher.HashPassword(new AppUser(), input.Password!);
        await using var scope = scopes.Open();
        if (await scope.FindByEmailAsync(input.Email!, token) is { } known)
        {
            await letters.SendAlreadyHereAsync(known, input.Site, token);
        }

        return Done.Value;
    }
}
