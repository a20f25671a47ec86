using System.Text.Json;

namespace VideoSaas.Web.Platforms.Tiktok;

/// <summary>How a publication stands, as <c>status/fetch</c> tells it.</summary>
/// <param name="Status">One of the words below, or one that came later.</param>
/// <param name="UploadedBytes">Null where it is not told.</param>
/// <param name="PostIds">Empty until the post is public and moderated.</param>
public sealed record PublishState(string? Status, string? FailReason, long? UploadedBytes, IReadOnlyList<string> PostIds)
{
    public const string Uploading = "PROCESSING_UPLOAD";
    public const string InInbox = "SEND_TO_USER_INBOX";
    public const string Complete = "PUBLISH_COMPLETE";
    public const string Failed = "FAILED";

    /// <summary>The first is how TikTok spells it, the second how it should be spelled.</summary>
    private static readonly string[] Spellings = ["publicaly_available_post_id", "publicly_available_post_id"];

    public static PublishState Read(TiktokAnswer answer) => new(
        answer.Text("status"), answer.Text("fail_reason"), answer.Number("uploaded_bytes"), Spellings.Select(name => IdsOf(answer.Data, name))
            .FirstOrDefault(ids => ids.Count > 0) ?? []);

    /// <summary>64-bit numbers, read by their digits: as a double the last ones would be lost.</summary>
    private static List<string> IdsOf(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var ids)
            ? ids.ValueKind == JsonValueKind.Array
                ? [.. ids.EnumerateArray().Select(TiktokAnswer.TextOf).OfType<string>().Where(id => id.Length > 0)]
                : TiktokAnswer.TextOf(ids) is { Length: > 0 } one ? [one] : []
            : [];
}
