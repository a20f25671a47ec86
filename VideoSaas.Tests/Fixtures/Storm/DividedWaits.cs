using System.Globalization;
using System.Reflection;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Tests.Fixtures.Storm;

/// <summary>
/// Configuration in which every wait of publishing and of the job runner is its default divided by one number. What bounds a
/// single call (time-outs, leases) is divided too, but never below what a busy machine needs to answer at all.
/// </summary>
internal static class DividedWaits
{
    private const double ShortestBoundSeconds = 5;

    private static readonly string[] Bounds = ["Timeout", "Idle", "Lease", "Shutdown", "Invisibility", "AbandonedLock"];

    /// <summary>Not waits: how long clips are and what platforms keep by their own rules, and how late is late.</summary>
    private static readonly string[] LeftAlone = ["ClockSkew", "ConnectState", "LiveEventsKept", "LateAlarm", "Longest", "ShortSeconds"];

    public static Dictionary<string, string> Of(double divisor)
    {
        var settings = new Dictionary<string, string>();
        foreach (var (section, type) in Sections())
        {
            var defaults = Activator.CreateInstance(type)!;
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                Divide(settings, section, defaults, property, divisor);
            }
        }

        // A heartbeat must fit three times into a lease.
        settings["Jobs:Heartbeat"] = TimeSpan.FromSeconds(1).ToString("c", CultureInfo.InvariantCulture);
        return settings;
    }

    private static IEnumerable<(string Section, Type Type)> Sections()
    {
        yield return (PublishingOptions.Section, typeof(PublishingOptions));
        yield return (JobsOptions.Section, typeof(JobsOptions));
        foreach (var type in typeof(IPlatform).Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("VideoSaas.Web.Platforms.", StringComparison.Ordinal) == true
                && type.Name.EndsWith("Options", StringComparison.Ordinal)))
        {
            if (type.GetField("Section")?.GetValue(null) is string section)
            {
                yield return (section, type);
            }
        }
    }

    private static void Divide(Dictionary<string, string> settings, string section, object defaults, PropertyInfo property, double divisor)
    {
        var name = property.Name;
        if (LeftAlone.Any(word => name.Contains(word, StringComparison.Ordinal)) || !property.CanWrite)
        {
            return;
        }

        var floor = Bounds.Any(word => name.Contains(word, StringComparison.Ordinal)) ? ShortestBoundSeconds : 0;
        switch (property.GetValue(defaults))
        {
            case double seconds when name.EndsWith("Seconds", StringComparison.Ordinal):
                settings[$"{section}:{name}"] = Text(Math.Max(seconds / divisor, Math.Min(floor, seconds)));
                break;
            case double minutes when name == "ProcessingMinutes":
                settings[$"{section}:{name}"] = Text(minutes / divisor);
                break;
            case TimeSpan time:
                var wait = Math.Max(time.TotalSeconds / divisor, Math.Min(floor, time.TotalSeconds));
                settings[$"{section}:{name}"] = TimeSpan.FromSeconds(Math.Max(wait, 0.05)).ToString("c", CultureInfo.InvariantCulture);
                break;
            case double[] when name.EndsWith("Seconds", StringComparison.Ordinal)
                && defaults.GetType().GetProperty(name[..^"Seconds".Length])?.GetValue(defaults) is IReadOnlyList<double> waits:
                for (var index = 0; index < waits.Count; index++)
                {
                    settings[$"{section}:{name}:{index}"] = Text(Math.Max(waits[index] / divisor, 0.05));
                }

                break;
        }
    }

    private static string Text(double value) => Math.Max(value, 0.05).ToString(CultureInfo.InvariantCulture);
}
