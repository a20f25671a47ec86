using MimeKit;

namespace VideoSaas.Tests.Fixtures;

/// <summary>The letters in an app's data folder.</summary>
internal static class Letters
{
    /// <summary>Newest last.</summary>
    public static async Task<IReadOnlyList<MimeMessage>> ToAsync(AppHost app, string email)
    {
        var folder = Path.Combine(app.DataFolder, "mail");
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var letters = new List<MimeMessage>();
        foreach (var file in Directory.GetFiles(folder, "*.eml").Order(StringComparer.Ordinal))
        {
            var letter = await MimeMessage.LoadAsync(file);
            if (letter.To.Mailboxes.Any(box => box.Address == email))
            {
                letters.Add(letter);
            }
        }

        return letters;
    }

    /// <summary>The first link of the text, as path and query.</summary>
    public static string LinkOf(MimeMessage letter)
    {
        var link = letter.TextBody!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).First(word => word.StartsWith("http", StringComparison.Ordinal));
        return new Uri(link).PathAndQuery;
    }
}
