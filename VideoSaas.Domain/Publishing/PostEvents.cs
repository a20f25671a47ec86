using VideoSaas.Domain.Results;

namespace VideoSaas.Domain.Publishing;

/// <summary>A post is to go out at a moment: the publishing work can be queued.</summary>
public sealed record PostArmed(Guid PostId, Guid VideoId, Guid UserId, Platform Platform, DateTimeOffset At) : IDomainEvent;

/// <summary>A post failed; whether it goes round again by itself is for <see cref="PostRetryRules"/> to say.</summary>
public sealed record PostFailed(Guid PostId, Guid UserId, int Arming) : IDomainEvent;

/// <summary>The commit was sent and nobody knows what became of it: its person must look.</summary>
public sealed record PostUnconfirmed(Guid PostId, Guid UserId, int Arming) : IDomainEvent;

/// <summary>A post is kept out of the queue until what holds it is mended.</summary>
public sealed record PostHeld(Guid PostId, Guid UserId, int Arming, HoldCode Why) : IDomainEvent;

/// <summary>Whatever kept the post is over: it is published, called off or released.</summary>
public sealed record PostWentOn(Guid PostId, Guid UserId) : IDomainEvent;

/// <summary>A scheduled post was looked at ahead of its time.</summary>
/// <param name="Worst">What is the matter; null when all is fine.</param>
public sealed record PostChecked(Guid PostId, Guid UserId, int Arming, CheckStage Stage, CheckFinding? Worst) : IDomainEvent;
