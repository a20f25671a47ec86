using Microsoft.AspNetCore.Identity;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Accounts.TwoFactor;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>
/// Checks address and password and says who it is; setting the cookie is the page's. Why somebody may not sign in is told
/// only to whoever knows the password.
/// </summary>
internal sealed partial class SignIn(
    PeopleScopes scopes,
    PeopleLetters letters,
    IPasswordHasher<AppUser> hasher,
    FailedSignIns failures,
    PendingSignIns pending,
    EnterPerson enter,
    TimeProvider time,
    ILogger<SignIn> log)
{
    /// <summary>Verified against when there is no such person, so that both answers take the same time.</summary>
    private static readonly Lazy<string> Nobody = new(() => new PasswordHasher<AppUser>().HashPassword(new AppUser(), "nobody"));

    public sealed record Input(string? Email, string? Password, Uri Site);

    public async Task<Outcome<SignedIn>> ExecuteAsync(Actor visitor, Input input, CancellationToken token)
    {
        if (CredentialRules.RefuseEmail(input.Email) is { } refusal)
        {
            return refusal;
        }

        if (input.Password is not { Length: > 0 and <= CredentialRules.MaxPasswordLength } password)
        {
            return new Invalid(
                string.IsNullOrEmpty(input.Password) ? "password_missing" : "sign_in_failed", failures.RestMinutes);
        }

        await using var scope = scopes.Open();
        var person = await scope.FindByEmailAsync(input.Email!, token);
        var now = time.GetUtcNow();
        var hash = person?.PasswordHash is null or AppUser.NoPassword ? null : person.PasswordHash;
        var verdict = hasher.VerifyHashedPassword(person ?? new AppUser(), hash ?? Nobody.Value, password);
        var isResting = person?.LockoutEnd is { } until && until > now;
        if (person is null || hash is null || isResting || verdict is PasswordVerificationResult.Failed)
        {
            return await FailAsync(scope.Db, person?.Id, isResting, now, token);
        }

        switch (person.Status)
        {
            case AccountStatus.Suspended:
                return new Conflict("account_suspended");
            case AccountStatus.Cancelled:
                return new Conflict("account_cancelled");
        }

        if (!person.EmailConfirmed)
        {
            await letters.SendConfirmationAsync(person, input.Site, token);
            return new Conflict("email_not_confirmed");
        }

        if (verdict is PasswordVerificationResult.SuccessRehashNeeded)
        {
            person.PasswordHash = hasher.HashPassword(person, password);
            scope.Db.ActAs(visitor with { UserId = person.Id, ActorId = person.Id.ToString() });
            await scope.Db.SaveChangesAsync(token);
        }

        return person.TwoFactorEnabled
            ? new SignedIn(null, person.Metadata, pending.Of(person))
            : await enter.ExecuteAsync(scope, person, visitor, token);
    }

    /// <summary>The answer names no reason: neither words nor time tell whether somebody is there.</summary>
    private async Task<Refusal> FailAsync(AppDb db, Guid? personId, bool isResting, DateTimeOffset now, CancellationToken token)
    {
        await failures.CountAsync(db, isResting ? Guid.Empty : personId ?? Guid.Empty, now, token);
        if (personId is { } known)
        {
            LogRefused(known, isResting ? "the account rests" : "wrong password");
        }

        return new Invalid("sign_in_failed", failures.RestMinutes);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Sign-in of person {PersonId} refused: {Reason}")]
    private partial void LogRefused(Guid personId, string reason);
}
