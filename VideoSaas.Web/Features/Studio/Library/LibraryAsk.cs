using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;

namespace VideoSaas.Web.Features.Studio.Library;

/// <summary>What is asked of the library: everything that stands in its address, so that a link or a reload brings it back.</summary>
/// <param name="Search">As typed: words that file name, caption or hashtags hold, all of them.</param>
/// <param name="From">First day on which a clip was added, in the person's zone.</param>
/// <param name="Until">Last such day.</param>
public sealed record LibraryAsk(
    LibraryFilter Filter = LibraryFilter.All,
    string Search = "",
    Platform? Platform = null,
    Guid? LabelId = null,
    DateOnly? From = null,
    DateOnly? Until = null,
    LibrarySort Sort = LibrarySort.Newest)
{
    public const string Path = "/library";

    private const string DayFormat = "yyyy-MM-dd";

    private const int LongestSearch = 200;

    /// <summary>Narrowed by more than its filter.</summary>
    public bool IsNarrowed => Search.Length > 0 || MenusUsed > 0;

    /// <summary>Of platform, label and days: what a phone hides in its sheet.</summary>
    public int MenusUsed => (Platform is null ? 0 : 1) + (LabelId is null ? 0 : 1) + (From is null && Until is null ? 0 : 1);

    /// <summary>What cannot be read is left out, as an old link deserves.</summary>
    public static LibraryAsk Parse(string? show, string? search, string? platform, string? label, string? from, string? until, string? sort) => new(
        Words.TryParse<LibraryFilter>(show, out var filter) ? filter : LibraryFilter.All,
        search is { Length: > LongestSearch } ? search[..LongestSearch] : search ?? "",
        Words.TryParse<Platform>(platform, out var known) ? known : null,
        Guid.TryParse(label, out var id) ? id : null,
        DayOf(from),
        DayOf(until),
        Words.TryParse<LibrarySort>(sort, out var order) ? order : LibrarySort.Newest);

    public string ToAddress() => QueryHelpers.AddQueryString(Path, Parts().Where(part => part.Value is not null));

    private IEnumerable<KeyValuePair<string, string?>> Parts() =>
    [
        new("show", Filter == LibraryFilter.All ? null : Words.Of(Filter)),
        new("q", Search.Length == 0 ? null : Search),
        new("platform", Platform is { } platform ? Words.Of(platform) : null),
        new("label", LabelId?.ToString()),
        new("from", From?.ToString(DayFormat, CultureInfo.InvariantCulture)),
        new("until", Until?.ToString(DayFormat, CultureInfo.InvariantCulture)),
        new("sort", Sort == LibrarySort.Newest ? null : Words.Of(Sort)),
    ];

    private static DateOnly? DayOf(string? text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
