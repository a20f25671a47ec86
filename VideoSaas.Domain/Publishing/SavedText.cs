namespace VideoSaas.Domain.Publishing;

/// <summary>A caption to begin with, kept by a person under a name.</summary>
public sealed class CaptionTemplate
{
    public const int MostPerPerson = 200;

    public const int LongestName = 100;

    /// <summary>More than any platform takes in a caption that people read.</summary>
    public const int LongestText = 10_000;

    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    /// <summary>Unique for the person, whatever the case.</summary>
    public required string Name { get; set; }

    public required string Text { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Hashtags that a person puts in together.</summary>
public sealed class HashtagGroup
{
    public const int MostPerPerson = 200;

    public const int LongestName = 100;

    public const int MostHashtags = 60;

    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    /// <summary>Unique for the person, whatever the case.</summary>
    public required string Name { get; set; }

    /// <summary>Without the sign.</summary>
    public string[] Hashtags { get; set; } = [];

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}
