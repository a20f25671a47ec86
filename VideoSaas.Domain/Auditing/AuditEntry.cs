using System.Net;

namespace VideoSaas.Domain.Auditing;

/// <summary>One row of the append-only trail.</summary>
public sealed class AuditEntry
{
    public Guid Id { get; init; }

    /// <summary>The person whom the change concerns or who made it; null once that person is gone.</summary>
    public Guid? UserId { get; init; }

    public ActorType? ActorType { get; init; }

    public string? ActorId { get; init; }

    /// <summary>Resource and deed, for example <c>video.created</c> or <c>post.published</c>.</summary>
    public required string Action { get; init; }

    public string? ResourceType { get; init; }

    public Guid? ResourceId { get; init; }

    /// <summary>JSON object: column → value before. Null for a birth.</summary>
    public string? OldValues { get; init; }

    /// <summary>JSON object: column → value after. Null for an end.</summary>
    public string? NewValues { get; init; }

    /// <summary>JSON object: column → [before, after], only what differs.</summary>
    public string? Changes { get; init; }

    public IPAddress? IpAddress { get; init; }

    public string? UserAgent { get; init; }

    public string? RequestId { get; init; }

    /// <summary>JSON object; <c>reason</c> holds the words of whoever did it.</summary>
    public string? Metadata { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
