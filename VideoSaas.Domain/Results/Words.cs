using System.Collections.Frozen;
using System.Text;

namespace VideoSaas.Domain.Results;

/// <summary>
/// The stored word of an enum member: <c>NeedsReauth</c> is <c>needs_reauth</c>. Database, API and audit trail use the word.
/// </summary>
public static class Words
{
    public static string Of<T>(T value) where T : struct, Enum => Table<T>.ToWord[value];

    /// <exception cref="FormatException">No member of <typeparamref name="T"/> has that word.</exception>
    public static T Parse<T>(string word) where T : struct, Enum =>
        Table<T>.FromWord.TryGetValue(word, out var value)
            ? value
            : throw new FormatException($"'{word}' is no {typeof(T).Name}.");

    public static bool TryParse<T>(string? word, out T value) where T : struct, Enum
    {
        value = default;
        return word is not null && Table<T>.FromWord.TryGetValue(word, out value);
    }

    public static IReadOnlyList<string> All<T>() where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(Of)];

    private static class Table<T> where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ToWord =
            Enum.GetValues<T>().ToFrozenDictionary(value => value, value => SnakeCase(value.ToString()));

        public static readonly FrozenDictionary<string, T> FromWord =
            ToWord.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

        private static string SnakeCase(string name)
        {
            var word = new StringBuilder(name.Length + 4);
            foreach (var letter in name)
            {
                if (char.IsUpper(letter) && word.Length > 0)
                {
                    word.Append('_');
                }

                word.Append(char.ToLowerInvariant(letter));
            }

            return word.ToString();
        }
    }
}
