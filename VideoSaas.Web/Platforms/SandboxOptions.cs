using System.ComponentModel.DataAnnotations;

namespace VideoSaas.Web.Platforms;

/// <summary>The twins: platforms played by this app, for demos and tests. Section <c>Sandbox</c>.</summary>
public sealed class SandboxOptions
{
    public const string Section = "Sandbox";

    /// <summary>Maps the twins and points every platform without addresses of its own at them. Loopback only.</summary>
    public bool Enabled { get; set; }

    /// <summary>Where this app reaches its own twins; null asks the running server.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>How long a twin takes to "process" what was uploaded.</summary>
    [Range(0, 3600)]
    public double ProcessingSeconds { get; set; } = 4;

    /// <summary>What the fault <c>slow</c> adds to an answer.</summary>
    [Range(0, 600)]
    public double SlowSeconds { get; set; } = 3;

    /// <summary>Minutes that a throttled caller is told to wait.</summary>
    [Range(0, 1440)]
    public int ThrottleMinutes { get; set; } = 1;

    /// <summary>Where a consent may return to, letter for letter, beside this app's own callback.</summary>
    public string[] RedirectAddresses { get; set; } = [];

    /// <summary>How old a publication must be before a twin tells what it has earned.</summary>
    [Range(0, 172_800)]
    public double NumbersAfterSeconds { get; set; } = 60;

    /// <summary>Publications an account has in 24 hours.</summary>
    [Range(1, 10_000)]
    public int PublishesPerDay { get; set; } = 50;
}
