using System.Buffers;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Features.Videos.Uploads;

/// <summary>Why no more bytes are read from a request. What arrived before is kept in every case.</summary>
internal enum ReceiveEnd
{
    /// <summary>The body is read to its end.</summary>
    BodyEnded,

    /// <summary>The upload is whole and the body still goes on.</summary>
    TooLong,

    /// <summary>Somebody else goes on with this upload.</summary>
    StopAsked,

    /// <summary>No byte came for too long.</summary>
    Idle,

    /// <summary>The client is gone.</summary>
    ConnectionLost,
}

/// <summary>Moves the bytes of one request to storage. Memory is one buffer, whatever the length.</summary>
internal sealed partial class UploadReceiver(
    IBlobStore blobs, IOptions<UploadOptions> options, TimeProvider time, ILogger<UploadReceiver> logger)
{
    private readonly IBlobStore _blobs = blobs;
    private readonly UploadOptions _options = options.Value;
    private readonly TimeProvider _time = time;

    /// <summary>
    /// Makes row and file agree before anything is said or written: a longer file is a torn tail and is cut when it is opened;
    /// a shorter one lost bytes that we had promised, and the row is lowered to what is really there.
    /// </summary>
    public async Task ReconcileAsync(UploadLease lease, CancellationToken token)
    {
        var length = await _blobs.LengthAsync(lease.Row.StorageKey, token);
        if (length is null)
        {
            await _blobs.CreateAsync(lease.Row.StorageKey, token);
        }

        var there = length ?? 0;
        if (there < lease.OffsetBytes)
        {
            LogBytesLost(lease.UploadId, lease.OffsetBytes, there);
            await lease.CommitAsync(there, token);
        }
    }

    /// <summary>Appends the body at the lease's offset and counts what is on disk, up to the upload's length.</summary>
    /// <param name="aborted">Ends the reading only; what arrived is put on disk and counted on a path of its own.</param>
    /// <exception cref="IOException">The disk refused; what was written before is counted.</exception>
    public async Task<ReceiveEnd> ReceiveAsync(UploadLease lease, Stream body, CancellationToken aborted)
    {
        await using var file = await _blobs.OpenAppendAsync(lease.Row.StorageKey, lease.OffsetBytes, aborted);
        var buffer = ArrayPool<byte>.Shared.Rent(_options.BufferBytes);
        try
        {
            var receipt = new Receipt(this, lease, file);
            try
            {
                return await receipt.ReadToEndAsync(body, buffer, aborted);
            }
            finally
            {
                using var grace = new CancellationTokenSource(_options.FinishGrace, _time);
                await receipt.CommitAsync(grace.Token);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    [LoggerMessage(LogLevel.Critical, "Upload {UploadId} had counted {Counted} bytes and its file holds {There}: storage lost data")]
    private partial void LogBytesLost(Guid uploadId, long counted, long there);

    /// <summary>One request's reading: where it writes, and since when nothing was counted.</summary>
    private sealed class Receipt(UploadReceiver receiver, UploadLease lease, Stream file)
    {
        private readonly UploadOptions _options = receiver._options;
        private readonly TimeProvider _time = receiver._time;
        private long _position = lease.OffsetBytes;
        private long _committedAt = receiver._time.GetTimestamp();
        private long _lastByteAt = receiver._time.GetTimestamp();
        private bool _lost;

        public async Task<ReceiveEnd> ReadToEndAsync(Stream body, byte[] buffer, CancellationToken aborted)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(lease.StopAsked, aborted);
            while (true)
            {
                var remaining = lease.Row.LengthBytes - _position;
                var window = buffer.AsMemory(0, (int)Math.Clamp(remaining, 1, _options.BufferBytes));
                var (count, end) = await ReadAsync(body, window, stop);
                if (end is not null)
                {
                    return end.Value;
                }

                if (remaining == 0)
                {
                    return ReceiveEnd.TooLong;
                }

                // Before the write: after a stall somebody else may hold the upload by now.
                if (_time.GetElapsedTime(_committedAt) >= _options.CommitEvery)
                {
                    await CommitAsync(CancellationToken.None);
                }

                if (_lost)
                {
                    return ReceiveEnd.StopAsked;
                }

                await file.WriteAsync(window[..count], CancellationToken.None);
                _position += count;
                _lastByteAt = _time.GetTimestamp();
                if (_position - lease.OffsetBytes >= _options.CommitEveryBytes)
                {
                    await CommitAsync(CancellationToken.None);
                }

                if (lease.StopAsked.IsCancellationRequested)
                {
                    return ReceiveEnd.StopAsked;
                }
            }
        }

        /// <summary>Bytes first, then the row that promises them. Also renews the lease when there is nothing new.</summary>
        public async Task CommitAsync(CancellationToken token)
        {
            if (_lost)
            {
                return;
            }

            if (_position > lease.OffsetBytes)
            {
                await receiver._blobs.FlushAsync(file, token);
            }

            _lost = !await lease.CommitAsync(_position, token);
            _committedAt = _time.GetTimestamp();
        }

        private async Task<(int Count, ReceiveEnd? End)> ReadAsync(Stream body, Memory<byte> window, CancellationTokenSource stop)
        {
            var reading = body.ReadAsync(window, stop.Token).AsTask();
            var idle = false;
            try
            {
                while (!reading.IsCompleted && !idle)
                {
                    using var tick = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
                    await Task.WhenAny(reading, Task.Delay(_options.CommitEvery, _time, tick.Token));
                    await tick.CancelAsync();
                    if (!reading.IsCompleted && !stop.IsCancellationRequested)
                    {
                        await CommitAsync(CancellationToken.None);
                        idle = _time.GetElapsedTime(_lastByteAt) >= _options.IdleTimeout;
                    }
                }
            }
            finally
            {
                // The buffer goes back to the pool: nobody may still be reading into it.
                if (!reading.IsCompleted)
                {
                    await stop.CancelAsync();
                    await Task.WhenAny(reading);
                }
            }

            try
            {
                var count = await reading;
                return (count, count == 0 ? ReceiveEnd.BodyEnded : null);
            }
            catch (OperationCanceledException)
            {
                return (0, idle ? ReceiveEnd.Idle
                    : lease.StopAsked.IsCancellationRequested ? ReceiveEnd.StopAsked : ReceiveEnd.ConnectionLost);
            }
            catch (IOException)
            {
                return (0, ReceiveEnd.ConnectionLost);
            }
        }
    }
}
