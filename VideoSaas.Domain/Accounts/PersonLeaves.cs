using VideoSaas.Domain.Results;

namespace VideoSaas.Domain.Accounts;

/// <summary>A person has asked to be removed: from now on nothing goes out in their name.</summary>
public sealed record PersonLeaves(Guid UserId) : IDomainEvent;
