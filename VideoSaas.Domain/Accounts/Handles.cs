using System.Globalization;
using System.Text;

namespace VideoSaas.Domain.Accounts;

/// <summary>The handle (<c>users.username</c>) a person gets at sign-up, made from the address.</summary>
public static class Handles
{
    public const int MaxLength = 100;

    /// <summary>Room for <see cref="Numbered"/> to add to.</summary>
    private const int StemLength = 88;

    private const string Nameless = "creator";

    /// <summary>Lower-case letters, digits, dots, dashes and underscores of the part before the @.</summary>
    public static string From(string email)
    {
        ArgumentNullException.ThrowIfNull(email);
        var at = email.LastIndexOf('@');
        var local = at < 0 ? email : email[..at];
        // What stands after a plus is a mailbox's own label, not a name.
        var plus = local.IndexOf('+', StringComparison.Ordinal);
        var handle = new StringBuilder(StemLength);
        foreach (var letter in plus > 0 ? local[..plus] : local)
        {
            if (handle.Length < StemLength && (char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_'))
            {
                handle.Append(char.ToLowerInvariant(letter));
            }
        }

        var trimmed = handle.ToString().Trim('.', '-', '_');
        return trimmed.Length == 0 ? Nameless : trimmed;
    }

    /// <summary>The handle for the next one with the same name: <c>ploy-2</c>.</summary>
    public static string Numbered(string handle, int number) =>
        number < 2 ? handle : string.Create(CultureInfo.InvariantCulture, $"{handle}-{number}");
}
