namespace VideoSaas.Domain.Auditing;

/// <summary>One audited value that differs, as stored: JSON text of the value, or null for none.</summary>
public sealed record AuditChange(string Column, string? Before, string? After);

/// <summary>The trail's word for a deed: <c>resource.deed</c>, such as <c>video.processed</c> or <c>user.suspended</c>.</summary>
public static class AuditActions
{
    /// <param name="resourceType">As <see cref="IAudited.AuditResourceType"/>.</param>
    /// <param name="born">The thing is made by this change.</param>
    /// <param name="changes">What differs, in the order of <see cref="IAudited.AuditedProperties"/>; at least one.</param>
    public static string Of(string resourceType, bool born, IReadOnlyList<AuditChange> changes)
    {
        var subject = SubjectOf(resourceType);
        return $"{subject}.{(born ? Birth(subject, changes) : Deed(subject, changes))}";
    }

    /// <summary>The thing's row is removed by this change.</summary>
    public static string EndOf(string resourceType) => $"{SubjectOf(resourceType)}.removed";

    private static string SubjectOf(string resourceType) => resourceType switch
    {
        "platform_post" => "post",
        "platform_account" => "account",
        "api_key" => "key",
        _ => resourceType,
    };

    private static string Birth(string subject, IReadOnlyList<AuditChange> changes) => subject switch
    {
        "user" => "registered",
        "account" => "connected",
        "post" when Find(changes, "upload_status")?.After == "\"published\"" => "published",
        _ => "created",
    };

    private static string Deed(string subject, IReadOnlyList<AuditChange> changes)
    {
        if (Find(changes, "deleted_at") is { } deletion)
        {
            return deletion.After is null ? "restored" : "deleted";
        }

        var first = changes[0];
        return (subject, first.Column) switch
        {
            ("video", "processing_status") => Word(first.After) is "ready" ? "processed" : Word(first.After),
            ("user", "status") when Word(first.After) is "active" => Word(first.Before) is "trial" ? "activated" : "reactivated",
            ("post", "upload_status") or ("user", "status") or ("account", "health") or ("subscription", "status") =>
                Word(first.After),
            ("user" or "subscription", "subscription_tier" or "tier") => "tier_changed",
            ("user", "monthly_quota") => "quota_changed",
            ("key", "is_active") => first.After == "true" ? "activated" : "revoked",
            ("post", "error_code") when Word(first.After) is "outcome_unknown" => "unconfirmed",
            ("post", "hold_code") => first.After is null ? "released" : "held",
            ("post", "scheduled_for") => "rescheduled",
            ("account", "paused_at") => first.After is null ? "resumed" : "paused",
            ("user", "delete_after") => first.After is null ? "removal_called_off" : "removal_asked",
            _ => $"{first.Column}_changed",
        };
    }

    private static AuditChange? Find(IReadOnlyList<AuditChange> changes, string column) =>
        changes.FirstOrDefault(change => change.Column == column);

    private static string Word(string? json) => json?.Trim('"') ?? "none";
}
