using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Features.Accounts.Leaving;

namespace VideoSaas.Web.Features.Processing;

/// <summary>Takes files out of storage, but only those that no row names: two videos may stand on one source.</summary>
internal sealed class UnnamedFiles(IDbContextFactory<AppDb> databases, IBlobStore blobs, TimeProvider time) : IPersonRemains
{
    /// <summary>
    /// A job row of the same transaction: a crash between the commit and the removal loses nothing, and a rollback removes nothing.
    /// </summary>
    public void RemoveAfterCommit(AppDb db, Video video, IReadOnlyList<string> keys)
    {
        if (keys.Count == 0)
        {
            return;
        }

        var now = time.GetUtcNow();
        db.ProcessingJobs.Add(ProcessingJob.Queued(
            Guid.CreateVersion7(now), video.Id, video.UserId, JobTypes.RemoveFiles, JobKind.Light, priority: 5, now,
            video.AssetSet, jobData: JsonSerializer.Serialize(new FilesToRemove([.. keys.Distinct()]), JsonSerializerOptions.Web),
            maxAttempts: 10));
    }

    public static IReadOnlyList<string> KeysIn(string jobData) =>
        JsonSerializer.Deserialize<FilesToRemove>(jobData, JsonSerializerOptions.Web)?.Keys
            ?? throw new InvalidOperationException("The job names no files.");

    /// <summary>What was still to be removed when its person goes, whose jobs go with them.</summary>
    public async Task LetGoAsync(Guid personId, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var waiting = await db.ProcessingJobs.AsNoTracking()
            .Where(job => job.UserId == personId && job.JobType == JobTypes.RemoveFiles && job.Status != JobStatus.Completed)
            .Select(job => job.JobData)
            .ToListAsync(token);
        await RemoveAsync(waiting.SelectMany(KeysIn), null, token);
    }

    /// <summary>Now. A repeat finds nothing left to do.</summary>
    /// <param name="refusedVideoId">A video whose own name for its source no longer counts: it was refused.</param>
    public async Task RemoveAsync(IEnumerable<string> keys, Guid? refusedVideoId, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        foreach (var key in keys)
        {
            var isNamed = await db.VideoAssets.AnyAsync(asset => asset.StorageKey == key, token)
                || await db.Videos.IgnoreQueryFilters().AnyAsync(
                    video => video.OriginalUrl == key && video.Id != refusedVideoId, token);
            if (!isNamed)
            {
                await blobs.DeleteAsync(key, token);
            }
        }
    }
}

/// <summary>The structure of a <c>remove_files</c> job's data.</summary>
internal sealed record FilesToRemove(IReadOnlyList<string> Keys);
