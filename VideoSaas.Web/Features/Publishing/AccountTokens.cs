using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing;

/// <summary>
/// Tokens at rest: encrypted under a purpose of their account, so that a ciphertext moved to another row opens nothing.
/// </summary>
public sealed class AccountTokens(
    IDbContextFactory<AppDb> databases, IDataProtectionProvider protection, PlatformCatalog platforms, TimeProvider time)
{
    private const string Purpose = "VideoSaas.PlatformAccount";

    /// <summary>Refreshed when less than this is left.</summary>
    private static readonly TimeSpan RefreshMargin = TimeSpan.FromMinutes(10);

    public string Protect(Guid accountId, string secret) => Protector(accountId).Protect(secret);

    /// <summary>Null when there is no token or it cannot be read: only a new connection helps.</summary>
    internal AccountCredentials? Open(PlatformAccount account)
    {
        if (account.AccessTokenProtected.Length == 0)
        {
            return null;
        }

        try
        {
            var protector = Protector(account.Id);
            return new AccountCredentials(
                account.ExternalId,
                protector.Unprotect(account.AccessTokenProtected),
                account.RefreshTokenProtected is { Length: > 0 } refresh ? protector.Unprotect(refresh) : null,
                account.Details);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Locks the account's row until the transaction ends.</summary>
    internal Task<PlatformAccount?> LockAsync(AppDb db, Guid accountId, CancellationToken token) => db.PlatformAccounts
        .FromSql($"SELECT * FROM platform_accounts WHERE id = {accountId} FOR NO KEY UPDATE")
        .IgnoreQueryFilters()
        .SingleOrDefaultAsync(token);

    /// <summary>
    /// Tokens that are good now. A refresh happens under the row's lock, so one at a time over all processes, and the new pair
    /// is stored before anybody uses it. Null: the person must connect again.
    /// </summary>
    public async Task<AccountCredentials?> ReadyAsync(Guid accountId, Actor actor, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var account = await db.PlatformAccounts.AsNoTracking().FirstOrDefaultAsync(one => one.Id == accountId, token);
        if (account is null or { DeletedAt: not null } or { Health: AccountHealth.NeedsReauth or AccountHealth.Revoked })
        {
            return null;
        }

        return EndsSoon(account) ? await RefreshAsync(accountId, actor, token) : Open(account);
    }

    /// <summary>A new pair although the old one's time is not over: the platform refused it.</summary>
    /// <param name="refused">The account as it was when its token was refused.</param>
    internal async Task<TokenRenewal> RenewAsync(PlatformAccount refused, Actor actor, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var account = await LockAsync(db, refused.Id, token);
        if (account is null || Open(account) is not { } credentials)
        {
            return TokenRenewal.Refused;
        }

        if (account.AccessTokenProtected != refused.AccessTokenProtected)
        {
            return TokenRenewal.Renewed;
        }

        var answer = await platforms.Of(account.Platform).RefreshAsync(credentials, CancellationToken.None);
        Keep(account, answer);
        await db.SaveChangesAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        return answer switch
        {
            RefreshAnswer.Refreshed => TokenRenewal.Renewed,
            RefreshAnswer.NotRefreshable or RefreshAnswer.Refused { Error.Class: PlatformErrorClass.Reauth } => TokenRenewal.Refused,
            _ => TokenRenewal.NotNow,
        };
    }

    private void Keep(PlatformAccount account, RefreshAnswer answer)
    {
        switch (answer)
        {
            case RefreshAnswer.Refreshed fresh:
                account.AccessTokenProtected = Protect(account.Id, fresh.AccessToken);
                account.RefreshTokenProtected = fresh.RefreshToken is { } refresh
                    ? Protect(account.Id, refresh)
                    : account.RefreshTokenProtected;
                account.TokenExpiresAt = fresh.ExpiresAt;
                account.Health = AccountHealth.Connected;
                break;
            case RefreshAnswer.Refused { Error.Class: PlatformErrorClass.Reauth }:
                account.Health = AccountHealth.NeedsReauth;
                break;
        }
    }

    private async Task<AccountCredentials?> RefreshAsync(Guid accountId, Actor actor, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var account = await LockAsync(db, accountId, token);
        if (account is null || Open(account) is not { } credentials)
        {
            return null;
        }

        // Whoever held the lock before may have refreshed it.
        if (!EndsSoon(account))
        {
            return credentials;
        }

        // Not to be broken off half-way: the old pair may be dead once the platform has answered.
        Keep(account, await platforms.Of(account.Platform).RefreshAsync(credentials, CancellationToken.None));
        await db.SaveChangesAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        return account.Health == AccountHealth.NeedsReauth ? null : Open(account);
    }

    private bool EndsSoon(PlatformAccount account) =>
        account.TokenExpiresAt is { } ends && ends - time.GetUtcNow() < RefreshMargin;

    private IDataProtector Protector(Guid accountId) => protection.CreateProtector(Purpose, accountId.ToString("N"));
}

/// <summary>What asking for a new pair came to.</summary>
internal enum TokenRenewal
{
    Renewed,

    /// <summary>The platform could not be asked; the old pair stands.</summary>
    NotNow,

    /// <summary>Only a new consent helps.</summary>
    Refused,
}
