using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>Makes a person whose address is known to be right: demo people, people added by the house. Sends no letter.</summary>
internal sealed class AddPerson(PeopleScopes scopes, TimeProvider time)
{
    /// <param name="Password">Null for a person who signs in another way.</param>
    /// <param name="Roles">Words of <see cref="Domain.Accounts.Roles"/>; everybody is a creator too.</param>
    public sealed record Input(
        string Email, string? Password, string? DisplayName, IReadOnlyList<string> Roles, string? Language = null);

    /// <returns>The person's id; refused with <c>email_taken</c> when the address has one already.</returns>
    public async Task<Outcome<Guid>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
    {
        if (actor.Type is not ActorType.System && !actor.IsIn(Roles.Admin))
        {
            return new Forbidden();
        }

        if ((CredentialRules.RefuseEmail(input.Email)
            ?? (input.Password is null ? null : CredentialRules.RefusePassword(input.Password, input.Email))
            ?? ProfileRules.RefuseDisplayName(input.DisplayName)) is { } refusal)
        {
            return refusal;
        }

        var newborn = new Newborn(
            input.Email, input.Password, input.DisplayName, input.Language, EmailConfirmed: true,
            [.. input.Roles.Append(Roles.Creator).Distinct()]);
        var person = await PersonBirth.BringAsync(scopes, _ => actor, newborn, time, token);
        return person is null ? new Conflict("email_taken") : person.Id;
    }
}
