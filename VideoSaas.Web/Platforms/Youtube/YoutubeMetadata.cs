using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms.Youtube;

/// <summary>What is said of a video beside its bytes.</summary>
internal static class YoutubeMetadata
{
    public const string Private = "private";

    public const string Public = "public";

    public const string Unlisted = "unlisted";

    public static readonly IReadOnlyList<string> PrivacyLevels = [Public, Unlisted, Private];

    /// <summary>UTF-8 as it is, not as escapes: bodies are read by people, too.</summary>
    public static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What a PUT of the part <c>status</c> may carry: what is left out falls back to its default.</summary>
    private static readonly string[] Mutable =
        ["publishAt", "license", "embeddable", "publicStatsViewable", "selfDeclaredMadeForKids", "containsSyntheticMedia"];

    /// <summary>Public unless the person chose otherwise.</summary>
    public static string WantedPrivacy(PostSettings settings) => settings.PrivacyLevel ?? Public;

    /// <summary>The person's title, or the first line of the caption, cut where it would not break a sign. Null when there is neither.</summary>
    public static string? TitleOf(string? title, string? caption)
    {
        if (title?.Trim() is { Length: > 0 } own)
        {
            return own;
        }

        var line = caption?.Split('\n').Select(one => one.Trim()).FirstOrDefault(one => one.Length > 0);
        return line is null ? null : Cut(line, TextLimits.Youtube.TitleUnits!.Value);
    }

    /// <summary>The whole metadata of a new video. It is always private: making it public is the commit.</summary>
    public static JsonObject ForInsert(PublishWork work, string title, string usualCategoryId)
    {
        var snippet = new JsonObject { ["title"] = title, ["description"] = work.Caption ?? "" };
        if (work.Settings.Tags is { Count: > 0 } tags)
        {
            snippet["tags"] = new JsonArray([.. tags.Select(tag => (JsonNode)tag)]);
        }

        snippet["categoryId"] = work.Settings.CategoryId ?? usualCategoryId;
        return new JsonObject
        {
            ["snippet"] = snippet,
            ["status"] = new JsonObject
            {
                ["privacyStatus"] = Private,
                ["selfDeclaredMadeForKids"] = work.Settings.IsMadeForKids ?? false,
                ["containsSyntheticMedia"] = work.Settings.IsMadeByAi ?? false,
            },
        };
    }

    /// <summary>The status as it was read, with the wanted privacy.</summary>
    public static JsonObject ForUpdate(string videoId, JsonElement status, PostSettings settings)
    {
        var wanted = WantedPrivacy(settings);
        var edited = new JsonObject { ["privacyStatus"] = wanted };
        foreach (var name in Mutable)
        {
            // A time of publication is only for private videos.
            if (status.TryGetProperty(name, out var value) && (name != "publishAt" || wanted == Private))
            {
                edited[name] = JsonNode.Parse(value.GetRawText());
            }
        }

        edited["selfDeclaredMadeForKids"] ??= settings.IsMadeForKids ?? false;
        edited["containsSyntheticMedia"] ??= settings.IsMadeByAi ?? false;
        return new JsonObject { ["id"] = videoId, ["status"] = edited };
    }

    /// <summary>As YouTube counts them: commas between them, quotes around those with a space.</summary>
    public static int UnitsOf(IReadOnlyList<string> tags) =>
        tags.Sum(tag => tag.Length + (tag.Contains(' ') ? 2 : 0)) + Math.Max(tags.Count - 1, 0);

    /// <summary>Neither half a surrogate pair nor a letter without its vowel is left at the end.</summary>
    private static string Cut(string text, int units)
    {
        var end = 0;
        while (end < text.Length && StringInfo.GetNextTextElementLength(text, end) is var length && end + length <= units)
        {
            end += length;
        }

        return text[..end].TrimEnd();
    }
}
