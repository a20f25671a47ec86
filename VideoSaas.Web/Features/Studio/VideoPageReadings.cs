using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Processing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Engine.Live;

namespace VideoSaas.Web.Features.Studio;

/// <summary>What a video's page reads again and again, once for all tabs that show it to the same person.</summary>
internal sealed class VideoPageReadings(IDbContextFactory<AppDb> databases, VideoPageQueries queries, TimeProvider time)
{
    private readonly SharedReadings<VideoView?> _whole = new(time);
    private readonly SharedReadings<IReadOnlyList<MovingJob>> _moving = new(time);

    /// <inheritdoc cref="VideoPageQueries.FindAsync"/>
    public Task<VideoView?> FindAsync(Actor actor, Guid videoId, long since, CancellationToken token) =>
        _whole.ReadAsync(actor.PersonId, videoId, since, () => queries.FindAsync(actor, videoId, CancellationToken.None), token);

    /// <summary>
    /// The same page with its work's newest figures, by one short statement; null when more than figures changed and the whole
    /// must be read.
    /// </summary>
    public async Task<VideoView?> MoveAsync(Actor actor, VideoView shown, long since, CancellationToken token)
    {
        var moving = await _moving.ReadAsync(actor.PersonId, shown.Id, since, () => MovingAsync(actor, shown.Id), token);
        var jobs = new List<JobView>(shown.Work.Jobs.Count);
        foreach (var job in shown.Work.Jobs)
        {
            if (moving.FirstOrDefault(one => one.Id == job.Id) is not { } now
                || (now.Status, now.Attempts, now.BackoffUntil, now.StartedAt) != (job.Status, job.Attempts, job.BackoffUntil, job.StartedAt))
            {
                return null;
            }

            jobs.Add(job with { Percent = now.Percent, Stage = now.Stage, Details = now.Details, UpdatedAt = now.UpdatedAt });
        }

        return shown with { Work = shown.Work with { Jobs = jobs } };
    }

    private async Task<IReadOnlyList<MovingJob>> MovingAsync(Actor actor, Guid videoId)
    {
        await using var db = await databases.CreateDbContextAsync();
        var jobs = await db.ProcessingJobs.AsNoTracking()
            .Where(job => job.VideoId == videoId && job.UserId == actor.PersonId)
            .Select(job => new
            {
                job.Id, job.Status, job.Attempts, job.BackoffUntil, job.StartedAt, job.ProgressPercent, job.Stage, job.ProgressDetails, job.UpdatedAt,
            })
            .ToListAsync();
        return
        [
            .. jobs.Select(job => new MovingJob(
                job.Id, job.Status, job.Attempts, job.BackoffUntil, job.StartedAt, job.ProgressPercent, job.Stage,
                JobJson.Read<JobProgressDetails>(job.ProgressDetails), job.UpdatedAt)),
        ];
    }

    private sealed record MovingJob(
        Guid Id,
        JobStatus Status,
        int Attempts,
        DateTimeOffset? BackoffUntil,
        DateTimeOffset? StartedAt,
        int? Percent,
        string? Stage,
        JobProgressDetails? Details,
        DateTimeOffset UpdatedAt);
}
