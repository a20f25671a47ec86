using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace VideoSaas.Web.Features.Accounts.Passkeys;

/// <param name="Options">JSON for the browser.</param>
/// <param name="State">Comes back with the browser's answer; good for some minutes.</param>
internal sealed record PasskeyQuestion(string Options, string State);

/// <summary>What must be the same at the question and at the answer travels in the form, sealed.</summary>
internal sealed class PasskeySecrets(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("VideoSaas.Passkey").ToTimeLimitedDataProtector();

    /// <param name="who">The person who adds one; <see cref="Guid.Empty"/> at the sign-in, where nobody is known yet.</param>
    public string Seal(Guid who, string? state) => _protector.Protect($"{who:N}:{state}", Lifetime);

    /// <summary>Null for what was never ours, is too old or was made for somebody else.</summary>
    public string? Open(Guid who, string? seal)
    {
        try
        {
            return !string.IsNullOrEmpty(seal) && _protector.Unprotect(seal).Split(':', 2) is [var id, var state] && id == who.ToString("N")
                ? state
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
