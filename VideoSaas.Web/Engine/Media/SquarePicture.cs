using System.Globalization;
using VideoSaas.Domain.Media;

namespace VideoSaas.Web.Engine.Media;

/// <summary>What a picture is by its first bytes, as the demuxer that may read it.</summary>
internal static class PictureKinds
{
    /// <summary>Null for what is none of JPEG, PNG and WebP.</summary>
    public static string? Of(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "jpeg_pipe"
        : head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]) ? "png_pipe"
        : head.Length > 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8) ? "webp_pipe"
        : null;
}

/// <summary>Draws the middle of a picture anew as a small square.</summary>
internal sealed class SquarePicture(IMediaTools tools)
{
    private static readonly FfmpegLimits Limits = new(TimeSpan.FromSeconds(20), MaxOutputBytes: 2_000_000);

    /// <param name="kind">One of <see cref="PictureKinds"/>.</param>
    /// <returns>False when it cannot be read.</returns>
    public async Task<bool> DrawAsync(string path, string kind, string target, int side, CancellationToken token)
    {
        var length = side.ToString(CultureInfo.InvariantCulture);
        var run = await tools.RunAsync(
            new FfmpegCommand(
                ["-protocol_whitelist", "file,pipe", "-f", kind],
                path,
                [
                    new FfmpegOutput(
                        [
                            "-frames:v", "1", "-an", "-sn", "-map_metadata", "-1",
                            "-vf", $"crop='min(iw,ih)':'min(iw,ih)',scale={length}:{length}:flags=lanczos,format=yuvj420p",
                            "-c:v", "mjpeg", "-q:v", "3", "-f", "image2", "-update", "1",
                        ],
                        target),
                ]),
            Limits,
            null,
            token);
        return run.IsClean && new FileInfo(target) is { Exists: true, Length: > 0 };
    }
}
