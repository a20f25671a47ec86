using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Analytics;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Analytics;

/// <summary>
/// Reads what published posts have earned, each when its next look is due: one raw snapshot a post with every number that the
/// platform gave, and beside it the normalised one. Run twice it reads nothing twice.
/// </summary>
public sealed partial class CollectMetrics(
    IDbContextFactory<AppDb> databases,
    AccountTokens tokens,
    PlatformCatalog platforms,
    TimeProvider time,
    ILogger<CollectMetrics> log) : IRecurringWork
{
    private const int MostAtOnce = 1_000;

    public string Name => "metrics";

    public string Cron => "*/5 * * * *";

    public async Task RunAsync(CancellationToken token)
    {
        foreach (var account in (await DueAsync(token)).GroupBy(post => post.AccountId))
        {
            try
            {
                await ReadAsync(account.Key, [.. account], token);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(account.Key, failure);
            }
        }
    }

    private async Task<IReadOnlyList<DuePost>> DueAsync(CancellationToken token)
    {
        var now = time.GetUtcNow();
        var oldest = now - SnapshotRules.Oldest;
        await using var db = await databases.CreateDbContextAsync(token);
        var published = await db.PlatformPosts.AsNoTracking()
            .Where(post => post.UploadStatus == PostStatus.Published && post.PostedAt > oldest && post.PlatformPostId != null
                && post.ConnectedAccountId != null)
            .Select(post => new DuePost(
                post.Id,
                post.VideoId,
                post.UserId,
                post.Platform,
                post.ConnectedAccountId!.Value,
                post.PlatformPostId!,
                post.PostedAt!.Value,
                db.PostAnalytics.Where(row => row.PostId == post.Id).Max(row => (DateTimeOffset?)row.FetchedAt)))
            .ToListAsync(token);
        return
        [
            .. published
                .Select(post => (Post: post, At: SnapshotRules.NextAt(post.PublishedAt, post.LastAt)))
                .Where(one => one.At <= now)
                .OrderBy(one => one.At)
                .Take(MostAtOnce)
                .Select(one => one.Post),
        ];
    }

    private async Task ReadAsync(Guid accountId, IReadOnlyList<DuePost> posts, CancellationToken token)
    {
        if (platforms.MetricsReaderOf(posts[0].Platform) is not { } reader
            || await tokens.ReadyAsync(accountId, Actor.System("metrics"), token) is not { } credentials)
        {
            return;
        }

        var answer = await reader.ReadAsync(
            credentials, [.. posts.Select(post => new PostToMeasure(post.PostId, post.RemoteId, post.PublishedAt))], token);
        switch (answer)
        {
            case MetricsAnswer.Read read:
                await KeepAsync(posts, read.Posts, token);
                break;
            case MetricsAnswer.Refused refused:
                // The next run asks again; what is wrong with the account shows where it is used to publish.
                LogRefused(accountId, refused.Error.Code, refused.Error.Message);
                break;
        }
    }

    private async Task KeepAsync(IReadOnlyList<DuePost> posts, IReadOnlyList<PostNumbers> numbers, CancellationToken token)
    {
        // Microseconds are what the database keeps; both rows of a look carry the same moment.
        var now = time.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        await using var db = await databases.CreateDbContextAsync(token);
        foreach (var one in numbers)
        {
            var post = posts.First(due => due.PostId == one.PostId);
            db.PostAnalytics.Add(new PostAnalytics
            {
                Id = Guid.CreateVersion7(now),
                PostId = post.PostId,
                UserId = post.UserId,
                Metrics = JsonSerializer.Serialize(one.Metrics),
                Raw = one.Raw,
                FetchedAt = now,
                CreatedAt = now,
            });
            db.VideoAnalytics.Add(new VideoAnalytics
            {
                Id = Guid.CreateVersion7(now),
                VideoId = post.VideoId,
                UserId = post.UserId,
                Platform = post.Platform,
                PlatformPostId = post.RemoteId,
                Views = Whole(one.Views),
                Likes = Whole(one.Likes),
                Comments = Whole(one.Comments),
                Shares = Whole(one.Shares),
                Saves = Whole(one.Saves),
                EngagementRate = EngagementRate(one),
                FetchedAt = now,
                CreatedAt = now,
            });
        }

        await db.SaveChangesAsync(token);
    }

    private static int? Whole(long? value) => value is { } number ? (int)Math.Clamp(number, 0, int.MaxValue) : null;

    /// <summary>Of what the platform tells; null without views, for nothing is known of nothing.</summary>
    private static decimal? EngagementRate(PostNumbers numbers) =>
        numbers.Views is > 0 and var views && (numbers.Likes ?? numbers.Comments ?? numbers.Shares) is not null
            ? Math.Min(Math.Round(((numbers.Likes ?? 0) + (numbers.Comments ?? 0) + (numbers.Shares ?? 0)) * 100m / views, 2), 999.99m)
            : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The numbers of account {AccountId} could not be kept; the next run tries again")]
    private partial void LogFailed(Guid accountId, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The platform gave no numbers for account {AccountId}: {Code}, {Detail}")]
    private partial void LogRefused(Guid accountId, string code, string detail);

    /// <param name="LastAt">The latest snapshot.</param>
    private sealed record DuePost(
        Guid PostId, Guid VideoId, Guid UserId, Platform Platform, Guid AccountId, string RemoteId, DateTimeOffset PublishedAt, DateTimeOffset? LastAt);
}
