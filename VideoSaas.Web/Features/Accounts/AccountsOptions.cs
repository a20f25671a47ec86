using System.ComponentModel.DataAnnotations;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>Section <c>Accounts</c>.</summary>
public sealed class AccountsOptions
{
    public const string Section = "Accounts";

    /// <summary>How old a sign-in may get before it is asked of the database again; a suspended person is out by then.</summary>
    [Range(0, 3600)]
    public double RevalidateSeconds { get; set; } = 30;

    /// <summary>How long "remember me" lasts without a visit.</summary>
    [Range(1, 365)]
    public int RememberDays { get; set; } = 30;

    /// <summary>How long the links in letters work.</summary>
    [Range(1, 168)]
    public int LinkHours { get; set; } = 24;

    /// <summary>Wrong passwords in a row before the account rests.</summary>
    [Range(3, 100)]
    public int MaxFailedSignIns { get; set; } = 8;

    [Range(1, 1440)]
    public int LockoutMinutes { get; set; } = 10;

    /// <summary>How long a person who asked to be removed can call it off.</summary>
    [Range(0, 365)]
    public double RemovalGraceDays { get; set; } = 14;

    /// <summary>How long an export can be fetched.</summary>
    [Range(0, 365)]
    public double ExportDays { get; set; } = 7;

    /// <summary>Forms that send letters answer no sooner than this, so that the time does not tell whether one was sent.</summary>
    [Range(0, 10_000)]
    public int LetterAnswerMilliseconds { get; set; } = 700;
}
