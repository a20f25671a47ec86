using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Web.Features.Accounts.Leaving;

/// <summary>
/// Removes the people whose grace is over: first what lies outside of the database, then, in one transaction, what is personal in
/// the trail, and the person with every row that hangs on them. Whoever called it off until that very moment stays.
/// </summary>
internal sealed partial class RemovePeople(
    IDbContextFactory<AppDb> contexts,
    IEnumerable<IPersonRemains> remains,
    IOptions<AccountsOptions> options,
    TimeProvider time,
    ILogger<RemovePeople> log) : IRecurringWork
{
    public string Name => "remove-people";

    public string Cron => "7,37 * * * *";

    public async Task RunAsync(CancellationToken token)
    {
        var now = time.GetUtcNow();
        List<Guid> due;
        await using (var db = await contexts.CreateDbContextAsync(token))
        {
            due = await db.Users.IgnoreQueryFilters().Where(person => person.DeleteAfter <= now).Select(person => person.Id).ToListAsync(token);
            await ForgetSessionsAsync(db, now, token);
        }

        foreach (var personId in due)
        {
            try
            {
                await RemoveAsync(personId, now, token);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(personId, failure);
            }
        }
    }

    private async Task RemoveAsync(Guid personId, DateTimeOffset now, CancellationToken token)
    {
        foreach (var one in remains)
        {
            await one.LetGoAsync(personId, token);
        }

        await using var db = await contexts.CreateDbContextAsync(token);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var held = await db.Database
            .SqlQuery<Guid>($"SELECT id AS \"Value\" FROM users WHERE id = {personId} AND delete_after <= {now} FOR UPDATE")
            .ToListAsync(token);
        if (held.Count == 0)
        {
            return;
        }

        await db.Database.ExecuteSqlAsync($"SELECT audit_forget_person({personId})", token);
        await db.Database.ExecuteSqlAsync($"DELETE FROM users WHERE id = {personId}", token);
        await transaction.CommitAsync(token);
        LogRemoved(personId);
    }

    /// <summary>Sign-ins that nobody can come back to.</summary>
    private Task<int> ForgetSessionsAsync(AppDb db, DateTimeOffset now, CancellationToken token)
    {
        var before = now.AddDays(-options.Value.RememberDays);
        return db.UserSessions.Where(one => one.LastSeenAt < before).ExecuteDeleteAsync(token);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Person {PersonId} is removed, as they asked")]
    private partial void LogRemoved(Guid personId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Person {PersonId} could not be removed; the next run tries again")]
    private partial void LogFailed(Guid personId, Exception failure);
}
