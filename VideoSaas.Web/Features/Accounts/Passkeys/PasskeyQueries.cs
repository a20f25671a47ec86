using Microsoft.AspNetCore.WebUtilities;
using VideoSaas.Domain.Auditing;

namespace VideoSaas.Web.Features.Accounts.Passkeys;

/// <param name="Id">Of the credential, base64url.</param>
public sealed record PasskeyRow(string Id, string? Name, DateTimeOffset AddedAt);

internal sealed class PasskeyQueries(PeopleScopes scopes)
{
    public async Task<IReadOnlyList<PasskeyRow>> OfAsync(Actor actor, CancellationToken token)
    {
        await using var scope = scopes.Open(actor);
        return await scope.FindAsync(actor.PersonId, token) is { } person
            ? [.. (await scope.Users.GetPasskeysAsync(person)).OrderBy(one => one.CreatedAt)
                .Select(one => new PasskeyRow(WebEncoders.Base64UrlEncode(one.CredentialId), one.Name, one.CreatedAt))]
            : [];
    }
}
