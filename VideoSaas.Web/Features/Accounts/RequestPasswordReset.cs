using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>Sends a link to set a new password; the answer is the same when nobody has that address.</summary>
internal sealed class RequestPasswordReset(PeopleScopes scopes, PeopleLetters letters, SteadyAnswer steady)
{
    public sealed record Input(string? Email, Uri Site);

    public async Task<Outcome<Done>> ExecuteAsync(Actor visitor, Input input, CancellationToken token)
    {
        if (CredentialRules.RefuseEmail(input.Email) is { } refusal)
        {
            return refusal;
        }

        return await steady.OfAsync(() => SendAsync(visitor, input, token), token);
    }

    private async Task<Outcome<Done>> SendAsync(Actor visitor, Input input, CancellationToken token)
    {
        await using var scope = scopes.Open(visitor);
        if (await scope.FindByEmailAsync(input.Email!, token) is { } person)
        {
            await letters.SendPasswordResetAsync(person, input.Site, token);
        }

        return Done.Value;
    }
}
