using VideoSaas.Domain.Results;

namespace VideoSaas.Domain.Processing;

/// <summary>A job was claimed: its first or a later attempt begins.</summary>
public sealed record JobStarted(Guid JobId, Guid VideoId, string JobType, int AssetSet) : IDomainEvent;

/// <summary>A job is completed; told inside the transaction that says so.</summary>
public sealed record JobCompleted(Guid JobId, Guid VideoId, string JobType, int AssetSet) : IDomainEvent;

/// <summary>A job will not be tried again.</summary>
public sealed record JobGaveUp(
    Guid JobId, Guid VideoId, string JobType, int AssetSet, string ErrorCode, string ErrorMessage,
    IReadOnlyList<string> Arguments, IReadOnlyList<string> LastLines) : IDomainEvent;

/// <summary>A job was cancelled, with what waited for it.</summary>
public sealed record JobCancelled(Guid JobId, Guid VideoId, string JobType, int AssetSet) : IDomainEvent;
