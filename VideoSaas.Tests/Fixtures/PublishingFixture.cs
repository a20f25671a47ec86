namespace VideoSaas.Tests.Fixtures;

/// <summary>An app with its twin, both on a real port, in which every wait of publishing is a fraction of a second.</summary>
public class PublishingFixture(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly AppSpace _space = new(postgres);

    public AppHost App { get; private set; } = default!;

    public AppSpace Space => _space;

    /// <summary>Seconds, and for <c>Jobs</c> times.</summary>
    public static Dictionary<string, string?> Quick => new()
    {
        ["Sandbox:ProcessingSeconds"] = "0.2",
        ["Sandbox:SlowSeconds"] = "0.5",
        ["Sandbox:ThrottleMinutes"] = "0",
        ["Instagram:PollWaitsSeconds:0"] = "0.1",
        ["Instagram:SecondLookSeconds"] = "0.2",
        ["Instagram:ThrottleWaitSeconds"] = "0.3",
        ["Instagram:RequestTimeoutSeconds"] = "10",
        ["Tiktok:PollWaitsSeconds:0"] = "0.1",
        ["Tiktok:SecondLookSeconds"] = "0.2",
        ["Tiktok:ThrottleWaitSeconds"] = "0.3",
        ["Tiktok:DailyLimitWaitSeconds"] = "0.5",
        ["Tiktok:RequestTimeoutSeconds"] = "10",
        ["Sandbox:Tiktok:ModerationSeconds"] = "0.2",
        ["Sandbox:Tiktok:PostsPerDay"] = "1000",
        ["Sandbox:Tiktok:CreatorInfosPerMinute"] = "1000",
        ["Sandbox:Tiktok:InitsPerMinute"] = "1000",
        ["Sandbox:Tiktok:StatusesPerMinute"] = "1000",
        ["Facebook:PollWaitsSeconds:0"] = "0.1",
        ["Facebook:SecondLookSeconds"] = "0.2",
        ["Facebook:MissingPatienceSeconds"] = "5",
        ["Facebook:DraftPatienceSeconds"] = "0.5",
        ["Facebook:ThrottleWaitSeconds"] = "0.3",
        ["Facebook:RequestTimeoutSeconds"] = "10",
        ["Youtube:PollWaitsSeconds:0"] = "0.1",
        ["Youtube:SecondLookSeconds"] = "0.2",
        ["Youtube:ResumeWaitSeconds"] = "0.05",
        ["Youtube:ThrottleWaitSeconds"] = "0.3",
        ["Youtube:UploadLimitWaitSeconds"] = "0.3",
        ["Youtube:RequestTimeoutSeconds"] = "10",
        ["Youtube:UploadsPerDay"] = "100000",
        ["Sandbox:Youtube:UploadsPerDay"] = "100000",
        ["Sandbox:Youtube:UnitsPerDay"] = "10000000",
        ["Twitter:ChunkBytes"] = "65536",
        ["Twitter:ChunksPerStep"] = "2",
        ["Twitter:StatusWaitSeconds"] = "0.1",
        ["Twitter:LongestStatusWaitSeconds"] = "0.1",
        ["Twitter:SecondLookSeconds"] = "0.3",
        ["Twitter:LookAgainSeconds"] = "0.2",
        ["Twitter:ThrottleWaitSeconds"] = "0.3",
        ["Twitter:PausedWaitSeconds"] = "0.3",
        ["Twitter:RequestTimeoutSeconds"] = "10",
        ["Publishing:InlineWaitSeconds"] = "2",
        ["Publishing:CommitTimeoutSeconds"] = "5",
        ["Publishing:ReconcileWindowSeconds"] = "60",
        ["Publishing:ReadBackWindowSeconds"] = "30",
        ["Publishing:ReadBackWaitSeconds"] = "0.2",
        ["Publishing:QuotaWaitSeconds"] = "0.5",
        ["Publishing:ProgressSeconds"] = "0.05",
        ["Jobs:BackoffFirst"] = "00:00:00.100",
        ["Jobs:BackoffLongest"] = "00:00:01",
        ["Jobs:SweepInterval"] = "00:00:00.100",
        ["Jobs:QueuePoll"] = "00:00:00.050",
        ["Jobs:Workers:Light"] = "0",
        ["Jobs:Workers:Transcode"] = "0",
        ["Jobs:Workers:Publish"] = "0",
    };

    public virtual async ValueTask InitializeAsync()
    {
        await _space.InitializeAsync();
        App = Start(_space);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _space.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual AppHost Start(AppSpace space) => space.Start(Quick);
}
