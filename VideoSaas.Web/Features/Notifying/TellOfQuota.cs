using System.Globalization;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Notifying;
using VideoSaas.Web.Data;
using VideoSaas.Web.Data.Events;

namespace VideoSaas.Web.Features.Notifying;

/// <summary>The month's videos are nearly or wholly used up. The later news takes the place of the earlier.</summary>
internal sealed class TellOfQuota(News news) : IDomainEventHandler<QuotaReached>, IDomainEventHandler<QuotaChanged>
{
    public const string UsedUp = "quota_used_up";

    public const string Nearly = "quota_nearly";

    public async Task HandleAsync(AppDb db, QuotaReached happened, CancellationToken token)
    {
        var resets = happened.Resets.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var code = happened.IsUsedUp ? UsedUp : Nearly;
        var earlier = await db.Notifications.Where(one => one.ResourceId == happened.UserId && one.SettledAt == null).ToListAsync(token);
        var told = await news.TellAsync(
            db,
            new Tidings(
                happened.UserId, NotificationKind.QuotaLow, $"{resets}:{happened.Quota}:{code}", "user", happened.UserId,
                new NotificationFacts(
                    code, Arguments: [Number(happened.Used), Number(happened.Quota), resets])),
            token);
        if (told is null)
        {
            return;
        }

        foreach (var one in earlier)
        {
            one.SettledAt = told.CreatedAt;
        }
    }

    public Task HandleAsync(AppDb db, QuotaChanged happened, CancellationToken token) =>
        news.SettleAsync(db, happened.UserId, token, NotificationKind.QuotaLow);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
