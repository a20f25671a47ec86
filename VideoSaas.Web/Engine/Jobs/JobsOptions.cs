using System.ComponentModel.DataAnnotations;
using VideoSaas.Domain.Processing;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>How the job runner works: who works on what, and every wait. Section <c>Jobs</c>.</summary>
public sealed class JobsOptions : IValidatableObject
{
    public const string Section = "Jobs";

    private const string Moment = "00:00:00.010";
    private const string Day = "1.00:00:00";

    /// <summary>Workers of this process by kind of work; 0 leaves a kind to other processes.</summary>
    public WorkerCounts Workers { get; set; } = new();

    /// <summary>A running job belongs to nobody this long after its worker's last sign of life.</summary>
    [Range(typeof(TimeSpan), Moment, Day)]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a worker renews its lease; at most a third of it.</summary>
    [Range(typeof(TimeSpan), Moment, Day)]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a running job asks whether it was cancelled.</summary>
    [Range(typeof(TimeSpan), Moment, Day)]
    public TimeSpan CancelPoll { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Progress is written no more often than this, except when the stage changes.</summary>
    [Range(typeof(TimeSpan), Moment, Day)]
    public TimeSpan ProgressInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often expired leases, due retries and missing tickets are looked for.</summary>
    [Range(typeof(TimeSpan), Moment, Day)]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The rest after the first failure; doubles with each further one.</summary>
    [Range(typeof(TimeSpan), "00:00:00", Day)]
    public TimeSpan BackoffFirst { get; set; } = TimeSpan.FromSeconds(5);

    [Range(typeof(TimeSpan), Moment, Day)]
    public TimeSpan BackoffLongest { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Part of a rest by which it may be shorter or longer.</summary>
    [Range(0, 1)]
    public double BackoffJitter { get; set; } = 0.2;

    /// <summary>Waiting tickets of a kind are at most this many times its workers.</summary>
    [Range(1, 10)]
    public int TicketsPerWorker { get; set; } = 3;

    /// <summary>
    /// A ticket for publishing carries out this many ready rows, one after the other: in a minute with a thousand posts one ticket
    /// a row would cost as much as the posts. Other kinds' rows are worth a ticket each.
    /// </summary>
    [Range(1, 1000)]
    public int PublishRowsPerTicket { get; set; } = 20;

    /// <summary>
    /// How often an idle worker looks into Hangfire's queue by itself. A ticket wakes one of its own process at once; this is
    /// for those of other processes and for the workers of one that died.
    /// </summary>
    [Range(typeof(TimeSpan), Moment, Day)]
    public TimeSpan QueuePoll { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often Hangfire looks for recurring work that is due; its times are whole minutes.</summary>
    [Range(typeof(TimeSpan), Moment, Day)]
    public TimeSpan SchedulePoll { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Hangfire hands a ticket out again this long after its worker died. The row's own lease counts, not this.</summary>
    [Range(typeof(TimeSpan), "00:00:05", Day)]
    public TimeSpan TicketInvisibility { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Hangfire locks a ticket for the milliseconds in which its state changes; a lock that a killed process left is taken over
    /// after this. Hangfire's own ten minutes would keep a worker from everything else for so long.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.500", Day)]
    public TimeSpan AbandonedLock { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What running jobs get to hand themselves back when the server stops.</summary>
    [Range(typeof(TimeSpan), Moment, Day)]
    public TimeSpan Shutdown { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Browsers' hints older than this are removed.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan LiveEventsKept { get; set; } = TimeSpan.FromHours(1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Heartbeat * 3 > Lease)
        {
            yield return new ValidationResult(
                $"Jobs:Heartbeat ({Heartbeat}) must be at most a third of Jobs:Lease ({Lease}), or a short pause loses the job.");
        }

        if (BackoffLongest < BackoffFirst)
        {
            yield return new ValidationResult("Jobs:BackoffLongest is shorter than Jobs:BackoffFirst.");
        }

        if (Workers.All.Any(count => count is < 0 or > 32))
        {
            yield return new ValidationResult("Each count in Jobs:Workers is from 0 to 32.");
        }
    }
}

/// <summary>Threads of this process for each kind of work.</summary>
public sealed class WorkerCounts
{
    /// <summary>Probes, thumbnails: short.</summary>
    public int Light { get; set; } = 2;

    /// <summary>Encodes: one fills the cores.</summary>
    public int Transcode { get; set; } = 1;

    /// <summary>Publishing waits for the network, not for the cores.</summary>
    public int Publish { get; set; } = 2;

    /// <summary>Fetching sources by address: waits for strangers' servers, possibly for hours.</summary>
    public int Download { get; set; } = 2;

    /// <summary>Recurring upkeep.</summary>
    public int Maintenance { get; set; } = 1;

    internal IEnumerable<int> All => [Light, Transcode, Publish, Download, Maintenance];

    public int Of(JobKind kind) => kind switch
    {
        JobKind.Light => Light,
        JobKind.Transcode => Transcode,
        JobKind.Publish => Publish,
        JobKind.Download => Download,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No workers are known for this kind."),
    };
}
