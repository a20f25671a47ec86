using System.ComponentModel.DataAnnotations;

namespace VideoSaas.Web.Engine.Live;

/// <summary>How changes travel from the database to browsers. Section <c>Live</c>.</summary>
public sealed class LiveOptions
{
    public const string Section = "Live";

    private const string Moment = "00:00:00.010";
    private const string Hour = "01:00:00";

    /// <summary>A silent connection is asked this often whether it still lives.</summary>
    [Range(typeof(TimeSpan), Moment, Hour)]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The first wait before connecting again; doubles with each failure.</summary>
    [Range(typeof(TimeSpan), Moment, Hour)]
    public TimeSpan ReconnectFirst { get; set; } = TimeSpan.FromMilliseconds(200);

    [Range(typeof(TimeSpan), Moment, Hour)]
    public TimeSpan ReconnectLongest { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// After an absence hints are read again from this long before it: a number is drawn when a change is made and seen only
    /// when it commits, so the highest number seen is no proof that none below it is still to come.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", Hour)]
    public TimeSpan ReplayOverlap { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>After an absence longer than this the hints may be gone: everybody is told to read everything again.</summary>
    [Range(typeof(TimeSpan), Moment, Hour)]
    public TimeSpan LongestReplay { get; set; } = TimeSpan.FromMinutes(45);

    /// <summary>A subscriber with more hints waiting than this gets one gap in their place.</summary>
    [Range(1, 100_000)]
    public int QueueLimit { get; set; } = 256;
}
