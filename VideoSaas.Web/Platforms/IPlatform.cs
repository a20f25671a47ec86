using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms;

/// <summary>
/// One platform over its own protocol. Nothing here writes to our database: each answer carries what must be stored before
/// the next call. Registered as a singleton; to add a platform is to add a folder with one of these.
/// </summary>
public interface IPlatform
{
    Platform Platform { get; }

    TextLimits TextLimits { get; }

    /// <summary>How long before its minute a post may be prepared here.</summary>
    PreparationRules Preparation { get; }

    /// <summary>
    /// The platform's verdicts on file, title, settings and account; errors first. The caption's length and its tags are judged by
    /// <see cref="TextLimits"/>. Nothing is said of a file that is not there.
    /// </summary>
    IReadOnlyList<Verdict> Judge(PostToJudge post);

    /// <summary>Rights at the platform without which nothing can be published.</summary>
    IReadOnlyList<string> NeededScopes => [];

    /// <summary>Rights that are asked for beside the needed ones and may be refused.</summary>
    IReadOnlyList<string> WishedScopes => [];

    /// <summary>Where everybody sees what this account published.</summary>
    string ProfileAddress(string username);

    /// <summary>Where the person's browser goes to consent.</summary>
    Uri AuthorizeAddress(AuthorizeRequest request);

    /// <summary>Trades what the browser brought back for accounts with tokens. Once only: a code is single-use.</summary>
    Task<ConnectAnswer> ConnectAsync(ConsentReturn consent, CancellationToken token);

    /// <summary>A new token pair, where the platform has such a thing. The old pair may be dead as soon as this returns.</summary>
    Task<RefreshAnswer> RefreshAsync(AccountCredentials credentials, CancellationToken token);

    /// <summary>
    /// Where it is the same for two platforms, revoking an account of one takes a person's accounts of the other with it; null
    /// where each platform is alone in this.
    /// </summary>
    string? ConsentKey => null;

    /// <summary>Ends our access at the platform. Nothing to end is fine.</summary>
    Task<PlatformAnswer?> RevokeAsync(AccountCredentials credentials, CancellationToken token);

    /// <summary>
    /// Does the next repeatable step towards a post that only waits for its commit: one remote effect a call. The handles of the
    /// answer are stored before the next call; a call whose answer was lost is simply made again.
    /// </summary>
    Task<PrepareAnswer> PrepareAsync(PublishWork work, string? handles, CancellationToken token);

    /// <summary>Asks, changing nothing, how the platform's own work on the prepared post stands.</summary>
    Task<CheckAnswer> CheckAsync(PublishWork work, string handles, CancellationToken token);

    /// <summary>The largest picture that the platform takes for a cover; null where it takes none.</summary>
    long? MostCoverBytes => null;

    /// <summary>
    /// Gives a prepared post its cover, when only the commit is left. Tried once, and once more only where the answer was never
    /// stored; the same picture again changes nothing, and what is said to it never holds the post up.
    /// </summary>
    /// <exception cref="FileNotFoundException">The picture is not in storage.</exception>
    Task<CoverAnswer> SetCoverAsync(PublishWork work, string handles, CancellationToken token) =>
        throw new NotSupportedException($"{Platform} takes no picture for a cover.");

    /// <summary>What the platform lets the whole product upload in a day; null where each account has limits of its own alone.</summary>
    UploadBudget? UploadBudget => null;

    /// <summary>How often one arming's commit may be sent, each after it was seen twice that the one before came to nothing.</summary>
    int MostCommits => 6;

    /// <summary>
    /// Whether "not yet" is knowledge, because the same handles can never be out twice, or only what a list shows for now. Without
    /// it a post that was committed as often as it may is left to its person, never called failed.
    /// </summary>
    bool IsNotYetCertain => true;

    /// <summary>How long the commit may take where that depends on the work, such as bytes that go with it; null: as configured.</summary>
    TimeSpan? CommitPatience(PublishWork work) => null;

    /// <summary>Makes it public. Called at most once for each stored intent, never to find something out.</summary>
    Task<CommitAnswer> CommitAsync(PublishWork work, string handles, CancellationToken token);

    /// <summary>Finds out, changing nothing, what became of a commit whose answer is not known.</summary>
    Task<ReconcileAnswer> ReconcileAsync(PublishWork work, string handles, CommitTrace trace, CancellationToken token);

    /// <summary>Where the published post is to be seen. May not be known for a while; that never makes a post fail.</summary>
    Task<ReadBackAnswer> ReadBackAsync(PublishWork work, string handles, CommitTrace trace, CancellationToken token);
}

/// <param name="Lead">
/// How long before its minute a post is begun: what the platform lets us do unpublished (sending bytes, its own processing) is
/// done by then.
/// </param>
/// <param name="Expiry">How long a prepared post stays good on the platform's side; longer than the lead.</param>
public sealed record PreparationRules(TimeSpan Lead, TimeSpan Expiry);

/// <param name="PerDay">Uploads begun, by everybody together.</param>
/// <param name="ZoneId">IANA name of the zone whose midnight begins a new day.</param>
public sealed record UploadBudget(int PerDay, string ZoneId);

/// <summary>Asks a platform about an account: what it may post, and how often.</summary>
public interface IAccountReader
{
    Platform Platform { get; }

    Task<AccountFactsAnswer> AskAsync(AccountCredentials account, CancellationToken token);
}

/// <summary>Reads what published posts have earned.</summary>
public interface IMetricsReader
{
    Platform Platform { get; }

    /// <summary>One snapshot each, of those that the platform still has; as few requests as it takes.</summary>
    /// <param name="posts">Of one account, each with its remote id.</param>
    Task<MetricsAnswer> ReadAsync(AccountCredentials account, IReadOnlyList<PostToMeasure> posts, CancellationToken token);
}

/// <summary>The platforms that this installation can reach.</summary>
public sealed class PlatformCatalog(
    IEnumerable<IPlatform> platforms, IEnumerable<IAccountReader> accountReaders, IEnumerable<IMetricsReader> metricsReaders)
{
    private readonly Dictionary<Platform, IPlatform> _platforms = platforms.ToDictionary(platform => platform.Platform);

    private readonly Dictionary<Platform, IAccountReader> _accountReaders = accountReaders.ToDictionary(reader => reader.Platform);

    private readonly Dictionary<Platform, IMetricsReader> _metricsReaders = metricsReaders.ToDictionary(reader => reader.Platform);

    public IReadOnlyCollection<IPlatform> All => _platforms.Values;

    /// <summary>The platform itself, and those whose accounts end with its own when one is revoked.</summary>
    public IReadOnlyList<Platform> ConsentFamilyOf(Platform platform) =>
        Find(platform)?.ConsentKey is { } key
            ? [.. All.Where(one => one.ConsentKey == key).Select(one => one.Platform)]
            : [platform];

    /// <summary>Null where the platform tells nothing of its accounts.</summary>
    public IAccountReader? AccountReaderOf(Platform platform) => _accountReaders.GetValueOrDefault(platform);

    public IMetricsReader? MetricsReaderOf(Platform platform) => _metricsReaders.GetValueOrDefault(platform);

    /// <summary>Nothing where the platform cannot be reached from here.</summary>
    public TimeSpan LeadOf(Platform platform) => Find(platform)?.Preparation.Lead ?? TimeSpan.Zero;

    public IPlatform? Find(Platform platform) => _platforms.GetValueOrDefault(platform);

    /// <exception cref="InvalidOperationException">No folder for it: ask <see cref="Find"/> where that can happen.</exception>
    public IPlatform Of(Platform platform) =>
        Find(platform) ?? throw new InvalidOperationException($"There is no {platform} here.");
}
