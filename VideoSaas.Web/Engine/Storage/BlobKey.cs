using System.Text.RegularExpressions;

namespace VideoSaas.Web.Engine.Storage;

/// <summary>The grammar of storage keys: every part begins with a letter or digit, so no key can leave its folder.</summary>
internal static partial class BlobKey
{
    /// <exception cref="ArgumentException">Not a key: a bug, since keys are ours alone.</exception>
    public static string Demand(string key) => key.Length <= 200 && Grammar().IsMatch(key)
        ? key
        : throw new ArgumentException("Not a storage key.", nameof(key));

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
