using Microsoft.AspNetCore.Identity;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Accounts.TwoFactor;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>
/// Asked before what a stranger at an open browser must not be able to do: the password, or where the person has none (or
/// types a code) the second factor. Wrong ones count, so that nobody can try them all.
/// </summary>
internal sealed class PersonProof(FailedSignIns failures, TimeProvider time)
{
    /// <returns>Null when it was right; <c>secret_wrong</c>, or <c>secret_missing</c> when the person has neither.</returns>
    public async Task<Refusal?> RefuseAsync(PeopleScope scope, AppUser person, string? secret, CancellationToken token)
    {
        var hasPassword = await scope.Users.HasPasswordAsync(person);
        if (!hasPassword && !person.TwoFactorEnabled)
        {
            return new Conflict("secret_missing");
        }

        var now = time.GetUtcNow();
        if (!(person.LockoutEnd > now)
            && ((hasPassword
                    && scope.Hasher.VerifyHashedPassword(person, person.PasswordHash!, secret ?? "") is not PasswordVerificationResult.Failed)
                || (person.TwoFactorEnabled && await SecondFactor.IsRightAsync(scope, person, secret))))
        {
            return null;
        }

        await failures.CountAsync(scope.Db, person.LockoutEnd > now ? Guid.Empty : person.Id, now, token);
        return new Invalid("secret_wrong", failures.RestMinutes);
    }
}
