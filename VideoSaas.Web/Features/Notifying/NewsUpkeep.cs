using Microsoft.EntityFrameworkCore;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Web.Features.Notifying;

/// <summary>Settles what a new month has mended, and forgets what was over long ago.</summary>
internal sealed class NewsUpkeep(IDbContextFactory<AppDb> databases, TimeProvider time) : IRecurringWork
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    public string Name => "news-upkeep";

    public string Cron => "17 * * * *";

    public async Task RunAsync(CancellationToken token)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        await using var db = await databases.CreateDbContextAsync(token);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE notifications SET settled_at = {now}
            WHERE kind = 'quota_low' AND settled_at IS NULL AND split_part(key, ':', 2)::date <= {today}
            """,
            token);
        await db.Notifications.Where(one => one.SettledAt < now - Kept).ExecuteDeleteAsync(token);
        await db.Letters.Where(one => one.NotificationId == null && one.CreatedAt < now - Kept).ExecuteDeleteAsync(token);
    }
}
