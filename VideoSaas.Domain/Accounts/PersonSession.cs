namespace VideoSaas.Domain.Accounts;

/// <summary>One sign-in of a person on one browser, so that it can be seen and ended from another.</summary>
public sealed class PersonSession
{
    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    /// <summary>The random word that the sign-in's claims carry; unique.</summary>
    public required string SignIn { get; init; }

    public string? IpAddress { get; set; }

    public string? UserAgent { get; set; }

    public DateTimeOffset LastSeenAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
}
