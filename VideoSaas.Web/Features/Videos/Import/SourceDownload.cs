using System.Globalization;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Media;
using VideoSaas.Web.Engine.Fetching;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Features.Videos.Uploads;

namespace VideoSaas.Web.Features.Videos.Import;

/// <summary>
/// Fetches a file into storage: goes on where an earlier try ended when the server can prove that it still has the same file, and
/// looks at the first bytes before it takes the rest.
/// </summary>
internal sealed class SourceDownload(
    PublicFetch fetch, IBlobStore blobs, IStorageSpace space, IOptions<ImportOptions> options, IOptions<UploadOptions> uploads,
    TimeProvider time)
{
    private readonly ImportOptions _options = options.Value;

    /// <summary>A repeat goes on with what <see cref="DownloadOrder.File"/> remembers, or finds that it is whole.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, or the work is somebody else's by now.</exception>
    public async Task<DownloadEnd> RunAsync(DownloadOrder order, CancellationToken token)
    {
        using var limit = new CancellationTokenSource(_options.LongestRun, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(token, limit.Token);
        try
        {
            var file = await StoredAsync(order.File, both.Token);
            while (true)
            {
                var turn = await TurnAsync(order, file, both.Token);
                if (turn.End is { } end)
                {
                    return end;
                }

                file = turn.File;
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !token.IsCancellationRequested)
        {
            return new DownloadEnd.Refused("import_too_slow", $"Not done within {_options.LongestRun}.");
        }
    }

    /// <summary>What of it is really there: a crash may have taken the file, but never bytes that were counted.</summary>
    private async Task<DownloadFile?> StoredAsync(DownloadFile? file, CancellationToken token) =>
        file is not null && await blobs.LengthAsync(file.Key, token) is { } length
            ? file with { OffsetBytes = Math.Min(length, file.OffsetBytes) }
            : null;

    /// <summary>One connection.</summary>
    private async Task<Turn> TurnAsync(DownloadOrder order, DownloadFile? file, CancellationToken token)
    {
        if (file is { IsWhole: true })
        {
            return new Turn(new DownloadEnd.Arrived(file));
        }

        var asksForRest = file is { IsResumable: true };
        using var answer = await fetch.GetAsync(order.Address, asksForRest ? DownloadAnswers.RestOf(file!) : null, token);
        if (answer is not FetchAnswer.Answered answered)
        {
            return new Turn(DownloadAnswers.EndOf(answer, _options, time.GetUtcNow()));
        }

        if (DownloadAnswers.IsWholeFile(answered.Response))
        {
            return await BeginAsync(order, answered, file, token);
        }

        if (asksForRest)
        {
            if (DownloadAnswers.Continues(answered.Response, file!))
            {
                var body = await ReaderAsync(answered, token);
                return await TransferAsync(order, file!, body, ReadOnlyMemory<byte>.Empty, token);
            }

            if (DownloadAnswers.SaysItWasWhole(answered.Response, file!))
            {
                return new Turn(new DownloadEnd.Arrived(file! with { LengthBytes = file.OffsetBytes }));
            }

            if ((int)answered.Response.StatusCode is 206 or 412 or 416)
            {
                // Not the part that we asked for: from the start, then. Without its offset the file is not asked for again.
                return new Turn(null, file! with { OffsetBytes = 0 });
            }
        }

        return new Turn(DownloadAnswers.EndOf(answered, _options, time.GetUtcNow()));
    }

    /// <summary>A file of which nothing is kept yet; what was kept of another goes.</summary>
    private async Task<Turn> BeginAsync(DownloadOrder order, FetchAnswer.Answered answered, DownloadFile? before, CancellationToken token)
    {
        var response = answered.Response;
        if (response.Content.Headers.ContentLength is { } declared
            && SourceVerdict.OfHead(FileKind.Unknown, declared, order.Limits) is { } refusal)
        {
            return new Turn(new DownloadEnd.Refused(refusal.Code, refusal.Message, refusal.Arguments));
        }

        var body = await ReaderAsync(answered, token);
        var head = new byte[FileSniffer.HeadBytes];
        var (count, end) = await body.FillAsync(head, token);
        if (end is ReadEnd.Broken or ReadEnd.Stalled)
        {
            return new Turn(End(end == ReadEnd.Stalled ? TransferEnd.Stalled : TransferEnd.Broken, order));
        }

        if (DownloadAnswers.RefusalOfHead(response, head.AsSpan(0, count), order.Limits) is { } noVideo)
        {
            return new Turn(noVideo);
        }

        if (!HasRoomFor(response.Content.Headers.ContentLength ?? 0))
        {
            return new Turn(End(TransferEnd.NoRoom, order));
        }

        var key = $"sources/{Guid.CreateVersion7(time.GetUtcNow())}/source.bin";
        var file = DownloadAnswers.Describe(response, order.Address, answered.From, key);

        // Remembered before it exists, so that whoever clears up after us knows of it.
        if (!await order.Remember(file, token))
        {
            throw new OperationCanceledException("The download is somebody else's by now.");
        }

        if (before is not null)
        {
            await blobs.DeleteAsync(before.Key, token);
        }

        await blobs.CreateAsync(file.Key, token);
        return await TransferAsync(order, file, body, head.AsMemory(0, count), token);
    }

    private async Task<Turn> TransferAsync(
        DownloadOrder order, DownloadFile file, PatientReader body, ReadOnlyMemory<byte> first, CancellationToken token)
    {
        var transfer = new DownloadTransfer(blobs, () => HasRoomFor(0), order, file, _options, time);
        var end = await transfer.RunAsync(body, first, token);
        var now = transfer.File;
        if (end == TransferEnd.Whole)
        {
            return now.LengthBytes is null || now.IsWhole
                ? new Turn(new DownloadEnd.Arrived(now with { LengthBytes = now.OffsetBytes }))
                : new Turn(End(TransferEnd.Broken, order));
        }

        var goesOn = end is TransferEnd.Broken or TransferEnd.Stalled
            && now.IsResumable && now.OffsetBytes - file.OffsetBytes >= _options.ResumeAtOnceAfterBytes;
        return goesOn ? new Turn(null, now) : new Turn(End(end, order));
    }

    private async Task<PatientReader> ReaderAsync(FetchAnswer.Answered answered, CancellationToken token) =>
        new(await answered.Response.Content.ReadAsStreamAsync(token), _options, time);

    private bool HasRoomFor(long bytes) => space.FreeBytes() - bytes >= uploads.Value.MinimumFreeBytes;

    private static DownloadEnd End(TransferEnd end, DownloadOrder order) => end switch
    {
        TransferEnd.Stalled => new DownloadEnd.Later("import_stalled", "Too little came for too long."),
        TransferEnd.NoRoom => new DownloadEnd.Later("disk_full", "The disk is full."),
        TransferEnd.TooLarge => new DownloadEnd.Refused(
            "import_too_large", "More came than the plan allows.",
            [(order.Limits.MaxSizeBytes >> 20).ToString(CultureInfo.InvariantCulture)]),
        _ => new DownloadEnd.Later("import_broken", "The connection broke off."),
    };

    /// <param name="End">Null: once more, with <paramref name="File"/>.</param>
    private readonly record struct Turn(DownloadEnd? End, DownloadFile? File = null);
}
