namespace VideoSaas.Domain.Results;

/// <summary>
/// Something that happened in one room and that later rooms answer to, before commit and in the same transaction.
/// </summary>
public interface IDomainEvent;

/// <summary>A thing that remembers what happened to it until the transaction is saved.</summary>
public abstract class EventSource
{
    private readonly List<IDomainEvent> _events = [];

    /// <summary>Hands over what happened since the last call; a second call returns nothing.</summary>
    public IReadOnlyList<IDomainEvent> TakeEvents()
    {
        IReadOnlyList<IDomainEvent> taken = [.. _events];
        _events.Clear();
        return taken;
    }

    protected void Happened(IDomainEvent domainEvent) => _events.Add(domainEvent);
}
