using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>Identity's tokens hold characters that mail programs break; in a link they are base64url.</summary>
internal static class LinkTokens
{
    public static string Encode(string secret) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(secret));

    /// <summary>Null for what was never ours.</summary>
    public static string? Decode(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        try
        {
            return Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(token));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
