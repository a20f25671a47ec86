using System.Globalization;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Notifying;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Data.Events;

namespace VideoSaas.Web.Features.Notifying;

/// <summary>A channel that only its person can connect again, until they have or have taken it away.</summary>
internal sealed class TellOfChannels(News news, TimeProvider time) : IDomainEventHandler<AccountHealthChanged>
{
    public async Task HandleAsync(AppDb db, AccountHealthChanged happened, CancellationToken token)
    {
        var account = db.PlatformAccounts.Local.FirstOrDefault(one => one.Id == happened.AccountId);
        if (account is null)
        {
            return;
        }

        if (account.DeletedAt is not null || account.Health is AccountHealth.Connected)
        {
            await news.SettleAsync(db, account.Id, token);
        }
        else if (account.Health is AccountHealth.NeedsReauth or AccountHealth.Revoked)
        {
            // Out of use in two steps is one piece of news.
            if (await db.Notifications.AnyAsync(one => one.ResourceId == account.Id && one.SettledAt == null, token))
            {
                return;
            }

            var waiting = await db.PlatformPosts.CountAsync(
                post => post.ConnectedAccountId == account.Id && post.UploadStatus == PostStatus.Pending && post.SubmittedAt != null, token);
            var episode = time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            var facts = new NotificationFacts(
                Words.Of(account.Health),
                Words.Of(account.Platform),
                account.Username is { } name ? $"@{name}" : account.DisplayName,
                [waiting.ToString(CultureInfo.InvariantCulture)]);
            await news.TellAsync(
                db,
                new Tidings(account.UserId, NotificationKind.ChannelReconnect, $"{account.Id}:{episode}", "account", account.Id, facts),
                token);
        }
    }
}
