using Microsoft.AspNetCore.Identity;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;

namespace VideoSaas.Web.Data;

/// <summary>
/// A person. Signs in by e-mail; <c>UserName</c> is the handle of at most 100 characters made at sign-up (column <c>username</c>).
/// Rules about status and limits are pure functions in Domain/Accounts.
/// </summary>
public sealed class AppUser : IdentityUser<Guid>, IAudited
{
    /// <summary>Stored when a person has no password; our user store reads it as none.</summary>
    public const string NoPassword = "!";

    public Tier SubscriptionTier { get; set; }

    /// <summary>Videos a month.</summary>
    public int MonthlyQuota { get; set; } = 30;

    /// <summary>Units reserved or taken in the current month.</summary>
    public int CurrentUsage { get; set; }

    public DateOnly QuotaResetDate { get; set; }

    public AccountStatus Status { get; set; } = AccountStatus.Active;

    public DateTimeOffset StatusChangedAt { get; set; }

    public DateTimeOffset? TrialEndsAt { get; set; }

    public string? SubscriptionId { get; set; }

    public DateTimeOffset? LastLoginAt { get; set; }

    public UserPreferences Metadata { get; set; } = new();

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>Asked for by the person: from then on the account is removed for good. Null: stays.</summary>
    public DateTimeOffset? DeleteAfter { get; set; }

    string IAudited.AuditResourceType => "user";

    Guid? IAudited.AuditOwnerId => Id;

    IReadOnlyList<string> IAudited.AuditedProperties { get; } =
        [nameof(Status), nameof(SubscriptionTier), nameof(MonthlyQuota), nameof(DeletedAt), nameof(DeleteAfter)];
}

/// <summary>The structure of <c>users.metadata</c>.</summary>
public sealed record UserPreferences
{
    /// <summary>Shown instead of the handle.</summary>
    public string? DisplayName { get; init; }

    /// <summary>en or th; null follows the browser.</summary>
    public string? Language { get; init; }

    /// <summary>IANA name such as Asia/Bangkok; null follows the browser.</summary>
    public string? TimeZone { get; init; }

    /// <summary>light or dark; null follows the system.</summary>
    public string? Theme { get; init; }

    /// <summary>Storage key of the picture; null shows initials.</summary>
    public string? Avatar { get; init; }

    /// <summary>What the person does not want to be told: <c>app:post_failed</c>, <c>mail:weekly_digest</c>.</summary>
    public IReadOnlyList<string>? Muted { get; init; }
}
