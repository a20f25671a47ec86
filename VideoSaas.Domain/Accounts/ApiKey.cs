using VideoSaas.Domain.Auditing;

namespace VideoSaas.Domain.Accounts;

/// <summary>A key for programs. Only its SHA-256 is stored.</summary>
public sealed class ApiKey : IAudited
{
    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    /// <summary>SHA-256 of the whole key, lower-case hex.</summary>
    public required string KeyHash { get; init; }

    /// <summary>The first characters, for a person to recognise it by.</summary>
    public required string KeyPrefix { get; init; }

    public required string Name { get; set; }

    /// <summary>read, write, delete, admin.</summary>
    public string[] Scopes { get; set; } = ["read", "write"];

    public bool IsActive { get; set; } = true;

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public int UsageCount { get; set; }

    /// <summary>Requests per window.</summary>
    public int RateLimit { get; set; } = 1000;

    /// <summary>Milliseconds, as the column is.</summary>
    public int RateLimitWindow { get; set; } = 3_600_000;

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? DeletedAt { get; set; }

    string IAudited.AuditResourceType => "api_key";

    Guid? IAudited.AuditOwnerId => UserId;

    IReadOnlyList<string> IAudited.AuditedProperties { get; } = [nameof(IsActive), nameof(Scopes), nameof(DeletedAt)];
}
