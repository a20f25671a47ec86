using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing.Bulk;

/// <summary>
/// Keeps and schedules many posts, in one transaction: all of them, or none and the reasons. What is there already as asked is
/// done, so a second press changes nothing.
/// </summary>
public sealed class ApplyBulk(IDbContextFactory<AppDb> databases, PostGate gate, TimeProvider time)
{
    /// <param name="rows">As <see cref="PlanBulk"/> gave them, with their times.</param>
    /// <returns>Refused: nothing_to_do, too_many_rows.</returns>
    public async Task<Outcome<BulkDone>> ExecuteAsync(Actor actor, IReadOnlyList<BulkRow> rows, CancellationToken token)
    {
        if (rows.Count is 0 or > BulkLimits.Rows)
        {
            return rows.Count == 0 ? new Invalid("nothing_to_do") : new LimitReached("too_many_rows", rows.Count, BulkLimits.Rows);
        }

        var person = actor.PersonId;
        rows = [.. rows.Select(row => row with { Caption = Tidy(row.Caption), Title = Tidy(row.Title) })];
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor, "in bulk");
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        Guid[] videoIds = [.. rows.Select(row => row.VideoId).Distinct()];
        await db.Database.ExecuteSqlAsync(
            $"SELECT 1 FROM videos WHERE id = ANY({videoIds}) AND user_id = {person} ORDER BY id FOR NO KEY UPDATE", token);
        foreach (var account in rows.Where(row => row.InSlot).Select(row => row.AccountId).Distinct().Order())
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({account.ToString()}, 0))", token);
        }

        var now = time.GetUtcNow();
        var ground = await BulkGround.ReadAsync(db, gate, person, rows, now, token);
        var plan = new BulkPlan([.. rows.Select(ground.Judge)]);
        if (plan.Refused > 0)
        {
            return new BulkDone([], plan);
        }

        List<Guid> posts = [.. plan.Rows.Select(planned => Keep(db, ground, planned.Row, person, now))];
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return new BulkDone(posts, null);
    }

    private static Guid Keep(AppDb db, BulkGround ground, BulkRow row, Guid person, DateTimeOffset now)
    {
        var account = ground.AccountOf(row);
        var post = ground.Posts.GetValueOrDefault((row.VideoId, account.Platform));
        if (post is not null && ground.IsDone(row, account.Platform))
        {
            return post.Id;
        }

        if (post is null)
        {
            post = PlatformPost.Draft(
                Guid.CreateVersion7(now), row.VideoId, person, account.Platform, account.Id, account.ExternalId, now);
            db.PlatformPosts.Add(post);
        }
        else
        {
            post.SendTo(account.Id, account.ExternalId);
        }

        var parts = TextRules.Read(row.Caption);
        post.Write(row.Caption, parts.Hashtags, parts.Mentions);
        post.Choose(row.Title, row.Settings);
        var video = ground.VideoOf(row);
        if (video.Caption is null && row.Caption is not null)
        {
            // The first words written for a clip become its own, as when they are written one by one.
            video.Write(row.Caption, [.. parts.Hashtags], [.. parts.Mentions]);
        }

        if (row.At is { } at)
        {
            post.Arm(at, now);
        }

        return post.Id;
    }

    private static string? Tidy(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.ReplaceLineEndings("\n").Trim();
}
