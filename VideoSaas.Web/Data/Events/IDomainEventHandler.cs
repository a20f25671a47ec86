using VideoSaas.Domain.Results;

namespace VideoSaas.Web.Data.Events;

/// <summary>
/// A later room's answer to what happened in an earlier one. Runs inside SaveChanges of the transaction that makes the
/// change, so it only adds to and changes what the context tracks; it neither saves nor calls out.
/// Registered as a singleton.
/// </summary>
public interface IDomainEventHandler<in TEvent> where TEvent : IDomainEvent
{
    Task HandleAsync(AppDb db, TEvent happened, CancellationToken token);
}
