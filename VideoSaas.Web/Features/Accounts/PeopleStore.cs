using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>
/// Identity's store with three differences: <c>!</c> in <c>password_hash</c> is no password, an update writes only what changed
/// (the framework's own writes every column, which would undo a quota unit that was taken meanwhile), and what the second factor
/// is made from is sealed, so that a copy of the database opens no account.
/// </summary>
internal sealed class PeopleStore(AppDb db, TimeProvider time, IDataProtectionProvider protection, IdentityErrorDescriber? describer = null)
    : UserStore<AppUser, IdentityRole<Guid>, AppDb, Guid, IdentityUserClaim<Guid>, IdentityUserRole<Guid>, IdentityUserLogin<Guid>,
        IdentityUserToken<Guid>, IdentityRoleClaim<Guid>, IdentityUserPasskey<Guid>>(db, describer)
{
    /// <summary>Where Identity keeps the key and the recovery codes of a person.</summary>
    public const string OwnProvider = "[AspNetUserStore]";

    public const string AuthenticatorKey = "AuthenticatorKey";

    private readonly IDataProtector _protector = protection.CreateProtector("VideoSaas.SecondFactorKeys");

    public override Task SetTokenAsync(
        AppUser user, string loginProvider, string name, string? value, CancellationToken cancellationToken) =>
        base.SetTokenAsync(user, loginProvider, name, loginProvider == OwnProvider && value is not null ? _protector.Protect(value) : value, cancellationToken);

    public override async Task<string?> GetTokenAsync(AppUser user, string loginProvider, string name, CancellationToken cancellationToken)
    {
        var stored = await base.GetTokenAsync(user, loginProvider, name, cancellationToken);
        return loginProvider == OwnProvider && stored is not null ? _protector.Unprotect(stored) : stored;
    }

    public override Task<string?> GetPasswordHashAsync(AppUser user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Task.FromResult(user.PasswordHash is AppUser.NoPassword ? null : user.PasswordHash);
    }

    public override Task<bool> HasPasswordAsync(AppUser user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Task.FromResult(user.PasswordHash is not (null or AppUser.NoPassword));
    }

    public override Task SetPasswordHashAsync(AppUser user, string? passwordHash, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        user.PasswordHash = passwordHash ?? AppUser.NoPassword;
        return Task.CompletedTask;
    }

    public override Task<IdentityResult> CreateAsync(AppUser user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        user.PasswordHash ??= AppUser.NoPassword;
        return base.CreateAsync(user, cancellationToken);
    }

    public override async Task<IdentityResult> UpdateAsync(AppUser user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (Context.Entry(user).State is EntityState.Detached)
        {
            throw new InvalidOperationException("Update a person that this store has read: a foreign one would overwrite every column.");
        }

        user.ConcurrencyStamp = Guid.CreateVersion7(time.GetUtcNow()).ToString("N", CultureInfo.InvariantCulture);
        try
        {
            await Context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return IdentityResult.Failed(ErrorDescriber.ConcurrencyFailure());
        }

        return IdentityResult.Success;
    }
}
