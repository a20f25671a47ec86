using System.ComponentModel.DataAnnotations;

namespace VideoSaas.Web.Platforms.Twitter.Twin;

/// <summary>Where real answers differ from each other, which way the twin's are. Section <c>Sandbox:Twitter</c>.</summary>
public sealed class TwitterTwinOptions
{
    public const string Section = "Sandbox:Twitter";

    /// <summary><c>tweet</c> or <c>post</c>: the older and the newer names of members.</summary>
    [Required]
    [RegularExpression("tweet|post")]
    public string Naming { get; set; } = "tweet";

    /// <summary>An appended segment is answered by 200 with a body instead of 204 without.</summary>
    public bool AppendAnswersWithBody { get; set; }

    /// <summary>How long the same text is taken for a duplicate; how long that really is, is not known.</summary>
    [Range(0.0001, 720)]
    public double DuplicateHours { get; set; } = 24;

    /// <summary>Posts of one account in 15 minutes.</summary>
    [Range(1, 100_000)]
    public int PostsPerWindow { get; set; } = 100;

    /// <summary>
    /// What lies on the developer's account, which all accounts of people spend together, in thousandths of a dollar; null has no end.
    /// More is added by <c>POST _credits</c>.
    /// </summary>
    [Range(0, 1_000_000_000)]
    public int? CreditMills { get; set; }

    /// <summary>An access token's.</summary>
    [Range(1, 86_400)]
    public int TokenSeconds { get; set; } = 7200;
}
