namespace VideoSaas.Domain.Auditing;

/// <summary>A thing whose every status change leaves exactly one row in the trail, in the same transaction.</summary>
public interface IAudited
{
    Guid Id { get; }

    /// <summary>The trail's word for it: user, video, platform_post, api_key, subscription, platform_account.</summary>
    string AuditResourceType { get; }

    /// <summary>The person it belongs to.</summary>
    Guid? AuditOwnerId { get; }

    /// <summary>Names of the properties whose change is written down; the status is the first of them.</summary>
    IReadOnlyList<string> AuditedProperties { get; }
}
