using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Fetching;
using VideoSaas.Web.Features.Accounts;
using VideoSaas.Web.Features.Videos.Uploads;

namespace VideoSaas.Web.Features.Videos.Import;

/// <summary>Makes a video of an address: reserves the month's unit and leaves the fetching to a job. Nothing is asked for here.</summary>
internal sealed class ImportVideo(
    IDbContextFactory<AppDb> databases, IQuotaUnits units, IStorageSpace space, IOptions<ImportOptions> options,
    IOptions<UploadOptions> uploads, IOptions<FetchOptions> fetching, TimeProvider time)
{
    /// <param name="Address">As the person wrote it.</param>
    public sealed record Input(string Address);

    /// <summary>
    /// A repeat while the same address still waits or is on its way returns that video and reserves nothing.
    /// Refusals: those of <see cref="SourceAddress.Parse"/>, <c>quota_used_up</c>, <c>too_many_imports</c> (how many),
    /// <c>storage_full</c>.
    /// </summary>
    /// <returns>The video's id.</returns>
    public async Task<Outcome<Guid>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
    {
        var parsed = SourceAddress.Parse(input.Address, fetching.Value.MorePorts);
        if (parsed.Refusal is { } unfit)
        {
            return unfit;
        }

        var address = parsed.Value;
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);

        // The reservation locks the person's row, so that two imports cannot count the open ones at once.
        var unit = await units.ReserveAsync(db, actor.PersonId, token);
        var open = await db.Videos.AsNoTracking()
            .Where(video => video.UserId == actor.PersonId
                && (video.ProcessingStatus == VideoStatus.Pending || video.ProcessingStatus == VideoStatus.Downloading)
                && video.OriginalUrl.Contains("://"))
            .Select(video => new { video.Id, video.OriginalUrl })
            .ToListAsync(token);
        if (open.Find(video => video.OriginalUrl == address.Uri.AbsoluteUri) is { } earlier)
        {
            // Leaving without a commit gives the unit back.
            return earlier.Id;
        }

        if (unit.Refusal is { } usedUp)
        {
            return usedUp;
        }

        if (open.Count >= options.Value.OpenPerPerson)
        {
            return new LimitReached("too_many_imports", options.Value.OpenPerPerson);
        }

        if (space.FreeBytes() < uploads.Value.MinimumFreeBytes)
        {
            return new StorageFull();
        }

        var video = await AddAsync(db, actor.PersonId, address, unit.Value, token);
        await transaction.CommitAsync(token);
        return video.Id;
    }

    private async Task<Video> AddAsync(AppDb db, Guid userId, SourceAddress address, ReservedUnit unit, CancellationToken token)
    {
        var now = time.GetUtcNow();
        var filename = OriginalFilename.OfDownload(disposition: null, address.Uri, address.Uri);
        var video = Video.Addressed(Guid.CreateVersion7(now), userId, filename, address, now);
        db.Videos.Add(video);
        await db.SaveChangesAsync(token);

        // Units are held by rows of uploads. This one has no bytes to come by tus, so it is over at once.
        var holder = new Upload
        {
            Id = Guid.CreateVersion7(now),
            Token = TusHeaders.NewToken(),
            UserId = userId,
            LengthBytes = 0,
            Filename = filename,
            StorageKey = $"sources/{video.Id}",
            QuotaUnit = QuotaUnit.Reserved,
            QuotaPeriod = unit.Period,
            ExpiresAt = now,
            CreatedAt = now,
        };
        db.Uploads.Add(holder);
        await db.SaveChangesAsync(token);
        holder.Status = UploadStatus.Completed;
        holder.VideoId = video.Id;
        await db.SaveChangesAsync(token);
        return video;
    }
}
