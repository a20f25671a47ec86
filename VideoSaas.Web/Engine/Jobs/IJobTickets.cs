using VideoSaas.Domain.Processing;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>
/// Tells the workers of a kind that a row is ready. Called after commit; a lost or doubled ticket never matters, because the
/// row is the truth and a sweeper tops tickets up.
/// </summary>
public interface IJobTickets
{
    void Offer(JobKind kind);
}

/// <summary>Ends a job and what waits for it, running or not. Repeating it changes nothing.</summary>
public interface IJobCanceller
{
    /// <summary>
    /// Marks the named jobs and their dependents cancelled inside <paramref name="db"/>'s current transaction (lock the videos
    /// row first) and raises <see cref="JobCancelled"/> for each. A running one notices within the poll interval.
    /// </summary>
    /// <returns>How many rows changed.</returns>
    Task<int> CancelAsync(Data.AppDb db, IReadOnlyList<Guid> jobIds, CancellationToken token);
}
