using System.Globalization;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Features.Publishing.Compose;

/// <summary>The composer's address and what it carries.</summary>
internal static class ComposeAddress
{
    private const string OnTheWall = "yyyy-MM-dd'T'HH:mm";

    public static string Of(Guid videoId, string? at = null) =>
        at is null ? $"/posts/new?video={videoId}" : $"/posts/new?video={videoId}&at={Uri.EscapeDataString(at)}";

    /// <summary>
    /// A moment with its offset, or what a clock on the wall of the zone shows. Null where it is neither. A plus sign that an address
    /// has made a space is one again.
    /// </summary>
    public static DateTimeOffset? MomentOf(string? at, TimeZoneInfo zone)
    {
        if (DateTime.TryParseExact(at, OnTheWall, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return WallClock.MomentOf(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local), zone);
        }

        return at is not null && at.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(at.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
                ? moment.ToUniversalTime()
                : null;
    }
}
