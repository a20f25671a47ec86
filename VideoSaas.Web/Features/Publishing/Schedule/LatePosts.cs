using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing.Schedule;

/// <summary>
/// The alarm: posts that nothing holds and that are not out although their time is over. Each is logged once an arming as
/// critical, and while there are any the health page says so. Posts of people who are suspended are not late, they wait.
/// </summary>
internal sealed class LatePosts(
    IDbContextFactory<AppDb> databases, IOptions<PublishingOptions> options, TimeProvider time, ILogger<LatePosts> log) : IHealthCheck
{
    private const int MostNamed = 100;

    private readonly HashSet<(Guid PostId, int Arming)> _told = [];

    private IReadOnlyList<LatePost> _late = [];

    public IReadOnlyList<LatePost> Current => Volatile.Read(ref _late);

    public async Task LookAsync(CancellationToken token)
    {
        var before = time.GetUtcNow().AddSeconds(-options.Value.LateAlarmSeconds);
        List<LatePost> late;
        await using (var db = await databases.CreateDbContextAsync(token))
        {
            late = await db.Database.SqlQuery<LatePost>(
                $"""
                SELECT late.id AS post_id, late.arming, late.at AS due_at FROM (
                    SELECT post.id, post.user_id, post.arming, post.scheduled_for AS at FROM platform_posts AS post
                    WHERE post.upload_status = 'pending' AND post.scheduled_for IS NOT NULL AND post.scheduled_for < {before}
                      AND post.submitted_at IS NOT NULL AND post.hold_code IS NULL
                    UNION ALL
                    SELECT post.id, post.user_id, post.arming, post.commit_at FROM platform_posts AS post
                    WHERE post.upload_status = 'checking' AND post.commit_at IS NOT NULL AND post.hold_code IS NULL
                      AND post.commit_at < {before}
                ) AS late
                JOIN users AS person ON person.id = late.user_id
                WHERE person.status IN ('active', 'trial') AND person.deleted_at IS NULL
                ORDER BY late.at LIMIT {MostNamed}
                """).ToListAsync(token);
        }

        foreach (var post in late.Where(post => _told.Add((post.PostId, post.Arming))))
        {
            PublishingLog.Late(log, post.PostId, post.Arming, post.DueAt);
        }

        _told.IntersectWith(late.Select(post => (post.PostId, post.Arming)));
        Volatile.Write(ref _late, late);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var late = Current;
        return Task.FromResult(late.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"{late.Count} posts are late, the first since {late[0].DueAt:u}."));
    }
}

/// <param name="DueAt">When it should have gone out.</param>
internal sealed record LatePost(Guid PostId, int Arming, DateTimeOffset DueAt);
