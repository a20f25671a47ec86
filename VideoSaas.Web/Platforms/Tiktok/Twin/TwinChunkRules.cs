namespace VideoSaas.Web.Platforms.Tiktok.Twin;

/// <summary>
/// The media transfer guide's rules for chunks, 2026-09-11, each in the stricter reading of "MB". Written down apart from the plan of
/// the client, which it is to judge.
/// </summary>
internal static class TwinChunkRules
{
    private const long MostBytes = 4_000_000_000;

    private const long SmallestChunk = 5_242_880;

    private const long LargestChunk = 64_000_000;

    private const long LargestLastChunk = 128_000_000;

    private const int MostChunks = 1000;

    /// <summary>Null when the plan is allowed.</summary>
    public static string? Fault(ChunkPlan plan)
    {
        var (size, chunk, count) = (plan.SizeBytes, plan.ChunkBytes, plan.ChunkCount);
        if (size is <= 0 or > MostBytes)
        {
            return "The video size is invalid.";
        }

        if (chunk <= 0 || count is < 1 or > MostChunks || count != size / chunk)
        {
            return "The total chunk count is invalid.";
        }

        if (count == 1)
        {
            return chunk == size && size <= LargestChunk ? null : "The chunk size is invalid.";
        }

        return chunk is >= SmallestChunk and <= LargestChunk && size - chunk * (count - 1) <= LargestLastChunk ? null : "The chunk size is invalid.";
    }
}
