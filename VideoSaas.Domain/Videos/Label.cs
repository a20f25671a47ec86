namespace VideoSaas.Domain.Videos;

/// <summary>A word of the person's own that groups clips; a clip may bear several.</summary>
public sealed class Label
{
    /// <summary>More a person cannot have.</summary>
    public const int MostPerPerson = 200;

    public const int LongestName = 50;

    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    /// <summary>Unique for the person, whatever the case.</summary>
    public required string Name { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A clip bears a label.</summary>
public sealed class VideoLabel
{
    public Guid VideoId { get; init; }

    public Guid LabelId { get; init; }

    public Guid UserId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
