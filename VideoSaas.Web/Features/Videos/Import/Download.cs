using VideoSaas.Domain.Media;
using VideoSaas.Domain.Videos;

namespace VideoSaas.Web.Features.Videos.Import;

/// <summary>A part of a file, or all of it, and what is needed to ask for the rest.</summary>
/// <param name="Key">Of the stored bytes. Another file behind the address gets another key, so that two never mix.</param>
/// <param name="LengthBytes">As the server said; null when it did not.</param>
/// <param name="EntityTag">A strong one, with its quotes; null when there is none.</param>
/// <param name="LastModified">Null when it is unknown or too young to tell two versions apart.</param>
/// <param name="OffsetBytes">On disk for good.</param>
public sealed record DownloadFile(
    string Key, string Filename, long? LengthBytes, string? EntityTag, DateTimeOffset? LastModified, long OffsetBytes)
{
    public bool IsWhole => LengthBytes is { } length && OffsetBytes == length;

    /// <summary>Something was kept and can be proven to belong to what the server has now.</summary>
    public bool IsResumable => OffsetBytes > 0 && (EntityTag is not null || LastModified is not null);
}

/// <param name="DoneBytes">Received, those not yet on disk for good included.</param>
/// <param name="TotalBytes">Null when the server does not say.</param>
/// <param name="BytesPerSecond">Over the last few seconds; null in the first moments.</param>
public sealed record DownloadProgress(long DoneBytes, long? TotalBytes, double? BytesPerSecond)
{
    /// <summary>0 to 100, rounded down.</summary>
    public int? Percent => TotalBytes is > 0 and { } total ? (int)Math.Min(100, DoneBytes * 100 / total) : null;

    public double? SecondsLeft => TotalBytes is { } total && BytesPerSecond is > 0 and { } speed ? (total - DoneBytes) / speed : null;
}

/// <summary>What <see cref="SourceDownload"/> is to do, and whom it tells.</summary>
/// <param name="File">What an earlier try left.</param>
/// <param name="Remember">Keeps where it stands; false when somebody else has the work by now.</param>
internal sealed record DownloadOrder(
    SourceAddress Address,
    DownloadFile? File,
    SourceLimits Limits,
    Func<DownloadFile, CancellationToken, Task<bool>> Remember,
    Action<DownloadProgress> Report);

/// <summary>How a download ended. The codes name sentences in ProcessingTexts.</summary>
internal abstract record DownloadEnd
{
    private DownloadEnd()
    {
    }

    /// <summary>All bytes are in storage.</summary>
    public sealed record Arrived(DownloadFile File) : DownloadEnd;

    /// <summary>May pass.</summary>
    /// <param name="NotBefore">What the server asked for.</param>
    public sealed record Later(string Code, string Message, TimeSpan? NotBefore = null) : DownloadEnd;

    /// <summary>Trying again cannot help.</summary>
    public sealed record Refused(string Code, string Message, IReadOnlyList<string>? Arguments = null) : DownloadEnd;
}
