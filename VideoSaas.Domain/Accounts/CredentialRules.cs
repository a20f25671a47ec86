using VideoSaas.Domain.Results;

namespace VideoSaas.Domain.Accounts;

/// <summary>What an address and a password must look like. Length counts, composition does not: long phrases are welcome.</summary>
public static class CredentialRules
{
    public const int MinPasswordLength = 8;

    /// <summary>More would only make hashing slow.</summary>
    public const int MaxPasswordLength = 128;

    public const int MaxEmailLength = 255;

    public static Refusal? RefuseEmail(string? email)
    {
        var trimmed = email?.Trim();
        if (string.IsNullOrEmpty(trimmed))
        {
            return new Invalid("email_missing");
        }

        var at = trimmed.IndexOf('@', StringComparison.Ordinal);
        var looksRight = at > 0
            && at == trimmed.LastIndexOf('@')
            && at < trimmed.Length - 1
            && trimmed.Length <= MaxEmailLength
            && !trimmed.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || letter is '<' or '>' or ',' or ';' or '"' or '(' or ')' or '\\')
            && trimmed[at + 1] is not '.' and not '-'
            && trimmed[^1] is not '.' and not '-';
        return looksRight ? null : new Invalid("email_invalid");
    }

    public static Refusal? RefusePassword(string? password, string? email = null)
    {
        if (string.IsNullOrEmpty(password))
        {
            return new Invalid("password_missing");
        }

        if (password.Length < MinPasswordLength)
        {
            return new Invalid("password_too_short", MinPasswordLength);
        }

        if (password.Length > MaxPasswordLength)
        {
            return new Invalid("password_too_long", MaxPasswordLength);
        }

        return string.Equals(password, email?.Trim(), StringComparison.OrdinalIgnoreCase)
            ? new Invalid("password_is_email")
            : null;
    }
}
