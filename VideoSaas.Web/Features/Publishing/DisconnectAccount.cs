using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing;

/// <param name="AccountId">Our key of the connected account.</param>
public sealed record DisconnectAccountInput(Guid AccountId);

/// <summary>
/// Forgets an account's tokens, and ends our access at the platform when no other account hangs on the same consent.
/// Drafts keep their text. Refused while a post is on its way, because that one could not be followed to its end.
/// </summary>
public sealed class DisconnectAccount(
    IDbContextFactory<AppDb> databases, PlatformCatalog platforms, AccountTokens tokens, TimeProvider time, ILogger<DisconnectAccount> log)
{
    /// <returns>Refused: account_not_found, account_busy.</returns>
    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, DisconnectAccountInput input, CancellationToken token)
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
        account.DeletedAt = time.GetUtcNow();
        account.Health = AccountHealth.Revoked;
        account.AccessTokenProtected = "";
        account.RefreshTokenProtected = null;
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);

        // One revoke ends every account that came with the same consent.
        if (!hasSiblings && credentials is not null && platforms.Find(account.Platform) is { } platform)
        {
            try
            {
                await platform.RevokeAsync(credentials, token);
            }
            catch (HttpRequestException failure)
            {
                PublishingLog.RevokeFailed(log, failure, account.Id);
            }
        }

        return Done.Value;
    }
}
