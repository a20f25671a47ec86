using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms;

/// <summary>What asking about an account came to.</summary>
public abstract record AccountFactsAnswer
{
    private AccountFactsAnswer()
    {
    }

    public sealed record Told(AccountFacts Facts) : AccountFactsAnswer;

    public sealed record Refused(PlatformError Error) : AccountFactsAnswer;
}

/// <param name="RemoteId">The platform's id of the published post.</param>
public sealed record PostToMeasure(Guid PostId, string RemoteId, DateTimeOffset PublishedAt);

/// <summary>One post's numbers at one moment. Null: the platform does not tell it, which is not 0.</summary>
/// <param name="Metrics">Every number the platform gave, under its own names.</param>
/// <param name="Raw">JSON as it came.</param>
public sealed record PostNumbers(
    Guid PostId,
    long? Views,
    long? Likes,
    long? Comments,
    long? Shares,
    long? Saves,
    IReadOnlyDictionary<string, double> Metrics,
    string Raw);

public abstract record MetricsAnswer
{
    private MetricsAnswer()
    {
    }

    /// <param name="Posts">Of the posts asked for those that the platform still has.</param>
    public sealed record Read(IReadOnlyList<PostNumbers> Posts) : MetricsAnswer;

    public sealed record Refused(PlatformError Error) : MetricsAnswer;
}
