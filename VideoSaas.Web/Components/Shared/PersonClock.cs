using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace VideoSaas.Web.Components.Shared;

/// <summary>
/// Times as the person of this page or circuit reads them: in their own zone, 24 hours, in their language. The zone is the
/// one they chose, else the browser's, which comes with its second request; until one is known times are in UTC.
/// </summary>
public sealed class PersonClock(TimeProvider time)
{
    private TimeZoneInfo? _zone;

    /// <summary>IANA name, carried from the page to its circuit.</summary>
    [PersistentState]
    public string? ZoneId { get; set; }

    public DateTimeOffset Now => time.GetUtcNow();

    public TimeZoneInfo Zone => _zone ??=
        ZoneId is not null && TimeZoneInfo.TryFindSystemTimeZoneById(ZoneId, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>The city and the distance to UTC: <c>Bangkok (GMT+7)</c>.</summary>
    public string ZoneName
    {
        get
        {
            var away = Zone.GetUtcOffset(Now);
            if (away == TimeSpan.Zero && Zone.Id is "UTC" or "Etc/UTC")
            {
                return "UTC";
            }

            var city = Zone.Id[(Zone.Id.LastIndexOf('/') + 1)..].Replace('_', ' ');
            var sign = away < TimeSpan.Zero ? '−' : '+';
            var minutes = away.Minutes == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{Math.Abs(away.Minutes):00}");
            return string.Create(CultureInfo.InvariantCulture, $"{city} (GMT{sign}{Math.Abs(away.Hours)}{minutes})");
        }
    }

    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    /// <summary><c>18:30</c></summary>
    public string Clock(DateTimeOffset at) => Local(at).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary><c>10:41:20</c></summary>
    public string ClockSeconds(DateTimeOffset at) => Local(at).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary><c>1 Dec</c>; with the year when it is not this one.</summary>
    public string Day(DateTimeOffset at)
    {
        var local = Local(at);
        return local.ToString(local.Year == Local(Now).Year ? "d MMM" : "d MMM yyyy", CultureInfo.CurrentCulture);
    }

    public static string Day(DateOnly day) => day.ToString("d MMM", CultureInfo.CurrentCulture);

    /// <summary><c>Wednesday 11 November, 10:42</c></summary>
    public string LongDay(DateTimeOffset at) => Local(at).ToString("dddd d MMMM, HH:mm", CultureInfo.CurrentCulture);

    /// <summary>Everything, with the zone: for a title on hover.</summary>
    public string Full(DateTimeOffset at) => $"{Local(at).ToString("dddd d MMMM yyyy HH:mm:ss", CultureInfo.CurrentCulture)}, {ZoneName}";

    /// <summary>Today only the time, this week the day as well, else the date.</summary>
    public string Brief(DateTimeOffset at)
    {
        var local = Local(at);
        var today = Local(Now);
        if (local.Date == today.Date)
        {
            return Clock(at);
        }

        return today.Date - local.Date is { Days: > 0 and < 7 }
            ? local.ToString("ddd HH:mm", CultureInfo.CurrentCulture)
            : $"{Day(at)} {Clock(at)}";
    }
}
