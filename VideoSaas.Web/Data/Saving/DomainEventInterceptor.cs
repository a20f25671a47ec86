using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore.Diagnostics;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data.Events;

namespace VideoSaas.Web.Data.Saving;

/// <summary>
/// Before each save: hands what happened to the rooms that answer to it, again and again until nothing more happens, so that
/// cause and answer are one transaction.
/// </summary>
internal sealed class DomainEventInterceptor(IServiceProvider services) : SaveChangesInterceptor
{
    /// <summary>Rooms only react forwards, so a longer chain is a loop.</summary>
    private const int LongestChain = 50;

    private static readonly ConcurrentDictionary<Type, Dispatcher> Dispatchers = new();

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is AppDb db)
        {
            for (var round = 0; Take(db) is { Count: > 0 } happened; round++)
            {
                if (round == LongestChain)
                {
                    throw new InvalidOperationException($"Domain events answer each other without end: {happened[0].GetType().Name}.");
                }

                foreach (var domainEvent in happened)
                {
                    await DispatcherOf(domainEvent).SendAsync(services, db, domainEvent, cancellationToken);
                }
            }
        }

        return result;
    }

    /// <summary>Data Protection saves its keys this way; nothing of ours may.</summary>
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) =>
        eventData.Context is AppDb db && Take(db).Count > 0
            ? throw new InvalidOperationException("Domain events need SaveChangesAsync.")
            : result;

    private static IReadOnlyList<IDomainEvent> Take(AppDb db) =>
        [.. db.ChangeTracker.Entries<EventSource>().SelectMany(entry => entry.Entity.TakeEvents()), .. db.TakeEvents()];

    private static Dispatcher DispatcherOf(IDomainEvent domainEvent) => Dispatchers.GetOrAdd(
        domainEvent.GetType(), type => (Dispatcher)Activator.CreateInstance(typeof(Dispatcher<>).MakeGenericType(type))!);

    private abstract class Dispatcher
    {
        public abstract Task SendAsync(IServiceProvider services, AppDb db, IDomainEvent domainEvent, CancellationToken token);
    }

    private sealed class Dispatcher<TEvent> : Dispatcher where TEvent : IDomainEvent
    {
        public override async Task SendAsync(IServiceProvider services, AppDb db, IDomainEvent domainEvent, CancellationToken token)
        {
            foreach (var handler in services.GetServices<IDomainEventHandler<TEvent>>())
            {
                await handler.HandleAsync(db, (TEvent)domainEvent, token);
            }
        }
    }
}
