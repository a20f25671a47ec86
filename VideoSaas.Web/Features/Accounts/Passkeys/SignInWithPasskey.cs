using Microsoft.AspNetCore.Identity;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;

namespace VideoSaas.Web.Features.Accounts.Passkeys;

/// <summary>A way in without a password: the device has checked its person, so there is no second step.</summary>
internal sealed class SignInWithPasskey(PeopleScopes scopes, PasskeySecrets secrets, EnterPerson enter)
{
    public sealed record Input(string? Credential, string? State);

    public async Task<PasskeyQuestion> BeginAsync(HttpContext request)
    {
        await using var scope = scopes.Open();
        var made = await scope.Passkeys.MakeRequestOptionsAsync(null, request);
        return new PasskeyQuestion(made.RequestOptionsJson, secrets.Seal(Guid.Empty, made.AssertionState));
    }

    /// <returns><c>passkey_unknown</c>, or why the person may not come in.</returns>
    public async Task<Outcome<SignedIn>> ExecuteAsync(Actor visitor, HttpContext request, Input input, CancellationToken token)
    {
        if (string.IsNullOrEmpty(input.Credential) || secrets.Open(Guid.Empty, input.State) is not { } state)
        {
            return new Invalid("passkey_unknown");
        }

        await using var scope = scopes.Open();
        var answer = await scope.Passkeys.PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = request,
            CredentialJson = input.Credential,
            AssertionState = state,
        });
        if (!answer.Succeeded || await scope.FindAsync(answer.User.Id, token) is not { EmailConfirmed: true } person)
        {
            return new Invalid("passkey_unknown");
        }

        scope.Db.ActAs(visitor with { UserId = person.Id, ActorId = person.Id.ToString() });

        // Its counter went on: a copy of the key would be known by an old one.
        await scope.Users.AddOrUpdatePasskeyAsync(person, answer.Passkey);
        return await enter.ExecuteAsync(scope, person, visitor, token);
    }
}
