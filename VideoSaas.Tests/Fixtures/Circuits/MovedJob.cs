using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using VideoSaas.Domain.Processing;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Tests.Fixtures.Circuits;

/// <summary>A percent that stood in the database from this moment on, by the stopwatch's timestamps.</summary>
internal readonly record struct Moved(int Percent, long At);

/// <summary>
/// A running job that nobody works on: its row is moved by the code that moves those of real runs, a percent with each write, as
/// often as that code writes.
/// </summary>
internal sealed class MovedJob(NpgsqlDataSource source, Guid jobId, Guid lease)
{
    private static readonly JobsOptions Options = new();

    private readonly List<Moved> _writes = [];

    public Guid JobId => jobId;

    public IReadOnlyList<Moved> Writes => _writes;

    /// <summary>Writes every percent from the first to the last.</summary>
    public async Task MoveAsync(int first, int last, CancellationToken token)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(token);
        var noted = new NotedLease(new JobLease(source, jobId, lease, Options.Lease), _writes.Add);
        using var run = new ActiveRun(noted, Options, TimeProvider.System, NullLogger.Instance)
        {
            Job = ProcessingJob.Queued(jobId, Guid.Empty, Guid.Empty, "work", JobKind.Transcode, 5, DateTimeOffset.UnixEpoch, 1),
            Attempt = 1,
            LeaseToken = lease,
        };
        var keeping = run.KeepAsync(ended.Token);
        for (var percent = first; percent <= last; percent++)
        {
            var written = noted.NextAsync();
            run.Report("encoding", percent, new JobProgressDetails(SecondsLeft: last - percent, Speed: 1.5, Done: percent * 18, Total: 1800));
            await written.WaitAsync(TimeSpan.FromSeconds(20), token);
        }

        await ended.CancelAsync();
        await keeping;
    }

    private sealed class NotedLease(IRunLease lease, Action<Moved> onWritten) : IRunLease
    {
        private TaskCompletionSource _next = new();

        public Task NextAsync()
        {
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _next.Task;
        }

        public Task<bool> IsMineAsync(CancellationToken token) => lease.IsMineAsync(token);

        public Task<bool> RenewAsync(CancellationToken token) => lease.RenewAsync(token);

        public async Task<bool> WriteProgressAsync(RunProgress progress, CancellationToken token)
        {
            var isMine = await lease.WriteProgressAsync(progress, token);
            Assert.True(isMine, "The moved job was taken by somebody else.");
            onWritten(new Moved(progress.Percent!.Value, Stopwatch.GetTimestamp()));
            _next.TrySetResult();
            return isMine;
        }
    }
}
