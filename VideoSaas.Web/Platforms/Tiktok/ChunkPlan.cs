namespace VideoSaas.Web.Platforms.Tiktok;

/// <summary>
/// How a file is cut: <c>chunk_count = floor(size / chunk_bytes)</c>, all but the last of one size, and the last takes what is left
/// over (TikTok's media transfer guide, 2026-09-11).
/// </summary>
public sealed record ChunkPlan(long SizeBytes, long ChunkBytes, int ChunkCount)
{
    /// <summary>
    /// As many equal chunks as the rules and <paramref name="mostChunks"/> allow: what is left over is fewer bytes than there are
    /// chunks, so the last one, which makes the post public, is as small as it can be. Too little for two goes whole.
    /// </summary>
    public static ChunkPlan Of(long sizeBytes, long smallestChunkBytes, int mostChunks)
    {
        var count = (int)Math.Clamp(sizeBytes / smallestChunkBytes, 1, mostChunks);
        return new ChunkPlan(sizeBytes, sizeBytes / count, count);
    }

    public long LastStart => ChunkBytes * (ChunkCount - 1);

    public long LastBytes => SizeBytes - LastStart;

    /// <summary>The chunk in which <paramref name="offset"/> lies begins here; never later than the last one.</summary>
    public long BoundaryAt(long offset) => Math.Min(offset / ChunkBytes * ChunkBytes, LastStart);
}
