using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Web.Features.Processing.Bin;

/// <summary>
/// Empties the bins of what has lain there for its days, and removes the rows of what is gone for good once its files are. A row
/// on which a post still hangs stays.
/// </summary>
internal sealed partial class PurgeBins(
    IDbContextFactory<AppDb> databases, DeleteForGood delete, UnnamedFiles files, IOptions<BinOptions> options, TimeProvider time,
    ILogger<PurgeBins> log) : IRecurringWork
{
    public string Name => "purge-bins";

    public string Cron => "17 * * * *";

    public async Task RunAsync(CancellationToken token)
    {
        var purger = Actor.System(Name);
        var emptied = await delete.SweepAsync(purger, time.GetUtcNow().AddDays(-options.Value.Days), token);
        if (emptied.Gone > 0)
        {
            LogEmptied(emptied.Gone);
        }

        await using var db = await databases.CreateDbContextAsync(token);
        await AskAgainAsync(db.ActAs(purger), token);
        await Gone(db)
            .Where(video => video.SyncStatus == "{}" && !db.ProcessingJobs.Any(job =>
                job.VideoId == video.Id && job.JobType == JobTypes.RemoveFiles && job.Status != JobStatus.Completed && job.Status != JobStatus.Cancelled
                && !(job.Status == JobStatus.Failed && job.BackoffUntil == null)))
            .ExecuteDeleteAsync(token);
    }

    /// <summary>What the storage would not remove, however often it was asked, is asked for anew; the old row says what.</summary>
    private async Task AskAgainAsync(AppDb db, CancellationToken token)
    {
        var left = await Gone(db)
            .Join(
                db.ProcessingJobs.Where(job => job.JobType == JobTypes.RemoveFiles && job.Status == JobStatus.Failed && job.BackoffUntil == null),
                video => video.Id, job => job.VideoId, (video, job) => new { Video = video, job.Id, job.JobData })
            .ToListAsync(token);
        foreach (var one in left)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            if (await db.ProcessingJobs.Where(job => job.Id == one.Id).ExecuteDeleteAsync(token) == 1)
            {
                files.RemoveAfterCommit(db, one.Video, UnnamedFiles.KeysIn(one.JobData));
                await db.SaveChangesAsync(token);
            }

            await transaction.CommitAsync(token);
        }
    }

    private static IQueryable<Video> Gone(AppDb db) =>
        db.Videos.IgnoreQueryFilters().Where(video => video.DeletedAt != null && video.OriginalUrl == "");

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} videos left the bins, their days are over")]
    private partial void LogEmptied(int count);
}
