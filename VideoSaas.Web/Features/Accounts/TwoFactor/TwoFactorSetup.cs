using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Accounts.Sessions;
using VideoSaas.Web.Features.Auditing;

namespace VideoSaas.Web.Features.Accounts.TwoFactor;

/// <param name="Key">In groups of four, for whoever types it.</param>
/// <param name="Address">What the QR code holds.</param>
internal sealed record TwoFactorKey(string Key, string Address);

/// <param name="Principal">Fresh claims, with which the page keeps this one sign-in going.</param>
/// <param name="RecoveryCodes">Shown once.</param>
internal sealed record TwoFactorChange(ClaimsPrincipal Principal, IReadOnlyList<string> RecoveryCodes);

/// <summary>Turns the second factor on and off. Both end the person's sign-ins elsewhere, and both leave a row in the trail.</summary>
internal sealed class TwoFactorSetup(
    PeopleScopes scopes, PersonTickets tickets, SessionLog sessions, PersonProof proof, TimeProvider time)
{
    private const string Issuer = "VideoSaas";
    private const int RecoveryCodes = 10;

    /// <summary>The key to scan; the same one until it is in use.</summary>
    /// <returns><c>two_factor_on</c>: a key that is in use is never shown again.</returns>
    public async Task<Outcome<TwoFactorKey>> BeginAsync(Actor actor, CancellationToken token)
    {
        await using var scope = scopes.Open(actor);
        if (await scope.FindAsync(actor.PersonId, token) is not { } person)
        {
            return new NotFound();
        }

        if (person.TwoFactorEnabled)
        {
            return new Conflict("two_factor_on");
        }

        var key = await scope.Users.GetAuthenticatorKeyAsync(person);
        if (string.IsNullOrEmpty(key))
        {
            key = scope.Users.GenerateNewAuthenticatorKey();
            await scope.Users.SetAuthenticationTokenAsync(person, PeopleStore.OwnProvider, PeopleStore.AuthenticatorKey, key);
        }

        return new TwoFactorKey(
            string.Join(' ', key.Chunk(4).Select(group => new string(group))),
            $"otpauth://totp/{Uri.EscapeDataString($"{Issuer}:{person.Email}")}?secret={key}&issuer={Issuer}&digits=6");
    }

    /// <returns><c>code_wrong</c>, <c>two_factor_on</c>.</returns>
    public async Task<Outcome<TwoFactorChange>> TurnOnAsync(Actor actor, string? code, CancellationToken token)
    {
        await using var scope = scopes.Open(actor);
        if (await scope.FindAsync(actor.PersonId, token) is not { } person)
        {
            return new NotFound();
        }

        if (person.TwoFactorEnabled)
        {
            return new Conflict("two_factor_on");
        }

        var typed = new string([.. (code ?? "").Where(char.IsAsciiDigit)]);
        if (!await scope.Users.VerifyTwoFactorTokenAsync(person, TokenOptions.DefaultAuthenticatorProvider, typed))
        {
            return new Invalid("code_wrong");
        }

        person.TwoFactorEnabled = true;
        return await ChangedAsync(scope, person, actor, "user.two_factor_on", RecoveryCodes, token);
    }

    /// <returns><c>current_password_wrong</c> or <c>code_wrong</c>.</returns>
    public async Task<Outcome<TwoFactorChange>> TurnOffAsync(Actor actor, string? secret, CancellationToken token)
    {
        await using var scope = scopes.Open(actor);
        if (await scope.FindAsync(actor.PersonId, token) is not { TwoFactorEnabled: true } person)
        {
            return new NotFound();
        }

        if (await proof.RefuseAsync(scope, person, secret, token) is { } refusal)
        {
            return refusal;
        }

        person.TwoFactorEnabled = false;
        await scope.Users.RemoveAuthenticationTokenAsync(person, PeopleStore.OwnProvider, PeopleStore.AuthenticatorKey);
        return await ChangedAsync(scope, person, actor, "user.two_factor_off", 0, token);
    }

    /// <summary>New recovery codes; the old ones are worth nothing.</summary>
    public async Task<Outcome<TwoFactorChange>> RenewCodesAsync(Actor actor, string? secret, CancellationToken token)
    {
        await using var scope = scopes.Open(actor);
        if (await scope.FindAsync(actor.PersonId, token) is not { TwoFactorEnabled: true } person)
        {
            return new NotFound();
        }

        return await proof.RefuseAsync(scope, person, secret, token) is { } refusal
            ? refusal
            : await ChangedAsync(scope, person, actor, "user.recovery_codes_renewed", RecoveryCodes, token);
    }

    private async Task<Outcome<TwoFactorChange>> ChangedAsync(
        PeopleScope scope, AppUser person, Actor actor, string deed, int codeCount, CancellationToken token)
    {
        var now = time.GetUtcNow();
        PeopleScope.RenewStamps(person);
        scope.Db.Note(actor, deed, person.Id, now);
        await scope.Db.SaveChangesAsync(token);
        var codes = await scope.Users.GenerateNewTwoFactorRecoveryCodesAsync(person, codeCount);
        await SessionLog.AllEndedAsync(scope.Db, person.Id, now, token);
        if (await tickets.IssueAsync(person.Id, token) is not { } principal)
        {
            return new Conflict("account_suspended");
        }

        await sessions.SeenAsync(person.Id, PersonTickets.SignInOf(principal), actor.Address, actor.UserAgent, token);
        await OpenPages.LookAgainAsync(scope.Db, person.Id, token);
        return new TwoFactorChange(principal, [.. codes ?? []]);
    }
}
