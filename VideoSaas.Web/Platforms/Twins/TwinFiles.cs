using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Engine.Media;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Platforms.Twins;

/// <param name="Container">Such as mp4; null when nothing could be read.</param>
/// <param name="File">What was found; null when there is no picture in it.</param>
internal sealed record TwinFileFacts(string? Container, FileToPublish? File);

/// <summary>The bytes that twins are sent: kept as far as they came, and looked at with ffprobe as the platforms do.</summary>
internal sealed class TwinFiles(IBlobStore blobs, IMediaTools media)
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Appends the body to what is stored, up to <paramref name="upTo"/> bytes of the whole.</summary>
    /// <returns>Bytes that are stored now, also when the connection broke.</returns>
    public async Task<long> AppendAsync(Stream body, string key, long stored, long upTo, CancellationToken token)
    {
        await blobs.CreateAsync(key, CancellationToken.None);
        await using var file = await blobs.OpenAppendAsync(key, stored, CancellationToken.None);
        var buffer = new byte[BufferBytes];
        try
        {
            while (stored < upTo)
            {
                var read = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, upTo - stored)), token);
                if (read == 0)
                {
                    break;
                }

                await file.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
                stored += read;
            }
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or BadHttpRequestException)
        {
            // What came is kept; the caller asks how much that is.
        }

        await blobs.FlushAsync(file, CancellationToken.None);
        return stored;
    }

    public async Task<long> LengthAsync(string key, CancellationToken token) => await blobs.LengthAsync(key, token) ?? 0;

    public async Task<TwinFileFacts> LookAsync(string key, CancellationToken token)
    {
        var sizeBytes = await LengthAsync(key, token);
        using var file = await blobs.BorrowAsync(key, token);
        var facts = (await media.ProbeAsync(file.Path, token)).Facts;
        return facts?.Picture is not { } picture
            ? new TwinFileFacts(facts?.Container, null)
            : new TwinFileFacts(facts.Container, new FileToPublish(
                sizeBytes,
                TimeSpan.FromMilliseconds(facts.DurationMs),
                picture.Width,
                picture.Height,
                picture.FrameRate is { Denominator: not 0 } rate ? (double)rate.Numerator / rate.Denominator : null,
                facts.BitsPerSecond,
                picture.Codec,
                facts.Sound?.Codec,
                facts.Sound?.Channels,
                facts.Sound?.SampleRateHz));
    }

    /// <summary>The kind of picture that the bytes begin as, whatever was said of them; null where it is none of the two.</summary>
    public static string? PictureTypeOf(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        _ => null,
    };

    /// <summary>Keeps a picture, in place of what was there.</summary>
    /// <returns>Its type; null, and nothing is kept, where it is no picture.</returns>
    public async Task<string?> KeepPictureAsync(byte[] picture, string key, CancellationToken token)
    {
        if (PictureTypeOf(picture) is not { } type)
        {
            return null;
        }

        using var body = new MemoryStream(picture);
        await AppendAsync(body, key, 0, picture.Length, token);
        return type;
    }

    /// <summary>A picture for a browser; 404 where there is none.</summary>
    public async Task<IResult> ShowAsync(string? key, string? contentType, CancellationToken token) =>
        key is not null && contentType is not null && await blobs.LengthAsync(key, token) is not null
            ? Results.Stream(await blobs.OpenReadAsync(key, token), contentType)
            : Results.NotFound();

    /// <summary>The file itself for a browser, with ranges; 404 where there is none.</summary>
    public async Task<IResult> PlayAsync(string? key, CancellationToken token) =>
        key is not null && await blobs.LengthAsync(key, token) is not null
            ? Results.Stream(await blobs.OpenReadAsync(key, token), "video/mp4", enableRangeProcessing: true)
            : Results.NotFound();
}
