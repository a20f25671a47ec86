using System.Text.Json;
using System.Text.Json.Serialization;

namespace VideoSaas.Web.Platforms.Instagram;

/// <summary>What Instagram calls its side of one post; kept as JSON with the attempt.</summary>
/// <param name="UploadAddress">As it was given: another host than ours to guess.</param>
/// <param name="MediaId">Known only from the answer to the commit, or from the list of media.</param>
public sealed record InstagramHandles(
    [property: JsonPropertyName("container_id")] string ContainerId,
    [property: JsonPropertyName("upload_address")] string UploadAddress,
    [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("size_bytes")] long SizeBytes,
    [property: JsonPropertyName("uploaded_at")] DateTimeOffset? UploadedAt = null,
    [property: JsonPropertyName("media_id")] string? MediaId = null)
{
    public string ToJson() => JsonSerializer.Serialize(this);

    public static InstagramHandles Parse(string json) =>
        JsonSerializer.Deserialize<InstagramHandles>(json) ?? throw new JsonException("Empty handles.");
}

/// <summary>What Instagram needs to know of an account beside its tokens; <c>platform_accounts.details</c>.</summary>
/// <param name="UserTokenEndsAt">Of the person's own token, from which a new page token could be read.</param>
/// <param name="DataAccessEndsAt">After this the person must consent again, even where the page token lives on.</param>
public sealed record InstagramAccountDetails(
    [property: JsonPropertyName("page_id")] string PageId,
    [property: JsonPropertyName("page_name")] string? PageName,
    [property: JsonPropertyName("user_token_ends_at")] DateTimeOffset? UserTokenEndsAt,
    [property: JsonPropertyName("data_access_ends_at")] DateTimeOffset? DataAccessEndsAt)
{
    public string ToJson() => JsonSerializer.Serialize(this);
}
