using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;

namespace VideoSaas.Domain.Publishing;

public enum AccountHealth
{
    Connected,
    Expiring,
    NeedsReauth,
    Revoked,
}

/// <summary>A person's account on a platform, with encrypted tokens.</summary>
public sealed class PlatformAccount : EventSource, IAudited
{
    private AccountHealth _health;

    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    public Platform Platform { get; init; }

    /// <summary>The platform's own id.</summary>
    public required string ExternalId { get; init; }

    public string? Username { get; set; }

    public string? DisplayName { get; set; }

    /// <summary>Ciphertext by Data Protection, base64url. Never the token itself.</summary>
    public required string AccessTokenProtected { get; set; }

    public string? RefreshTokenProtected { get; set; }

    public string[] Scopes { get; set; } = [];

    /// <summary>Null: does not end by time.</summary>
    public DateTimeOffset? TokenExpiresAt { get; set; }

    /// <summary>A change records <see cref="AccountHealthChanged"/>.</summary>
    public AccountHealth Health
    {
        get => _health;
        set
        {
            if (value != _health)
            {
                Happened(new AccountHealthChanged(Id, UserId, value));
            }

            _health = value;
        }
    }

    public DateTimeOffset StatusChangedAt { get; init; }

    /// <summary>JSON, what else the platform needs: page id, granted scopes.</summary>
    public string? Details { get; set; }

    /// <summary>JSON: <see cref="AccountFacts"/>, as the platform last told them.</summary>
    public string? Facts { get; set; }

    public DateTimeOffset? FactsReadAt { get; set; }

    /// <summary>Its person lets nothing go out there until further notice. Null: it goes.</summary>
    public DateTimeOffset? PausedAt { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? DeletedAt { get; set; }

    string IAudited.AuditResourceType => "platform_account";

    Guid? IAudited.AuditOwnerId => UserId;

    IReadOnlyList<string> IAudited.AuditedProperties { get; } = [nameof(Health), nameof(Scopes), nameof(PausedAt), nameof(DeletedAt)];
}

/// <summary>A connected account works again, ends soon, or works no more.</summary>
public sealed record AccountHealthChanged(Guid AccountId, Guid UserId, AccountHealth Health) : IDomainEvent;
