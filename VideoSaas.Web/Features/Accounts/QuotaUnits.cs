using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>
/// A person's monthly units, counted on their row. Who holds which unit is known by the room that reserved it; that room
/// makes sure that a unit is returned once.
/// </summary>
public interface IQuotaUnits
{
    /// <summary>
    /// Takes one unit off what is left this month, in one statement, so that of several at the last unit exactly one wins.
    /// When the month is over a new one begins with this unit. Joins <paramref name="db"/>'s transaction.
    /// </summary>
    /// <returns>The unit, or <c>quota_used_up</c> (arguments: the month's quota, the day it begins anew).</returns>
    Task<Outcome<ReservedUnit>> ReserveAsync(AppDb db, Guid userId, CancellationToken token);

    /// <summary>
    /// Gives one unit back; nothing happens when its month is over. Repeating it gives back another: the caller guards that.
    /// </summary>
    /// <param name="period">The <see cref="ReservedUnit.Period"/> of the unit.</param>
    Task ReturnAsync(AppDb db, Guid userId, DateOnly period, CancellationToken token);
}

/// <param name="Period">The day on which the unit's month ends: it names the month.</param>
public readonly record struct ReservedUnit(DateOnly Period);

internal sealed class QuotaUnits(TimeProvider time) : IQuotaUnits
{
    public async Task<Outcome<ReservedUnit>> ReserveAsync(AppDb db, Guid userId, CancellationToken token)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

        // The next month is searched, not computed: 31 January plus a month is 28 February, which may be today.
        var taken = await db.Database.SqlQuery<TakenUnit>(
            $"""
            UPDATE users SET
                current_usage = CASE WHEN quota_reset_date <= {today} THEN 1 ELSE current_usage + 1 END,
                quota_reset_date = CASE WHEN quota_reset_date <= {today}
                    THEN (SELECT (quota_reset_date + make_interval(months => n))::date
                          FROM generate_series(1, 2400) AS n
                          WHERE (quota_reset_date + make_interval(months => n))::date > {today}
                          ORDER BY n LIMIT 1)
                    ELSE quota_reset_date END
            WHERE id = {userId} AND deleted_at IS NULL
              AND (current_usage < monthly_quota OR (quota_reset_date <= {today} AND monthly_quota > 0))
            RETURNING quota_reset_date, current_usage, monthly_quota
            """).ToListAsync(token);
        if (taken is [var unit])
        {
            if (QuotaReached.IsReachedBy(unit.CurrentUsage, unit.MonthlyQuota))
            {
                db.Raise(new QuotaReached(userId, unit.CurrentUsage, unit.MonthlyQuota, unit.QuotaResetDate));
            }

            return new ReservedUnit(unit.QuotaResetDate);
        }

        var person = await db.Users.AsNoTracking().Where(user => user.Id == userId)
            .Select(user => new { user.MonthlyQuota, user.QuotaResetDate })
            .FirstOrDefaultAsync(token);
        return person is null
            ? new NotFound()
            : new LimitReached("quota_used_up", person.MonthlyQuota, person.QuotaResetDate);
    }

    public Task ReturnAsync(AppDb db, Guid userId, DateOnly period, CancellationToken token) =>
        db.Database.ExecuteSqlAsync(
            $"""
            UPDATE users SET current_usage = greatest(current_usage - 1, 0)
            WHERE id = {userId} AND quota_reset_date = {period}
            """,
            token);

    private sealed record TakenUnit(DateOnly QuotaResetDate, int CurrentUsage, int MonthlyQuota);
}
