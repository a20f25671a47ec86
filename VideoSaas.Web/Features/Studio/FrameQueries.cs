using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Accounts;

namespace VideoSaas.Web.Features.Studio;

/// <summary>What the frame around every page shows of a person.</summary>
/// <param name="ChannelNeedsYou">A connected account is about to end or has ended.</param>
public sealed record FrameView(Me Me, bool ChannelNeedsYou);

internal sealed class FrameQueries(IDbContextFactory<AppDb> databases, AccountsQueries accounts)
{
    /// <summary>Null when that person was deleted meanwhile.</summary>
    public async Task<FrameView?> FindAsync(Actor actor, CancellationToken token)
    {
        if (await accounts.FindMeAsync(actor, token) is not { } me)
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(token);
        var needsYou = await db.PlatformAccounts.AnyAsync(
            account => account.UserId == me.Id && account.DeletedAt == null && account.Health != AccountHealth.Connected, token);
        return new FrameView(me, needsYou);
    }
}
