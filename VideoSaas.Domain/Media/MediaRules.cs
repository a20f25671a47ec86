namespace VideoSaas.Domain.Media;

/// <summary>What one place of one platform takes as a file: data, read by planner, preflight, API and pages alike.</summary>
/// <param name="Name">Stable word such as <c>facebook_reels</c>.</param>
/// <param name="Platform">Stored word of the platform.</param>
/// <param name="AsOf">The day the figures were last held against their source.</param>
/// <param name="Source">Where they are written down.</param>
/// <param name="MaxBitsPerSecond">Of the whole file; null where nothing is said.</param>
public sealed record MediaRules(
    string Name,
    string Platform,
    DateOnly AsOf,
    string Source,
    WrapperRules Wrapper,
    PictureRules Picture,
    SoundRules Sound,
    TimeSpan MinDuration,
    TimeSpan MaxDuration,
    long MaxSizeBytes,
    long? MaxBitsPerSecond);

/// <param name="Containers">Words of <see cref="MediaFacts.Container"/>.</param>
/// <param name="IndexFirst">Asked of MP4 and MOV only.</param>
/// <param name="OneOfEach">Nothing beside one picture and one sound: no second tracks, timecode, data.</param>
public sealed record WrapperRules(IReadOnlyList<string> Containers, Demand IndexFirst, Demand NoEditLists, Demand OneOfEach);

/// <param name="PixelFormats">Empty: any.</param>
/// <param name="Profiles">Of H.264; empty: any.</param>
/// <param name="MinShortSide">Pixels, as displayed.</param>
/// <param name="MinAspect">Width divided by height.</param>
/// <param name="Upright">Stored as displayed: not turned by a matrix.</param>
public sealed record PictureRules(
    IReadOnlyList<string> Codecs,
    IReadOnlyList<string> PixelFormats,
    IReadOnlyList<string> Profiles,
    int MinShortSide,
    int MinLongSide,
    int MaxWidth,
    int MaxHeight,
    double MinAspect,
    double MaxAspect,
    double MinRate,
    double MaxRate,
    Demand ConstantRate,
    Demand Upright,
    Demand Progressive,
    Demand SquarePixels,
    Demand StandardRange);

/// <param name="Profiles">Of AAC; empty: any.</param>
/// <param name="Track">Whether a file without sound is refused.</param>
public sealed record SoundRules(
    IReadOnlyList<string> Codecs, IReadOnlyList<string> Profiles, int MaxRateHz, int MaxChannels, Demand Track);

public enum Demand
{
    NotMade,
    Made,
}
