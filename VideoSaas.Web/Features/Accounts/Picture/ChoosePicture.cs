using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Media;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Features.Accounts.Picture;

/// <summary>
/// Takes a photo of the person: what it is is seen from its bytes, and it is drawn anew as a small square, so that nothing of the
/// file that was sent is ever shown to anybody.
/// </summary>
internal sealed class ChoosePicture(IDbContextFactory<AppDb> contexts, SquarePicture square, IBlobStore blobs)
{
    public const int MostBytes = 8 * 1024 * 1024;

    private const int Side = 256;
    private const int Tries = 5;

    /// <param name="content">Null takes the picture away.</param>
    /// <returns><c>picture_too_large</c> (megabytes), <c>picture_unreadable</c>.</returns>
    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, Stream? content, CancellationToken token)
    {
        string? key = null;
        if (content is not null)
        {
            var bytes = await ReadAsync(content, token);
            if (bytes.Length > MostBytes)
            {
                return new Invalid("picture_too_large", MostBytes / 1024 / 1024);
            }

            using var work = blobs.NewWorkFolder();
            var source = Path.Combine(work.Path, "sent");
            var target = Path.Combine(work.Path, "square.jpg");
            await File.WriteAllBytesAsync(source, bytes, token);
            if (PictureKinds.Of(bytes) is not { } kind || !await square.DrawAsync(source, kind, target, Side, token))
            {
                return new Invalid("picture_unreadable");
            }

            var sha256 = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(target, token)));
            key = $"pictures/{actor.PersonId:n}/{sha256[..16]}.jpg";
            await blobs.StoreAsync(target, key, token);
        }

        return await KeepAsync(actor, key, token);
    }

    private async Task<Outcome<Done>> KeepAsync(Actor actor, string? key, CancellationToken token)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(token);
            db.ActAs(actor);
            if (await db.Users.FirstOrDefaultAsync(one => one.Id == actor.PersonId, token) is not { } person)
            {
                return new NotFound();
            }

            var before = person.Metadata.Avatar;
            person.Metadata = person.Metadata with { Avatar = key };
            try
            {
                await db.SaveChangesAsync(token);
            }
            catch (DbUpdateConcurrencyException) when (attempt < Tries)
            {
                continue;
            }

            if (before is not null && before != key)
            {
                await blobs.DeleteAsync(before, token);
            }

            await OpenPages.LookAgainAsync(db, person.Id, token);
            return Done.Value;
        }
    }

    private static async Task<byte[]> ReadAsync(Stream content, CancellationToken token)
    {
        using var buffer = new MemoryStream();
        var piece = new byte[81_920];
        int read;
        while (buffer.Length <= MostBytes && (read = await content.ReadAsync(piece, token)) > 0)
        {
            buffer.Write(piece, 0, read);
        }

        return buffer.ToArray();
    }
}
