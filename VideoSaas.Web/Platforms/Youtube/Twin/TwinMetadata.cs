using System.Globalization;
using System.Text;
using System.Text.Json;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms.Youtube.Twin;

/// <summary>What callers say of videos, and what is wrong with it.</summary>
internal static class TwinMetadata
{
    private const int MostTagUnits = 500;

    /// <summary>Null when everything is in order.</summary>
    public static IResult? Wrong(JsonElement metadata, IReadOnlyList<string> parts, DateTimeOffset now)
    {
        if (metadata.ValueKind != JsonValueKind.Object)
        {
            return TwinAnswers.Error(400, "parseError", "Parse Error", "global");
        }

        return (parts.Contains("snippet") ? WrongSnippet(metadata.Member("snippet")) : null)
            ?? (parts.Contains("status") ? WrongStatus(metadata.Member("status"), now) : null);
    }

    public static TwinSnippet SnippetOf(JsonElement metadata)
    {
        var snippet = metadata.Member("snippet");
        return new TwinSnippet(
            snippet.Text("title") ?? "unknown",
            snippet.Text("description") ?? "",
            TagsOf(snippet),
            snippet.Text("categoryId") ?? "22",
            snippet.Text("defaultLanguage"));
    }

    /// <summary>What is not said falls back to its default, and a privacy that is not said is public.</summary>
    public static TwinStatus StatusOf(JsonElement metadata)
    {
        var status = metadata.Member("status");
        return new TwinStatus(
            status.Text("privacyStatus") ?? YoutubeMetadata.Public,
            TimeOf(status),
            status.Text("license") ?? "youtube",
            IsSet(status, "embeddable", true),
            IsSet(status, "publicStatsViewable", true),
            IsSet(status, "selfDeclaredMadeForKids", false),
            IsSet(status, "containsSyntheticMedia", false));
    }

    private static IResult? WrongSnippet(JsonElement snippet)
    {
        var title = snippet.Text("title");
        if (title is not { Length: > 0 and <= 100 } || HasAngle(title))
        {
            return TwinAnswers.Error(400, "invalidTitle", "The request metadata specifies an invalid or empty video title.");
        }

        var description = snippet.Text("description") ?? "";
        if (Encoding.UTF8.GetByteCount(description) > TextLimits.Youtube.CaptionUnits || HasAngle(description))
        {
            return TwinAnswers.Error(400, "invalidDescription", "The request metadata specifies an invalid video description.");
        }

        var tags = TagsOf(snippet);
        if (YoutubeMetadata.UnitsOf(tags) > MostTagUnits || tags.Any(HasAngle))
        {
            return TwinAnswers.Error(400, "invalidTags", "The request metadata specifies invalid video keywords.");
        }

        return int.TryParse(snippet.Text("categoryId") ?? "22", NumberStyles.None, CultureInfo.InvariantCulture, out var category) && category is > 0 and < 45
            ? null
            : TwinAnswers.Error(400, "invalidCategoryId", "The snippet.categoryId property specifies an invalid category ID.");
    }

    private static IResult? WrongStatus(JsonElement status, DateTimeOffset now)
    {
        var privacy = status.Text("privacyStatus") ?? YoutubeMetadata.Public;
        if (!YoutubeMetadata.PrivacyLevels.Contains(privacy))
        {
            return TwinAnswers.Error(400, "invalidVideoMetadata", "The request metadata is invalid.");
        }

        var hasTime = status.Text("publishAt") is not null;
        return hasTime && (TimeOf(status) is not { } at || privacy != YoutubeMetadata.Private || at > now.AddYears(2))
            ? TwinAnswers.Error(400, "invalidPublishAt", "The request metadata specifies an invalid scheduled publishing time.")
            : null;
    }

    private static DateTimeOffset? TimeOf(JsonElement status) =>
        DateTimeOffset.TryParse(status.Text("publishAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static List<string> TagsOf(JsonElement snippet) =>
        snippet.Member("tags") is { ValueKind: JsonValueKind.Array } tags ? [.. tags.EnumerateArray().Select(tag => tag.ToString())] : [];

    private static bool IsSet(JsonElement json, string name, bool usual) => json.Member(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => usual,
    };

    private static bool HasAngle(string text) => text.AsSpan().ContainsAny('<', '>');
}
