using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Engine.Fetching;

namespace VideoSaas.Web.Features.Videos.Import;

/// <summary>Reads what servers say. Sources: RFC 9110 (statuses, ranges, validators), RFC 6266 (file names), RFC 6585 (429).</summary>
internal static class DownloadAnswers
{
    /// <summary>Of an answer that brings no bytes that we want.</summary>
    public static DownloadEnd EndOf(FetchAnswer answer, ImportOptions options, DateTimeOffset now) => answer switch
    {
        FetchAnswer.Refused { Why: var why } => new DownloadEnd.Refused(
            why.Code, "The address may not be fetched.",
            [.. why.Arguments.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")]),
        FetchAnswer.Failed { Why: FetchFailure.UnknownHost, Message: var message } =>
            new DownloadEnd.Refused("import_unknown_host", message),
        FetchAnswer.Failed { Why: FetchFailure.NotSecure, Message: var message } =>
            new DownloadEnd.Refused("import_not_secure", message),
        FetchAnswer.Failed { Message: var message } => new DownloadEnd.Later("import_unreachable", message),
        FetchAnswer.Answered { Response: var response } => EndOf(response, options, now),
        _ => throw new InvalidOperationException($"{answer.GetType().Name} is no answer."),
    };

    /// <summary>The body is the file itself, from its first byte, and not wrapped into anything.</summary>
    public static bool IsWholeFile(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NonAuthoritativeInformation && !IsEncoded(response);

    /// <summary>The body goes on exactly where <paramref name="file"/> ends, and is of the same file.</summary>
    public static bool Continues(HttpResponseMessage response, DownloadFile file) =>
        response.StatusCode == HttpStatusCode.PartialContent
        && !IsEncoded(response)
        && response.Content.Headers.ContentRange is { Unit: "bytes", From: { } from } range
        && from == file.OffsetBytes
        && (range.Length is null || file.LengthBytes is null || range.Length == file.LengthBytes)
        && (file.EntityTag is null || response.Headers.ETag is not { } tag || tag.ToString() == file.EntityTag);

    /// <summary>We asked for what comes after the last byte: the file whose length nobody said is whole.</summary>
    public static bool SaysItWasWhole(HttpResponseMessage response, DownloadFile file) =>
        response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable
        && file.LengthBytes is null
        && response.Content.Headers.ContentRange is { Length: { } length } && length == file.OffsetBytes;

    public static FetchRest RestOf(DownloadFile file) => new(
        file.OffsetBytes,
        file.EntityTag is { } tag
            ? new RangeConditionHeaderValue(EntityTagHeaderValue.Parse(tag))
            : new RangeConditionHeaderValue(file.LastModified!.Value));

    /// <summary>Facts of a fresh file, of which nothing is stored yet.</summary>
    public static DownloadFile Describe(HttpResponseMessage response, SourceAddress asked, SourceAddress answered, string key) => new(
        key,
        OriginalFilename.OfDownload(DispositionName(response), asked.Uri, answered.Uri),
        response.Content.Headers.ContentLength,
        response.Headers.ETag is { IsWeak: false } tag && tag != EntityTagHeaderValue.Any ? tag.ToString() : null,
        StrongDate(response),
        OffsetBytes: 0);

    /// <summary>Why these first bytes are not worth the rest; null when they may be a video's.</summary>
    public static DownloadEnd.Refused? RefusalOfHead(HttpResponseMessage response, ReadOnlySpan<byte> head, SourceLimits limits)
    {
        var kind = FileSniffer.KindOf(head);
        var isPage = response.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml";
        if (kind == FileKind.WebPage || (isPage && kind is FileKind.Text or FileKind.Unknown))
        {
            return new DownloadEnd.Refused("import_web_page", "The address leads to a web page.");
        }

        return SourceVerdict.OfHead(kind, response.Content.Headers.ContentLength ?? head.Length, limits) is { } refusal
            ? new DownloadEnd.Refused(refusal.Code, refusal.Message, refusal.Arguments)
            : null;
    }

    private static DownloadEnd EndOf(HttpResponseMessage response, ImportOptions options, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        var message = $"The server answered {status}.";
        return status switch
        {
            429 or 503 => new DownloadEnd.Later("import_busy", message, RetryAfter(response, options, now)),
            408 or 425 or >= 500 => new DownloadEnd.Later("import_server_error", message, RetryAfter(response, options, now)),
            401 or 403 or 407 => new DownloadEnd.Refused("import_forbidden", message),
            404 or 410 => new DownloadEnd.Refused("import_gone", message),
            200 or 203 or 206 when IsEncoded(response) => new DownloadEnd.Refused("import_encoded", message),
            _ => new DownloadEnd.Refused("import_status", message, [status.ToString(CultureInfo.InvariantCulture)]),
        };
    }

    /// <summary>We ask for none, and an offset into a compressed body would mean another byte of the file.</summary>
    private static bool IsEncoded(HttpResponseMessage response) =>
        response.Content.Headers.ContentEncoding.Any(word => !word.Equals("identity", StringComparison.OrdinalIgnoreCase));

    private static TimeSpan? RetryAfter(HttpResponseMessage response, ImportOptions options, DateTimeOffset now)
    {
        var asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => (TimeSpan?)null,
        };
        return asked is not { } wait || wait <= TimeSpan.Zero ? null : wait < options.LongestWait ? wait : options.LongestWait;
    }

    /// <summary>RFC 9110, 8.8.2.2: a date tells two versions apart only when it lies a second or more before the answer.</summary>
    private static DateTimeOffset? StrongDate(HttpResponseMessage response) =>
        response.Content.Headers.LastModified is { } changed && response.Headers.Date is { } answered
        && answered - changed >= TimeSpan.FromSeconds(1)
            ? changed
            : null;

    private static string? DispositionName(HttpResponseMessage response)
    {
        var disposition = response.Content.Headers.ContentDisposition;
        return (disposition?.FileNameStar ?? disposition?.FileName?.Trim('"')) is { Length: > 0 } name ? name : null;
    }
}
