using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using VideoSaas.Domain.Processing;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>
/// Offers a ticket for every new row that may start, once its transaction is committed; after a rollback none. Resolves the
/// tickets late: they need the context's own options.
/// </summary>
internal sealed class TicketInterceptor(IServiceProvider services, TimeProvider time)
    : SaveChangesInterceptor, IDbTransactionInterceptor
{
    /// <summary>A row stamped by this clock may be due a moment later by the database's.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly ConditionalWeakTable<DbContext, ConcurrentDictionary<JobKind, bool>> _uncommitted = [];

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        Collect(eventData.Context);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Collect(eventData.Context);
        return ValueTask.FromResult(result);
    }

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Offer(eventData.Context);

    public Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Offer(eventData.Context);
        return Task.CompletedTask;
    }

    public void TransactionRolledBack(DbTransaction transaction, TransactionEndEventData eventData) => Forget(eventData.Context);

    public Task TransactionRolledBackAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Forget(eventData.Context);
        return Task.CompletedTask;
    }

    private void Collect(DbContext? db)
    {
        if (db is null)
        {
            return;
        }

        // What is tracked, queued and due has just been made: rows are not loaded for change by anybody. A ticket too many is
        // harmless in any case.
        var due = time.GetUtcNow() + Soon;
        foreach (var entry in db.ChangeTracker.Entries<ProcessingJob>())
        {
            if (entry.Entity.Status == JobStatus.Queued && entry.Entity.ScheduledFor <= due)
            {
                _uncommitted.GetOrCreateValue(db)[entry.Entity.Kind] = true;
            }
        }

        if (db.Database.CurrentTransaction is null)
        {
            Offer(db);
        }
    }

    private void Offer(DbContext? db)
    {
        if (db is null || !_uncommitted.TryGetValue(db, out var kinds))
        {
            return;
        }

        _uncommitted.Remove(db);
        var tickets = services.GetRequiredService<IJobTickets>();
        foreach (var kind in kinds.Keys)
        {
            tickets.Offer(kind);
        }
    }

    private void Forget(DbContext? db)
    {
        if (db is not null)
        {
            _uncommitted.Remove(db);
        }
    }
}
