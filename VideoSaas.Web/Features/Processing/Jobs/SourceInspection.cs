using System.Security.Cryptography;
using VideoSaas.Domain.Media;
using VideoSaas.Web.Engine.Media;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Features.Processing.Jobs;

/// <summary>What an inspection ended with: facts and hash of a good file, or why it is none.</summary>
internal sealed record Inspected(
    MediaFacts? Facts, string? Ffprobe, string? Sha256, SourceRefusal? Refusal, IReadOnlyList<string> LastLines)
{
    public static Inspected Refused(SourceRefusal refusal, IReadOnlyList<string>? lastLines = null) =>
        new(null, null, null, refusal, lastLines ?? []);
}

/// <summary>Looks at a stored file from the cheapest question to the dearest: size, first bytes, headers, end to end, hash.</summary>
internal sealed class SourceInspection(IBlobStore blobs, IMediaTools tools)
{
    private const int BlockBytes = 1 << 20;

    /// <summary>Words with which demuxers say that bytes are missing.</summary>
    private static readonly string[] MissingEndWords = ["partial file", "ended prematurely", "moov atom not found"];

    /// <param name="report">Stage and percent.</param>
    /// <exception cref="FileNotFoundException">The source is not in storage.</exception>
    public async Task<Inspected> InspectAsync(
        string key, SourceLimits limits, Action<string, int?> report, CancellationToken token)
    {
        report("checking", null);
        using var file = await blobs.BorrowAsync(key, token);
        var (kind, size) = await SniffAsync(key, token);
        if (SourceVerdict.OfHead(kind, size, limits) is { } notAVideo)
        {
            return Inspected.Refused(notAVideo);
        }

        var probe = await tools.ProbeAsync(file.Path, token);
        if (probe.Facts is not { } facts)
        {
            return Inspected.Refused(SourceVerdict.OfUnreadable(kind), probe.LastLines);
        }

        if (SourceVerdict.OfFacts(facts, limits) is { } unfit)
        {
            return Inspected.Refused(unfit, probe.LastLines);
        }

        facts = facts with { Layout = await LayoutAsync(key, token) };
        var (read, frames, lines) = await ReadThroughAsync(file.Path, facts, probe, report, token);
        if (SourceVerdict.OfReadThrough(facts, read) is { } broken)
        {
            return Inspected.Refused(broken, lines);
        }

        return new Inspected(facts.WithCounted(frames), probe.Json, await HashAsync(key, size, report, token), null, lines);
    }

    private async Task<(FileKind Kind, long Size)> SniffAsync(string key, CancellationToken token)
    {
        await using var stream = await blobs.OpenReadAsync(key, token);
        var head = new byte[FileSniffer.HeadBytes];
        var read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, token);
        return (FileSniffer.KindOf(head.AsSpan(0, read)), stream.Length);
    }

    private async Task<Mp4Layout?> LayoutAsync(string key, CancellationToken token)
    {
        await using var stream = await blobs.OpenReadAsync(key, token);
        return await Mp4LayoutReader.ReadAsync(stream, token);
    }

    /// <summary>What the index of an MP4 and the first packets prove already is not asked again.</summary>
    private async Task<(ReadThrough Read, long? Frames, IReadOnlyList<string> Lines)> ReadThroughAsync(
        string path, MediaFacts facts, Probe probe, Action<string, int?> report, CancellationToken token)
    {
        if (probe.HasDrawn && facts.Layout?.WholeMs is { } whole)
        {
            var byIndex = new ReadThrough(whole, ToldOfMissingEnd: false, FirstPictureDecodes: true);
            if (SourceVerdict.OfReadThrough(facts, byIndex) is null)
            {
                return (byIndex, null, probe.LastLines);
            }
        }

        var limits = new FfmpegLimits(TimeSpan.FromMinutes(30), facts.DurationMs);
        var walk = await tools.RunAsync(
            FfmpegArguments.ReadThrough(path, facts), limits, progress => report("checking", progress.Percent), token);
        var isDrawn = probe.HasDrawn;
        IReadOnlyList<string> lines = walk.LastLines;
        if (!isDrawn)
        {
            var first = await tools.RunAsync(FfmpegArguments.FirstPicture(path, facts.Picture!), limits, null, token);
            isDrawn = first.IsClean && first.Last?.Frames > 0;
            lines = [.. lines, .. first.LastLines];
        }

        // Some containers carry no times in their packets: then nothing is known of the end, and the encode will tell.
        var reached = walk.Last is { OutTimeMs: > 0 } last ? last.OutTimeMs
            : walk.Last?.Frames > 0 ? facts.DurationMs
            : 0;
        return (
            new ReadThrough(
                reached,
                walk.LastLines.Any(line => MissingEndWords.Any(words => line.Contains(words, StringComparison.Ordinal))),
                isDrawn),
            walk.IsClean ? walk.Last?.Frames : null,
            lines);
    }

    private async Task<string> HashAsync(string key, long size, Action<string, int?> report, CancellationToken token)
    {
        await using var stream = await blobs.OpenReadAsync(key, token);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[BlockBytes];
        long done = 0;
        while (await stream.ReadAsync(block, token) is > 0 and var read)
        {
            hash.AppendData(block, 0, read);
            done += read;
            report("hashing", (int)Math.Min(100, done * 100 / Math.Max(1, size)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
