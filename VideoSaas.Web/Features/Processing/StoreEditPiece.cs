using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Features.Videos;

namespace VideoSaas.Web.Features.Processing;

/// <summary>Takes in what an edit needs beside the video: captions (SubRip or WebVTT) or a picture to draw over it (PNG).</summary>
public sealed class StoreEditPiece(IDbContextFactory<AppDb> databases, IBlobStore blobs, TimeProvider time)
{
    /// <param name="Kind"><see cref="AssetKind.Captions"/> or <see cref="AssetKind.Watermark"/>.</param>
    public sealed record Input(Guid VideoId, AssetKind Kind, Stream Content);

    /// <returns>
    /// <c>captions_unreadable</c>, <c>watermark_not_png</c> or <c>piece_too_large</c> (the limit in bytes). The same content again is the same piece.
    /// </returns>
    public async Task<Outcome<StoredPiece>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
    {
        var most = input.Kind == AssetKind.Captions ? CaptionFile.LargestBytes : EditRules.LargestImageBytes;
        if (await ReadAsync(input.Content, most, token) is not { } bytes)
        {
            return new Invalid("piece_too_large", most);
        }

        (int Width, int Height)? size = null;
        if (input.Kind == AssetKind.Captions)
        {
            if (CaptionFile.Read(Encoding.UTF8.GetString(bytes)).Count == 0)
            {
                return new Invalid("captions_unreadable");
            }
        }
        else if ((size = EditRules.PngSize(bytes)) is null)
        {
            return new Invalid("watermark_not_png", EditRules.LargestImageSide);
        }

        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (await db.LockVideoAsync(actor, input.VideoId, token) is not { DeletedAt: null } video)
        {
            return new NotFound();
        }

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var key = $"pieces/{video.Id:n}/{sha256}{(input.Kind == AssetKind.Captions ? ".srt" : ".png")}";
        if (!await db.VideoAssets.AnyAsync(asset => asset.VideoId == video.Id && asset.StorageKey == key, token))
        {
            await StoreAsync(bytes, key, token);
            db.VideoAssets.Add(new VideoAsset
            {
                Id = Guid.CreateVersion7(time.GetUtcNow()),
                VideoId = video.Id,
                UserId = video.UserId,
                Kind = input.Kind,
                StorageKey = key,
                ContentType = input.Kind == AssetKind.Captions ? "text/plain" : "image/png",
                SizeBytes = bytes.Length,
                Sha256 = sha256,
                Width = size?.Width,
                Height = size?.Height,
                CreatedAt = time.GetUtcNow(),
            });
            await db.SaveChangesAsync(token);
        }

        await transaction.CommitAsync(token);
        return new StoredPiece(key, sha256);
    }

    private async Task StoreAsync(byte[] bytes, string key, CancellationToken token)
    {
        using var work = blobs.NewWorkFolder();
        var path = Path.Combine(work.Path, "piece");
        await File.WriteAllBytesAsync(path, bytes, token);
        await blobs.StoreAsync(path, key, token);
    }

    private static async Task<byte[]?> ReadAsync(Stream content, int most, CancellationToken token)
    {
        var bytes = new byte[most + 1];
        var read = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, token);
        return read > most ? null : bytes[..read];
    }
}
