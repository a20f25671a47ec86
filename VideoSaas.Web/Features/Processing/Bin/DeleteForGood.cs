using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Auditing;
using VideoSaas.Web.Features.Videos;

namespace VideoSaas.Web.Features.Processing.Bin;

/// <param name="Gone">How many went.</param>
/// <param name="Busy">How many have a post that is on its way or unconfirmed; they stay in the bin until that is known.</param>
public sealed record BinEmptied(int Gone, int Busy)
{
    public static BinEmptied operator +(BinEmptied one, BinEmptied other) => new(one.Gone + other.Gone, one.Busy + other.Busy);
}

/// <summary>
/// Takes videos out of the bin for good. Their rows give their files up in the transaction that writes the trail; the files
/// themselves go by a job of that transaction, so a crash in between leaves neither a file that nobody removes nor a row that
/// still counts. Posts that are out keep their rows and numbers, and for their sake the video keeps its own.
/// </summary>
internal sealed class DeleteForGood(
    IDbContextFactory<AppDb> databases, UnnamedFiles files, IEnumerable<IFileReader> readers, TimeProvider time)
{
    /// <summary>The trail's word.</summary>
    public const string Deed = "video.deleted_for_good";

    /// <summary>Rows that are locked at a time.</summary>
    private const int AtATime = 50;

    public sealed record Input(IReadOnlyCollection<Guid> VideoIds);

    /// <summary>Those of them that lie in the person's bin. A repeat finds nothing; so does a stranger.</summary>
    public async Task<Outcome<BinEmptied>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
    {
        var person = actor.PersonId;
        var done = await InPartsAsync(actor, [.. input.VideoIds.Distinct()], video => video.UserId == person, token);
        return done is { Gone: 0, Busy: 0 } ? new NotFound() : done;
    }

    /// <summary>Everything that lies in the person's bin now.</summary>
    public Task<BinEmptied> EmptyAsync(Actor actor, CancellationToken token)
    {
        var person = actor.PersonId;
        return AllAsync(actor, video => video.UserId == person, token);
    }

    /// <summary>Everybody's that have lain there since <paramref name="until"/> or longer.</summary>
    public Task<BinEmptied> SweepAsync(Actor actor, DateTimeOffset until, CancellationToken token) =>
        AllAsync(actor, video => video.DeletedAt <= until, token);

    private async Task<BinEmptied> AllAsync(Actor actor, Expression<Func<Video, bool>> meant, CancellationToken token)
    {
        List<Guid> ids;
        await using (var db = await databases.CreateDbContextAsync(token))
        {
            ids = await InBins(db).Where(meant).OrderBy(video => video.Id).Select(video => video.Id).ToListAsync(token);
        }

        return await InPartsAsync(actor, ids, meant, token);
    }

    private async Task<BinEmptied> InPartsAsync(
        Actor actor, List<Guid> ids, Expression<Func<Video, bool>> meant, CancellationToken token)
    {
        var done = new BinEmptied(0, 0);
        foreach (var part in ids.Chunk(AtATime))
        {
            done += await LetGoAsync(actor, part, meant, token);
        }

        return done;
    }

    /// <param name="meant">Asked under the lock: who took it out in between keeps it.</param>
    private async Task<BinEmptied> LetGoAsync(Actor actor, Guid[] ids, Expression<Func<Video, bool>> meant, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var locked = await InBins(db).Where(meant).Where(video => ids.Contains(video.Id)).Select(video => video.Id).ToListAsync(token);
        await db.Database.ExecuteSqlAsync(
            $"SELECT 1 FROM videos WHERE id = ANY({locked.ToArray()}) ORDER BY id FOR NO KEY UPDATE", token);
        var videos = await InBins(db).Where(meant).Where(video => locked.Contains(video.Id)).ToListAsync(token);
        var busy = 0;
        foreach (var video in videos)
        {
            if (await IsReadAsync(db, video.Id, token))
            {
                busy++;
                continue;
            }

            await LetGoAsync(db, actor, video, token);
        }

        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return new BinEmptied(videos.Count - busy, busy);
    }

    private async Task LetGoAsync(AppDb db, Actor actor, Video video, CancellationToken token)
    {
        var id = video.Id;
        var keys = await db.FilesOfAsync(db.Videos.IgnoreQueryFilters().Where(one => one.Id == id), token);
        video.LetGo();
        files.RemoveAfterCommit(db, video, keys);
        db.Note(actor, Deed, "video", id, video.UserId, time.GetUtcNow());
        await db.VideoAssets.Where(asset => asset.VideoId == id).ExecuteDeleteAsync(token);
        await db.VideoMetadata.Where(row => row.VideoId == id).ExecuteDeleteAsync(token);
        await db.VideoLabels.Where(row => row.VideoId == id).ExecuteDeleteAsync(token);
        await db.Makings.Where(row => row.VideoId == id).ExecuteDeleteAsync(token);
    }

    private async Task<bool> IsReadAsync(AppDb db, Guid videoId, CancellationToken token)
    {
        foreach (var reader in readers)
        {
            if (await reader.IsReadingAsync(db, videoId, token))
            {
                return true;
            }
        }

        return false;
    }

    private static IQueryable<Video> InBins(AppDb db) =>
        db.Videos.IgnoreQueryFilters().Where(video => video.DeletedAt != null && video.OriginalUrl != "");
}
