using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Accounts.TwoFactor;

/// <summary>
/// A right password, on its way to the second step: a secret in the form, good for some minutes and until the password or
/// anything else about the sign-in changes.
/// </summary>
internal sealed class PendingSignIns(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("VideoSaas.SecondFactor").ToTimeLimitedDataProtector();

    public string Of(AppUser person) => _protector.Protect($"{person.Id:N}:{person.SecurityStamp}", Lifetime);

    /// <summary>Null for what was never ours or is too old.</summary>
    public (Guid PersonId, string Stamp)? Read(string? pending)
    {
        try
        {
            return !string.IsNullOrEmpty(pending) && _protector.Unprotect(pending).Split(':', 2) is [var id, var stamp] && Guid.TryParse(id, out var personId)
                ? (personId, stamp)
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
