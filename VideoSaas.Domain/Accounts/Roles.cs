namespace VideoSaas.Domain.Accounts;

/// <summary>Who may see what. A person has one or more.</summary>
public static class Roles
{
    public const string Creator = "creator";
    public const string Admin = "admin";
    public const string Staff = "staff";

    public static readonly IReadOnlyList<string> All = [Creator, Admin, Staff];
}
