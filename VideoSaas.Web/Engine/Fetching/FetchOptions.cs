using System.ComponentModel.DataAnnotations;

namespace VideoSaas.Web.Engine.Fetching;

/// <summary>
/// How strangers' servers are asked. Section <c>Fetching</c>. Which networks may be reached is no setting: see
/// <see cref="INetworkReach"/>.
/// </summary>
public sealed class FetchOptions : IValidatableObject
{
    public const string Section = "Fetching";

    private const string Moment = "00:00:00.010";
    private const string Hour = "01:00:00";

    /// <summary>Ports that are asked beside 80 and 443.</summary>
    public int[] MorePorts { get; set; } = [];

    /// <summary>For one connection to one address, the name's lookup not included.</summary>
    [Range(typeof(TimeSpan), Moment, Hour)]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>From a request to the head of its answer: lookup, connection and encryption included, for each redirect anew.</summary>
    [Range(typeof(TimeSpan), Moment, Hour)]
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MorePorts.Any(port => port is < 1 or > 65_535))
        {
            yield return new ValidationResult("Each of Fetching:MorePorts is from 1 to 65535.");
        }
    }
}
