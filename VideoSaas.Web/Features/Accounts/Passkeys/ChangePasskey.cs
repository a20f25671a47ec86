using Microsoft.AspNetCore.WebUtilities;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Features.Auditing;

namespace VideoSaas.Web.Features.Accounts.Passkeys;

/// <summary>Renames a passkey, or takes it away: from then on it opens nothing.</summary>
internal sealed class ChangePasskey(PeopleScopes scopes, TimeProvider time)
{
    public async Task<Outcome<Done>> RemoveAsync(Actor actor, string id, CancellationToken token)
    {
        await using var scope = scopes.Open(actor);
        var bytes = Decode(id);
        if (bytes is null || await scope.FindAsync(actor.PersonId, token) is not { } person
            || await scope.Users.GetPasskeyAsync(person, bytes) is null)
        {
            return new NotFound();
        }

        scope.Db.Note(actor, "user.passkey_removed", person.Id, time.GetUtcNow());
        await scope.Users.RemovePasskeyAsync(person, bytes);
        return Done.Value;
    }

    public async Task<Outcome<Done>> RenameAsync(Actor actor, string id, string? name, CancellationToken token)
    {
        var wanted = name?.Trim();
        if (string.IsNullOrEmpty(wanted))
        {
            return new Invalid("name_missing");
        }

        if (ProfileRules.RefuseDisplayName(wanted) is { } refusal)
        {
            return refusal;
        }

        await using var scope = scopes.Open(actor);
        var bytes = Decode(id);
        if (bytes is null || await scope.FindAsync(actor.PersonId, token) is not { } person
            || await scope.Users.GetPasskeyAsync(person, bytes) is not { } passkey)
        {
            return new NotFound();
        }

        passkey.Name = wanted;
        await scope.Users.AddOrUpdatePasskeyAsync(person, passkey);
        return Done.Value;
    }

    private static byte[]? Decode(string id)
    {
        try
        {
            return WebEncoders.Base64UrlDecode(id);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
