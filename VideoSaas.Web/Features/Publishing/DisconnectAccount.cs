using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing;

/// <param name="AccountId">Our key of the connected account.</param>
/// <param name="MayRevoke">False: only if nothing has to be ended at the platform, so that it can be taken back.</param>
public sealed record DisconnectAccountInput(Guid AccountId, bool MayRevoke = true);

/// <summary>What takes a disconnection back: kept by the page for the seconds that its undo is offered, and nowhere else.</summary>
/// <param name="AccessTokenProtected">Ciphertext, which opens nothing but this account.</param>
public sealed record Disconnected(
    Guid AccountId, AccountHealth Health, string AccessTokenProtected, string? RefreshTokenProtected, bool IsRevoked)
{
    /// <summary>No secret belongs into a log, not even an encrypted one.</summary>
    public override string ToString() => $"Disconnected {AccountId}";
}

/// <summary>
/// Forgets an account's tokens, and ends our access at the platform when no other account hangs on the same consent.
/// Drafts keep their text. Refused while a post is on its way, because that one could not be followed to its end.
/// </summary>
public sealed class DisconnectAccount(
    IDbContextFactory<AppDb> databases, PlatformCatalog platforms, AccountTokens tokens, TimeProvider time, ILogger<DisconnectAccount> log)
{
    /// <returns>Refused: account_not_found, account_busy, disconnect_revokes.</returns>
    public async Task<Outcome<Disconnected>> ExecuteAsync(Actor actor, DisconnectAccountInput input, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var account = await tokens.LockAsync(db, input.AccountId, token);
        if (account is null || account.UserId != actor.PersonId || account.DeletedAt is not null)
        {
            return new NotFound("account_not_found");
        }

        if (await db.PlatformPosts.AnyAsync(
            post => post.ConnectedAccountId == account.Id
                && (post.UploadStatus == PostStatus.Preparing || post.UploadStatus == PostStatus.Uploading
                    || post.UploadStatus == PostStatus.Checking),
            token))
        {
            return new Conflict("account_busy");
        }

        var credentials = tokens.Open(account);
        var family = platforms.ConsentFamilyOf(account.Platform);
        var hasSiblings = await db.PlatformAccounts.AnyAsync(
            other => other.UserId == account.UserId && family.Contains(other.Platform) && other.Id != account.Id
                && other.DeletedAt == null,
            token);
        var revokes = !hasSiblings && credentials is not null;
        if (revokes && !input.MayRevoke)
        {
            return new Conflict("disconnect_revokes");
        }

        var before = new Disconnected(
            account.Id, account.Health, account.AccessTokenProtected, account.RefreshTokenProtected, revokes);
        account.DeletedAt = time.GetUtcNow();
        account.Health = AccountHealth.Revoked;
        account.AccessTokenProtected = "";
        account.RefreshTokenProtected = null;
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);

        // One revoke ends every account that came with the same consent.
        if (revokes && platforms.Find(account.Platform) is { } platform)
        {
            try
            {
                await platform.RevokeAsync(credentials!, token);
            }
            catch (HttpRequestException failure)
            {
                PublishingLog.RevokeFailed(log, failure, account.Id);
            }
        }

        return before;
    }

    /// <summary>Takes it back where nothing was ended at the platform. A channel that was connected again meanwhile stays so.</summary>
    /// <returns>Refused: account_not_found, and disconnect_revokes where only a new connection helps.</returns>
    public async Task<Outcome<Done>> UndoAsync(Actor actor, Disconnected before, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor, "taken back");
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var account = await tokens.LockAsync(db, before.AccountId, token);
        if (account is null || account.UserId != actor.PersonId)
        {
            return new NotFound("account_not_found");
        }

        if (account.DeletedAt is null)
        {
            return Done.Value;
        }

        if (before.IsRevoked)
        {
            return new Conflict("disconnect_revokes");
        }

        account.DeletedAt = null;
        account.Health = before.Health;
        account.AccessTokenProtected = before.AccessTokenProtected;
        account.RefreshTokenProtected = before.RefreshTokenProtected;
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return Done.Value;
    }
}
