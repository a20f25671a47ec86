using VideoSaas.Domain.Results;

namespace VideoSaas.Domain.Accounts;

/// <summary>What a person may say about themselves.</summary>
public static class ProfileRules
{
    public const int MaxDisplayNameLength = 80;

    /// <summary>Characters of a reason that an admin gives.</summary>
    public const int MinReasonLength = 3;

    public const int MaxReasonLength = 500;

    /// <summary>Null (no name) is fine.</summary>
    public static Refusal? RefuseDisplayName(string? name) =>
        name is { Length: > MaxDisplayNameLength } ? new Invalid("name_too_long", MaxDisplayNameLength)
        : name is not null && name.Any(char.IsControl) ? new Invalid("name_invalid")
        : null;

    public static Refusal? RefuseReason(string? reason) =>
        reason?.Trim() is { Length: >= MinReasonLength and <= MaxReasonLength }
            ? null
            : new Invalid("reason_missing", MinReasonLength, MaxReasonLength);
}
