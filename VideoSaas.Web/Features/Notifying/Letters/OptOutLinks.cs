using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using VideoSaas.Domain.Notifying;
using VideoSaas.Domain.Results;

namespace VideoSaas.Web.Features.Notifying.Letters;

/// <summary>Links that stop letters of one kind to one person, without a sign-in: signed, and good for nothing else.</summary>
internal sealed class OptOutLinks(IDataProtectionProvider protection)
{
    public const string PagePath = "/account/letters";

    public const string OneClickPath = "/letters/stop";

    private const string Purpose = "VideoSaas.OptOut";

    private readonly IDataProtector _protector = protection.CreateProtector(Purpose);

    public string TokenOf(Guid personId, NotificationKind kind) => _protector.Protect($"{personId:N}:{Words.Of(kind)}");

    /// <summary>Null for what was never ours.</summary>
    public (Guid PersonId, NotificationKind Kind)? Read(string? token)
    {
        try
        {
            return !string.IsNullOrEmpty(token)
                && _protector.Unprotect(token).Split(':') is [var id, var word]
                && Guid.TryParse(id, out var personId)
                && Words.TryParse<NotificationKind>(word, out var kind)
                    ? (personId, kind)
                    : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public static string PageOf(string token) => QueryHelpers.AddQueryString(PagePath, "token", token);

    public static string OneClickOf(string token) => QueryHelpers.AddQueryString(OneClickPath, "token", token);
}
