using Microsoft.AspNetCore.Identity;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Features.Auditing;

namespace VideoSaas.Web.Features.Accounts.Passkeys;

/// <summary>Adds a key of this device, or of one beside it, to the person's ways in.</summary>
internal sealed class AddPasskey(PeopleScopes scopes, PasskeySecrets secrets, TimeProvider time)
{
    public const int Most = 20;

    /// <param name="Name">What the person calls it; empty takes <paramref name="Device"/>.</param>
    public sealed record Input(string? Credential, string? State, string? Name, string Device);

    /// <param name="request">Whose host the key is bound to.</param>
    public async Task<PasskeyQuestion?> BeginAsync(Actor actor, HttpContext request, CancellationToken token)
    {
        await using var scope = scopes.Open(actor);
        if (await scope.FindAsync(actor.PersonId, token) is not { } person)
        {
            return null;
        }

        var made = await scope.Passkeys.MakeCreationOptionsAsync(
            new PasskeyUserEntity
            {
                Id = person.Id.ToString(),
                Name = person.Email!,
                DisplayName = person.Metadata.DisplayName ?? person.UserName!,
            },
            request);
        return new PasskeyQuestion(made.CreationOptionsJson, secrets.Seal(person.Id, made.AttestationState));
    }

    /// <returns><c>passkey_refused</c>, <c>too_many_passkeys</c>, or what is wrong with the name.</returns>
    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, HttpContext request, Input input, CancellationToken token)
    {
        var name = string.IsNullOrWhiteSpace(input.Name) ? input.Device : input.Name.Trim();
        if (ProfileRules.RefuseDisplayName(name) is { } refusal)
        {
            return refusal;
        }

        await using var scope = scopes.Open(actor);
        if (await scope.FindAsync(actor.PersonId, token) is not { } person)
        {
            return new NotFound();
        }

        if (string.IsNullOrEmpty(input.Credential) || secrets.Open(person.Id, input.State) is not { } state)
        {
            return new Invalid("passkey_refused");
        }

        if ((await scope.Users.GetPasskeysAsync(person)).Count >= Most)
        {
            return new LimitReached("too_many_passkeys", Most);
        }

        var answer = await scope.Passkeys.PerformAttestationAsync(new PasskeyAttestationContext
        {
            HttpContext = request,
            CredentialJson = input.Credential,
            AttestationState = state,
        });
        if (!answer.Succeeded)
        {
            return new Invalid("passkey_refused");
        }

        answer.Passkey.Name = name;
        scope.Db.Note(actor, "user.passkey_added", person.Id, time.GetUtcNow());
        var added = await scope.Users.AddOrUpdatePasskeyAsync(person, answer.Passkey);
        return added.Succeeded ? Done.Value : new Invalid("passkey_refused");
    }
}
