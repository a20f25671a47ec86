using VideoSaas.Domain.Results;

namespace VideoSaas.Domain.Accounts;

/// <summary>The word in <c>users.status</c>.</summary>
public enum AccountStatus
{
    Trial,
    Active,
    Suspended,
    Cancelled,
}

public static class AccountTransitions
{
    public static readonly TransitionTable<AccountStatus> Table = new(
        births: [AccountStatus.Active, AccountStatus.Trial],
        steps:
        [
            (AccountStatus.Trial, [AccountStatus.Active, AccountStatus.Suspended, AccountStatus.Cancelled]),
            (AccountStatus.Active, [AccountStatus.Suspended, AccountStatus.Cancelled]),
            (AccountStatus.Suspended, [AccountStatus.Active, AccountStatus.Trial, AccountStatus.Cancelled]),
            (AccountStatus.Cancelled, [AccountStatus.Active]),
        ]);

    /// <summary>Only these may sign in and have their work done.</summary>
    public static bool MaySignIn(AccountStatus status) => status is AccountStatus.Trial or AccountStatus.Active;
}
