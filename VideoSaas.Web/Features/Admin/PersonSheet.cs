using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Admin;

/// <summary>All that an admin sees of one person.</summary>
/// <param name="StorageBytes">Of all stored files, and what the tier allows.</param>
/// <param name="JobsRunning">Now, and how many may.</param>
/// <param name="Changes">Newest first.</param>
public sealed record PersonSheet(
    PersonRow Person,
    bool EmailConfirmed,
    IReadOnlyList<string> Roles,
    DateOnly QuotaResetDate,
    DateTimeOffset? TrialEndsAt,
    UserPreferences Preferences,
    long StorageBytes,
    long StorageLimitBytes,
    int JobsRunning,
    int JobsLimit,
    int Videos,
    int Posts,
    int PostsPublished,
    IReadOnlyList<ChannelRow> Channels,
    IReadOnlyList<ChangeRow> Changes);

public sealed record ChannelRow(
    Guid Id, Platform Platform, string Name, AccountHealth Health, DateTimeOffset? TokenExpiresAt, DateTimeOffset CreatedAt);

/// <param name="ActorName">Null when that person is gone.</param>
/// <param name="Reason">The words of whoever did it.</param>
public sealed record ChangeRow(
    DateTimeOffset At,
    ActorType ActorType,
    string? ActorName,
    string Action,
    string? Reason,
    IReadOnlyList<FieldChange> Fields);

public sealed record FieldChange(string Field, string? Before, string? After);
