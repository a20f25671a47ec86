using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Features.Videos.Import;

internal enum TransferEnd
{
    Whole,
    Broken,
    Stalled,

    /// <summary>More came than the person's plan takes.</summary>
    TooLarge,

    /// <summary>The volume is full.</summary>
    NoRoom,
}

/// <summary>Moves one answer's bytes to storage and counts what is on disk for good. Memory is one buffer, whatever the length.</summary>
internal sealed class DownloadTransfer(
    IBlobStore blobs, Func<bool> hasRoom, DownloadOrder order, DownloadFile file, ImportOptions options, TimeProvider time)
{
    /// <summary>ENOSPC, as the runtime hands it on under Linux.</summary>
    private const int NoSpaceLeft = 28;

    private readonly TransferSpeed _speed = new(file.OffsetBytes, time);
    private long _position = file.OffsetBytes;
    private long _committedAt = time.GetTimestamp();

    /// <summary>As far as it is on disk and counted.</summary>
    public DownloadFile File { get; private set; } = file;

    /// <param name="first">Bytes of the answer that were already read.</param>
    /// <exception cref="OperationCanceledException">Cancelled, or the work is somebody else's by now.</exception>
    public async Task<TransferEnd> RunAsync(PatientReader body, ReadOnlyMemory<byte> first, CancellationToken token)
    {
        try
        {
            await using var stored = await blobs.OpenAppendAsync(File.Key, File.OffsetBytes, token);
            var end = await WriteAsync(stored, first, token);
            var buffer = new byte[options.BufferBytes];
            while (end is null)
            {
                var (count, why) = await body.ReadAsync(buffer, token);
                end = why switch
                {
                    null => await WriteAsync(stored, buffer.AsMemory(0, count), token),
                    ReadEnd.Ended => TransferEnd.Whole,
                    ReadEnd.Stalled => TransferEnd.Stalled,
                    _ => TransferEnd.Broken,
                };
            }

            await CommitAsync(stored, token);
            return end.Value;
        }
        catch (IOException full) when (full.HResult == NoSpaceLeft)
        {
            return TransferEnd.NoRoom;
        }
    }

    private async Task<TransferEnd?> WriteAsync(Stream stored, ReadOnlyMemory<byte> bytes, CancellationToken token)
    {
        if (_position + bytes.Length > order.Limits.MaxSizeBytes)
        {
            return TransferEnd.TooLarge;
        }

        // Before the write: after a stall somebody else may have the work by now.
        if (time.GetElapsedTime(_committedAt) >= options.CommitEvery)
        {
            await CommitAsync(stored, token);
            if (!hasRoom())
            {
                return TransferEnd.NoRoom;
            }
        }

        await stored.WriteAsync(bytes, token);
        _position += bytes.Length;
        order.Report(new DownloadProgress(_position, File.LengthBytes, _speed.After(_position)));
        return null;
    }

    /// <summary>Bytes first, then the word that they are there.</summary>
    private async Task CommitAsync(Stream stored, CancellationToken token)
    {
        await blobs.FlushAsync(stored, token);
        var counted = File with { OffsetBytes = _position };
        if (!await order.Remember(counted, token))
        {
            throw new OperationCanceledException("The download is somebody else's by now.");
        }

        File = counted;
        _committedAt = time.GetTimestamp();
    }
}

/// <summary>How fast bytes come: the mean of half seconds, of which newer ones count more.</summary>
internal sealed class TransferSpeed(long position, TimeProvider time)
{
    private const double NewestCounts = 0.3;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    private long _position = position;
    private long _at = time.GetTimestamp();
    private double? _bytesPerSecond;

    /// <returns>Bytes a second; null until the first step is over.</returns>
    public double? After(long position)
    {
        var took = time.GetElapsedTime(_at);
        if (took >= Step)
        {
            var now = (position - _position) / took.TotalSeconds;
            _bytesPerSecond = _bytesPerSecond is { } before ? (NewestCounts * now) + ((1 - NewestCounts) * before) : now;
            _position = position;
            _at = time.GetTimestamp();
        }

        return _bytesPerSecond;
    }
}
