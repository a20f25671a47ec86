using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Videos;

namespace VideoSaas.Web.Features.Studio;

/// <summary>What the editor of a video shows.</summary>
/// <param name="PlayAddresses">The first that the browser can play shows the source's own time, if any can.</param>
/// <param name="Width">Of the source, as displayed.</param>
/// <param name="ForcedMark">What the person's plan writes into every picture.</param>
/// <param name="FrameSeconds">How long one frame is seen.</param>
/// <param name="Edits">As it was made last.</param>
/// <param name="IsUnderWay">It is being made right now: changes wait until that is over.</param>
public sealed record EditView(
    Guid VideoId, string Title, IReadOnlyList<string> PlayAddresses, string? ThumbnailAddress, int Width, int Height, string? ForcedMark,
    long DurationMs, double FrameSeconds, VideoEdits Edits, bool IsUnderWay, IReadOnlyList<CoverView> Covers);

/// <param name="AtMs">Where in the source.</param>
public sealed record CoverView(string Address, long AtMs);

/// <summary>Reads a video for its editor, to its owner alone.</summary>
internal sealed class EditQueries(IDbContextFactory<AppDb> databases)
{
    /// <summary>Where a clip does not say.</summary>
    private const int UsualFps = 30;

    /// <summary>Null when there is no such video for this person, or nothing is known of its source.</summary>
    public async Task<EditView?> FindAsync(Actor actor, Guid videoId, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var video = await db.Videos.AsNoTracking().FirstOrDefaultAsync(one => one.Id == videoId && one.UserId == actor.PersonId, token);
        var lengthMs = await db.VideoMetadata.Where(row => row.VideoId == videoId).Select(row => row.DurationMs).FirstOrDefaultAsync(token);
        if (video is null || lengthMs is not { } length)
        {
            return null;
        }

        var source = await db.VideoAssets.AsNoTracking()
            .Where(asset => asset.VideoId == videoId && asset.Kind == AssetKind.Source)
            .Select(asset => (Guid?)asset.Id).FirstOrDefaultAsync(token);
        var making = await db.Makings.AsNoTracking().Where(one => one.VideoId == videoId)
            .OrderByDescending(one => one.AssetSet).FirstOrDefaultAsync(token);
        var edits = making?.Edits ?? VideoEdits.None;
        var forced = await db.Users.Where(user => user.Id == video.UserId)
            .Join(db.SubscriptionTiers, user => user.SubscriptionTier, tier => tier.Tier, (_, tier) => tier.ForcedWatermark)
            .SingleAsync(token);
        var covers = await db.VideoAssets.AsNoTracking()
            .Where(asset => asset.VideoId == videoId && asset.Kind == AssetKind.Cover && asset.AtMs != null)
            .OrderByDescending(asset => asset.AssetSet).ThenBy(asset => asset.AtMs)
            .Select(asset => new { asset.Id, asset.AssetSet, asset.AtMs })
            .ToListAsync(token);
        return new EditView(
            videoId,
            ClipReader.TitleOf(video.Caption, video.OriginalFilename),
            PlayAddressesOf(video, source, edits),
            video.ThumbnailUrl,
            video.Width ?? 0,
            video.Height ?? 0,
            forced,
            length,
            1d / (video.Fps is > 0 and { } frames ? frames : UsualFps),
            edits,
            VideoTransitions.IsUnderWay(video.ProcessingStatus),
            [
                .. covers.TakeWhile(cover => cover.AssetSet == covers[0].AssetSet)
                    .Select(cover => new CoverView(MediaApi.AddressOf(cover.Id), cover.AtMs!.Value)),
            ]);
    }

    /// <summary>Where a stored piece can be looked at; null when this person has none such.</summary>
    public async Task<string?> PieceAddressAsync(Actor actor, Guid videoId, StoredPiece piece, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var id = await db.VideoAssets.AsNoTracking()
            .Where(asset => asset.VideoId == videoId && asset.UserId == actor.PersonId && asset.StorageKey == piece.Key)
            .Select(asset => (Guid?)asset.Id).FirstOrDefaultAsync(token);
        return id is { } known ? MediaApi.AddressOf(known) : null;
    }

    /// <summary>What was made plays everywhere, but once it was cut or reshaped it shows neither the source's time nor its edges.</summary>
    private static IReadOnlyList<string> PlayAddressesOf(Video video, Guid? source, VideoEdits edits)
    {
        string[] original = source is { } id ? [MediaApi.AddressOf(id)] : [];
        string[] made = video.ProcessedUrl is { } address ? [address] : [];
        return edits.ChangesPicture ? [.. original, .. made] : [.. made, .. original];
    }
}
