using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms.Tiktok;

/// <summary>
/// Begins a publication: asks what the creator allows at this moment, then for an address to send bytes to. A lost answer leaves
/// nothing behind but a publication without bytes, which never becomes a post.
/// </summary>
public sealed class TiktokInit(TiktokClient client, TiktokAccount account, TiktokAddresses addresses, IOptions<TiktokOptions> options, TimeProvider time)
{
    public async Task<PrepareAnswer> BeginAsync(PublishWork work, CancellationToken token)
    {
        var plan = PlanOf(work.SizeBytes);
        return work.Settings.GoesToInbox == true
            ? await InitAsync(work, plan, "v2/post/publish/inbox/video/init/", null, null, token)
            : await DirectAsync(work, plan, token);
    }

    public ChunkPlan PlanOf(long sizeBytes) => ChunkPlan.Of(sizeBytes, options.Value.SmallestChunkBytes, options.Value.MostChunks);

    private async Task<PrepareAnswer> DirectAsync(PublishWork work, ChunkPlan plan, CancellationToken token)
    {
        var (creator, answer) = await account.QueryAsync(work.Account, token);
        if (creator is null)
        {
            return new PrepareAnswer.Refused(answer.Error!);
        }

        if (Fault(work, creator) is { } fault)
        {
            return new PrepareAnswer.Refused(fault with { Answer = answer.Kept });
        }

        var settings = work.Settings;
        var facts = new AccountFacts { SwitchedOff = creator.SwitchedOff };
        var info = new JsonObject
        {
            ["privacy_level"] = settings.PrivacyLevel,
            ["title"] = work.Caption ?? "",
            ["disable_comment"] = !TiktokRules.Allows(settings, TiktokInteraction.Comment, facts),
            ["disable_duet"] = !TiktokRules.Allows(settings, TiktokInteraction.Duet, facts),
            ["disable_stitch"] = !TiktokRules.Allows(settings, TiktokInteraction.Stitch, facts),
            ["brand_content_toggle"] = settings.IsPaidPartnership == true,
            ["brand_organic_toggle"] = settings.PromotesOwnBrand == true,
            ["is_aigc"] = settings.IsMadeByAi == true,
        };
        if (settings.CoverAtMs is { } cover)
        {
            info["video_cover_timestamp_ms"] = cover;
        }

        return await InitAsync(work, plan, "v2/post/publish/video/init/", info, creator.Username, token);
    }

    /// <summary>What the creator has changed since the post was judged: only they can choose anew.</summary>
    private static PlatformError? Fault(PublishWork work, CreatorInfo creator) => work switch
    {
        { Settings.PrivacyLevel: null } => new PlatformError(
            PlatformErrorClass.Permanent, "privacy_not_chosen", "Who may watch was not chosen."),
        { Settings.PrivacyLevel: { } level } when !creator.PrivacyLevels.Contains(level) => new PlatformError(
            PlatformErrorClass.Permanent, "privacy_not_allowed", $"{level} is none of {string.Join(", ", creator.PrivacyLevels)}."),
        { Duration: { } length } when length > creator.LongestVideo => new PlatformError(
            PlatformErrorClass.Permanent,
            "longer_than_allowed",
            string.Create(CultureInfo.InvariantCulture, $"{length.TotalSeconds:0.#} s, {creator.LongestVideo.Value.TotalSeconds:0} s allowed.")),
        _ => null,
    };

    private async Task<PrepareAnswer> InitAsync(
        PublishWork work, ChunkPlan plan, string path, JsonObject? info, string? username, CancellationToken token)
    {
        var body = new JsonObject();
        if (info is not null)
        {
            body["post_info"] = info;
        }

        body["source_info"] = new JsonObject
        {
            ["source"] = "FILE_UPLOAD",
            ["video_size"] = plan.SizeBytes,
            ["chunk_size"] = plan.ChunkBytes,
            ["total_chunk_count"] = plan.ChunkCount,
        };
        var startedAt = time.GetUtcNow();
        var answer = await client.PostAsync(path, work.Account.AccessToken, body, token);
        if (answer.Error is { } error)
        {
            return new PrepareAnswer.Refused(error);
        }

        if (answer.Text("publish_id") is not { } publishId || addresses.Upload(answer.Text("upload_url")) is not { } address)
        {
            return new PrepareAnswer.Refused(new PlatformError(
                PlatformErrorClass.Retry, "platform_busy", "The answer names no publication, or no address of TikTok's for its bytes.", Answer: answer.Kept));
        }

        var handles = new TiktokHandles(
            publishId, address.ToString(), startedAt, plan.SizeBytes, plan.ChunkBytes, plan.ChunkCount, Username: username).ToJson();
        return plan.ChunkCount == 1
            ? new PrepareAnswer.Prepared(handles, answer.Kept)
            : new PrepareAnswer.Advanced("publication_begun", handles, PublishPhase.Uploading, answer.Kept);
    }
}
