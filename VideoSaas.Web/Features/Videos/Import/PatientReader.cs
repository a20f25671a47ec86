namespace VideoSaas.Web.Features.Videos.Import;

internal enum ReadEnd
{
    /// <summary>There is no more.</summary>
    Ended,

    /// <summary>The connection is gone before the end.</summary>
    Broken,

    /// <summary>Too little came for too long.</summary>
    Stalled,
}

/// <summary>Reads a stranger's answer and loses patience when it trickles.</summary>
internal sealed class PatientReader(Stream body, ImportOptions options, TimeProvider time)
{
    private long _windowBegan = time.GetTimestamp();
    private long _windowBytes;

    /// <param name="window">Not to be used again after <see cref="ReadEnd.Stalled"/>: the read is still on its way.</param>
    /// <returns>Bytes read, or why there are none.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="token"/> says so.</exception>
    public async Task<(int Count, ReadEnd? End)> ReadAsync(Memory<byte> window, CancellationToken token)
    {
        try
        {
            var reading = body.ReadAsync(window, token).AsTask();
            while (true)
            {
                var left = options.StallAfter - time.GetElapsedTime(_windowBegan);
                if (left <= TimeSpan.Zero)
                {
                    if (_windowBytes < options.StallBytes)
                    {
                        return (0, ReadEnd.Stalled);
                    }

                    _windowBegan = time.GetTimestamp();
                    _windowBytes = 0;
                    continue;
                }

                try
                {
                    var count = await reading.WaitAsync(left, time, token);
                    _windowBytes += count;
                    return (count, count == 0 ? ReadEnd.Ended : null);
                }
                catch (TimeoutException) when (!reading.IsCompleted)
                {
                    // The loop judges what came until now.
                }
            }
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or TimeoutException)
        {
            return (0, ReadEnd.Broken);
        }
    }

    /// <summary>Reads until <paramref name="window"/> is full or something ends it.</summary>
    public async Task<(int Count, ReadEnd? End)> FillAsync(Memory<byte> window, CancellationToken token)
    {
        var filled = 0;
        while (filled < window.Length)
        {
            var (count, end) = await ReadAsync(window[filled..], token);
            if (end is not null)
            {
                return (filled, end);
            }

            filled += count;
        }

        return (filled, null);
    }
}
