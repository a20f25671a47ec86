using Microsoft.AspNetCore.Identity;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Accounts.TwoFactor;

/// <summary>Whether a code is the one that the person's app shows now, or one of their recovery codes, which works once.</summary>
internal static class SecondFactor
{
    private const int DigitsOfApp = 6;
    private const string LastCode = "LastCode";

    public static async Task<bool> IsRightAsync(PeopleScope scope, AppUser person, string? typed)
    {
        var code = new string([.. (typed ?? "").Where(letter => !char.IsWhiteSpace(letter))]);
        if (code.Length == 0)
        {
            return false;
        }

        return code.Length == DigitsOfApp && code.All(char.IsAsciiDigit)
            ? await scope.Users.VerifyTwoFactorTokenAsync(person, TokenOptions.DefaultAuthenticatorProvider, code) && await IsFreshAsync(scope, person, code)
            : (await scope.Users.RedeemTwoFactorRecoveryCodeAsync(person, code.ToUpperInvariant())).Succeeded;
    }

    /// <summary>A code holds for a minute or two, and whoever looked over a shoulder must not come in by it too.</summary>
    private static async Task<bool> IsFreshAsync(PeopleScope scope, AppUser person, string code) =>
        await scope.Users.GetAuthenticationTokenAsync(person, PeopleStore.OwnProvider, LastCode) != code
        && (await scope.Users.SetAuthenticationTokenAsync(person, PeopleStore.OwnProvider, LastCode, code)).Succeeded;
}
