using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Tiktok.Twin;

/// <summary>What a creator may post, the beginning of publications, and how they stand.</summary>
internal sealed class TwinPublishing(
    TiktokStore store, IOptions<TiktokTwinOptions> strictness, IOptions<SandboxOptions> options, TimeProvider time)
{
    private const int LongestTitle = 2200;

    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public async Task<IResult> CreatorInfoAsync(TwinCall call, CancellationToken token)
    {
        var creator = call.Creator;

        // Refusals of this kind come with HTTP 200 here, and with 403 elsewhere.
        if (await BlockOfAsync(creator, token) is { } block)
        {
            return TwinAnswers.Error(block, "The creator cannot post now.", 200);
        }

        var here = call.Http.Request;
        return TwinAnswers.Data(new JsonObject
        {
            ["creator_avatar_url"] = $"{here.Scheme}://{here.Host}/favicon.svg",
            ["creator_username"] = creator.Login,
            ["creator_nickname"] = creator.Nickname,
            ["privacy_level_options"] = new JsonArray([.. creator.PrivacyLevels.Select(level => (JsonNode)level)]),
            ["comment_disabled"] = creator.SwitchedOff.Contains(TiktokInteraction.Comment),
            ["duet_disabled"] = creator.SwitchedOff.Contains(TiktokInteraction.Duet),
            ["stitch_disabled"] = creator.SwitchedOff.Contains(TiktokInteraction.Stitch),
            ["max_video_post_duration_sec"] = creator.LongestSeconds,
        });
    }

    public async Task<IResult> InitAsync(TwinCall call, bool isInbox, CancellationToken token)
    {
        var creator = call.Creator;
        TwinPostInfo? info = null;
        if (!isInbox)
        {
            if (await BlockOfAsync(creator, token) is { } block)
            {
                return TwinAnswers.Error(block, "The creator cannot post now.", 403);
            }

            if (!call.Body.TryGetProperty("post_info", out var asked) || asked.ValueKind != JsonValueKind.Object)
            {
                return Invalid("post_info is missing.");
            }

            (info, var refusal) = Read(asked, creator);
            if (refusal is not null)
            {
                return refusal;
            }
        }
        else if (await store.CountAsync<TwinInboxInit>($"{creator.OpenId}/", time.GetUtcNow() - Day, token) >= strictness.Value.DraftsPerDay)
        {
            return TwinAnswers.Error("spam_risk_too_many_pending_share", "The creator has too many drafts that wait.", 403);
        }

        if (!call.Body.TryGetProperty("source_info", out var source) || source.ValueKind != JsonValueKind.Object)
        {
            return Invalid("source_info is missing.");
        }

        if (TiktokAnswer.TextOf(source, "source") != "FILE_UPLOAD")
        {
            return TwinAnswers.Error("url_ownership_unverified", "The domain of the URL is not verified.", 403);
        }

        var plan = new ChunkPlan(Number(source, "video_size"), Number(source, "chunk_size"), (int)Math.Clamp(Number(source, "total_chunk_count"), 0, int.MaxValue));
        return TwinChunkRules.Fault(plan) is { } wrong ? Invalid(wrong) : await BeginAsync(call, info, plan, token);
    }

    public async Task<IResult> StatusAsync(TwinCall call, CancellationToken token)
    {
        var id = TiktokAnswer.TextOf(call.Body, "publish_id") ?? "";
        if (id.Length is 0 or > 64 || await store.FindAsync<TwinPublish>(id, token) is not { Body: var publish })
        {
            return TwinAnswers.Error(TiktokErrors.NoSuchPublishId, "The publish_id does not exist.");
        }

        if (publish.OpenId != call.Creator.OpenId)
        {
            return TwinAnswers.Error(
                "token_not_authorized_for_specified_publish_id", "The access_token does not have authorization for the publish_id.");
        }

        var state = StateOf(publish, call.Fault);
        var data = new JsonObject { ["status"] = state };
        if (state == PublishState.Failed)
        {
            data["fail_reason"] = publish.FailReason;
        }

        data[call.Fault.Is("ids-spelled-right") ? "publicly_available_post_id" : "publicaly_available_post_id"] = Ids(publish, state, call.Fault);
        data["uploaded_bytes"] = publish.StoredBytes;
        data["downloaded_bytes"] = 0;
        return TwinAnswers.Data(data);
    }

    private async Task<string?> BlockOfAsync(TwinCreator creator, CancellationToken token)
    {
        if (creator.Block is { } block)
        {
            return block;
        }

        return await store.CountAsync<TwinDirectInit>($"{creator.OpenId}/", time.GetUtcNow() - Day, token) >= strictness.Value.PostsPerDay
            ? "spam_risk_too_many_posts"
            : null;
    }

    private (TwinPostInfo? Info, IResult? Refusal) Read(JsonElement asked, TwinCreator creator)
    {
        var level = TiktokAnswer.TextOf(asked, "privacy_level");
        var title = TiktokAnswer.TextOf(asked, "title") ?? "";
        if (level is null || !creator.PrivacyLevels.Contains(level))
        {
            return (null, TwinAnswers.Error(
                "privacy_level_option_mismatch", "The privacy level is none of the creator's options.", 403));
        }

        if (strictness.Value.IsUnaudited && (!creator.IsPrivate || level != TiktokPrivacy.OnlyMe))
        {
            return (null, TwinAnswers.Error(
                "unaudited_client_can_only_post_to_private_accounts", "Unaudited clients can only post to private accounts.", 403));
        }

        if (title.Length > LongestTitle)
        {
            return (null, Invalid("The title is too long."));
        }

        var isPaid = IsTrue(asked, "brand_content_toggle");
        if (isPaid && level == TiktokPrivacy.OnlyMe)
        {
            return (null, Invalid("Branded content cannot be private."));
        }

        long? coverAtMs = null;
        if (asked.TryGetProperty("video_cover_timestamp_ms", out var cover))
        {
            if (cover.ValueKind != JsonValueKind.Number || !cover.TryGetInt64(out var at) || at < 0)
            {
                return (null, Invalid("The video_cover_timestamp_ms is no number of milliseconds."));
            }

            coverAtMs = at;
        }

        return (new TwinPostInfo(
            level,
            title,
            !IsTrue(asked, "disable_comment") && !creator.SwitchedOff.Contains(TiktokInteraction.Comment),
            !IsTrue(asked, "disable_duet") && !creator.SwitchedOff.Contains(TiktokInteraction.Duet),
            !IsTrue(asked, "disable_stitch") && !creator.SwitchedOff.Contains(TiktokInteraction.Stitch),
            isPaid,
            IsTrue(asked, "brand_organic_toggle"),
            coverAtMs), null);
    }

    private async Task<IResult> BeginAsync(TwinCall call, TwinPostInfo? info, ChunkPlan plan, CancellationToken token)
    {
        var number = "7" + TwinSecrets.Digits(18);
        var id = $"{(info is null ? "v_inbox_file" : "v_pub_file")}~v2.{number}";
        var secret = TwinSecrets.New("");
        var publish = new TwinPublish(
            id, number, call.Creator.OpenId, info, plan.SizeBytes, plan.ChunkBytes, plan.ChunkCount, TwinSecrets.HashOf(secret), time.GetUtcNow());
        await store.AddAsync(id, publish, token);
        var counted = $"{publish.OpenId}/{number}";
        if (info is null)
        {
            await store.AddAsync(counted, new TwinInboxInit(id), token);
        }
        else
        {
            await store.AddAsync(counted, new TwinDirectInit(id), token);
        }

        var here = call.Http.Request;
        return TwinAnswers.Data(new JsonObject
        {
            ["publish_id"] = id,
            ["upload_url"] = $"{here.Scheme}://{here.Host}/sandbox/tiktok/{TiktokAddresses.UploadHost}/video/?upload_id={number}&upload_token={secret}",
        });
    }

    private string StateOf(TwinPublish publish, ActiveFault fault)
    {
        if (publish.WholeAt is not { } wholeAt || time.GetUtcNow() < wholeAt.AddSeconds(options.Value.ProcessingSeconds) || fault.Is("stuck-processing"))
        {
            return PublishState.Uploading;
        }

        return publish.FailReason is not null ? PublishState.Failed : publish.Info is null ? PublishState.InInbox : PublishState.Complete;
    }

    /// <summary>Numbers beyond what a double holds, told for public posts only, and only after moderation.</summary>
    private JsonArray Ids(TwinPublish publish, string state, ActiveFault fault)
    {
        var isTold = state == PublishState.Complete && publish is { PostId: not null, Info.PrivacyLevel: TiktokPrivacy.Everyone } && !fault.Is("ids-late")
            && time.GetUtcNow() >= publish.WholeAt!.Value.AddSeconds(options.Value.ProcessingSeconds + strictness.Value.ModerationSeconds);
        return !isTold ? []
            : fault.Is("ids-as-text") ? new JsonArray(publish.PostId)
            : new JsonArray(long.Parse(publish.PostId!, CultureInfo.InvariantCulture));
    }

    private static IResult Invalid(string message) => TwinAnswers.Error("invalid_params", message);

    private static bool IsTrue(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static long Number(JsonElement json, string name) =>
        long.TryParse(TiktokAnswer.TextOf(json, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
