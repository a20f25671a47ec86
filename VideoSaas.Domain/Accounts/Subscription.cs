using VideoSaas.Domain.Auditing;

namespace VideoSaas.Domain.Accounts;

public enum SubscriptionStatus
{
    Trialing,
    Active,
    PastDue,
    Cancelled,
}

/// <summary>What a person pays for; <c>users.subscription_tier</c> mirrors the current one.</summary>
public sealed class Subscription : IAudited
{
    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    public Tier Tier { get; set; }

    public SubscriptionStatus Status { get; set; }

    public DateTimeOffset StatusChangedAt { get; init; }

    /// <summary>Who takes the money, for example <c>stripe</c> or <c>manual</c>.</summary>
    public string? Provider { get; set; }

    public string? ProviderCustomerId { get; set; }

    public string? ProviderSubscriptionId { get; set; }

    public DateTimeOffset? CurrentPeriodStart { get; set; }

    public DateTimeOffset? CurrentPeriodEnd { get; set; }

    /// <summary>Set when the person asked to end it with the period.</summary>
    public DateTimeOffset? CancelAtPeriodEndSince { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    string IAudited.AuditResourceType => "subscription";

    Guid? IAudited.AuditOwnerId => UserId;

    IReadOnlyList<string> IAudited.AuditedProperties { get; } = [nameof(Status), nameof(Tier)];
}
