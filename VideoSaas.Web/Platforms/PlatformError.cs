namespace VideoSaas.Web.Platforms;

/// <summary>What an error means for the post, whatever the platform calls it.</summary>
public enum PlatformErrorClass
{
    /// <summary>May pass by itself: the same step again, after <see cref="PlatformError.Wait"/> if it is given.</summary>
    Retry,

    /// <summary>The remote handle is spoilt: again from the first step, with a new one.</summary>
    RetryAnew,

    /// <summary>A limit of the platform; opens again after the wait.</summary>
    Quota,

    /// <summary>Only the person can mend it, by connecting again.</summary>
    Reauth,

    /// <summary>Trying again cannot help.</summary>
    Permanent,

    /// <summary>The request was sent and nobody knows what came of it.</summary>
    Unknown,
}

/// <summary>An error in our words, with the platform's numbers beside them.</summary>
/// <param name="Code">Stable snake_case word; its sentence is in the resources under <c>Refusal_{Code}</c>.</param>
/// <param name="Message">What the platform said, without secrets.</param>
public sealed record PlatformError(
    PlatformErrorClass Class,
    string Code,
    string Message,
    TimeSpan? Wait = null,
    int? RemoteCode = null,
    int? RemoteSubcode = null,
    string? TraceId = null,
    PlatformAnswer? Answer = null);
