namespace VideoSaas.Domain.Media;

/// <summary>
/// The only readers that ffmpeg may use on a person's file. What is left out matters: playlists (hls, dash, concat), image sequences, subtitles
/// and text can name other files or addresses, and a crafted upload would read them.
/// </summary>
public static class Demuxers
{
    private static readonly string[] Known =
    [
        "mov", "matroska", "avi", "mpegts", "mpegtsraw", "mpeg", "mpegvideo", "flv", "asf", "ogg", "mxf", "gxf", "dv", "m4v", "h264", "hevc",
        "mp3", "wav", "flac", "aac", "aiff", "amr",
    ];

    public static string Whitelist { get; } = string.Join(',', Known);

    /// <summary>In front of every <c>-i</c>: local files only, known readers only.</summary>
    public static IReadOnlyList<string> SafeInput { get; } =
        ["-protocol_whitelist", "file,pipe", "-format_whitelist", Whitelist];
}
