using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Platforms;
using VideoSaas.Web.Platforms.Tiktok;

namespace VideoSaas.Tests.Platforms.Tiktok;

/// <summary>The platform as it speaks with the real hosts, over a connection that only records.</summary>
internal sealed class TiktokWire : IDisposable
{
    public const string Ok = "\"error\":{\"code\":\"ok\",\"message\":\"\",\"log_id\":\"1\"}";

    public const string Creator =
        "{\"data\":{\"creator_avatar_url\":\"https://p16.tiktokcdn.com/a.jpeg\",\"creator_username\":\"nok\",\"creator_nickname\":\"Nok\","
        + "\"privacy_level_options\":[\"PUBLIC_TO_EVERYONE\",\"MUTUAL_FOLLOW_FRIENDS\",\"SELF_ONLY\"],\"comment_disabled\":false,"
        + "\"duet_disabled\":true,\"stitch_disabled\":false,\"max_video_post_duration_sec\":300}," + Ok + "}";

    public const string Begun =
        "{\"data\":{\"publish_id\":\"v_pub_file~v2.1\",\"upload_url\":\"https://open-upload.tiktokapis.com/video/?upload_id=1&upload_token=SECRET\"}," + Ok + "}";

    private readonly MediaBench _media = new();

    public TiktokWire(bool isAudited = true)
    {
        var options = Options.Create(new TiktokOptions
        {
            ClientKey = "awkey",
            ClientSecret = "clientsecret",
            IsAudited = isAudited,
            SmallestChunkBytes = 10,
            ResumesPerChunk = 0,
        });
        var addresses = new TiktokAddresses(options, new SandboxServer(null!, Options.Create(new SandboxOptions())));
        var client = new TiktokClient(Http.Client, addresses, options, Time);
        Account = new TiktokAccount(client, addresses);
        Videos = new TiktokVideos(client, options, Time);
        Platform = new TiktokPlatform(
            client,
            new TiktokInit(client, Account, addresses, options, Time),
            new TiktokUpload(Http.Client, _media.Blobs, addresses, options, Time),
            new TiktokConnect(client, Account, addresses, Time),
            Videos,
            addresses,
            options,
            Time);
    }

    public RecordedHttp Http { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 25, 3, 0, 0, TimeSpan.Zero));

    public TiktokPlatform Platform { get; }

    public TiktokAccount Account { get; }

    public TiktokVideos Videos { get; }

    public static AccountCredentials Credentials => new("oid1", "act.token", "rft.token", null);

    /// <summary>A file of 35 bytes is in storage: with chunks of 10 at least three of 11, 11 and 13.</summary>
    public async Task<PublishWork> WorkAsync(PostSettings? settings = null)
    {
        await _media.Blobs.CreateAsync("renditions/a.mp4", default);
        await using (var file = await _media.Blobs.OpenAppendAsync("renditions/a.mp4", 0, default))
        {
            await file.WriteAsync(new byte[35]);
            await _media.Blobs.FlushAsync(file, default);
        }

        return new PublishWork(Guid.Empty, Credentials, "ข้าวซอย #เชียงใหม่", "renditions/a.mp4", 35, _ => { })
        {
            Duration = TimeSpan.FromSeconds(4),
            Settings = settings ?? new PostSettings
            {
                PrivacyLevel = TiktokPrivacy.Everyone,
                AllowsComments = true,
                AllowsDuets = true,
                DisclosesPromotion = true,
                PromotesOwnBrand = true,
                CoverAtMs = 1000,
                ConsentedAt = Time.GetUtcNow(),
            },
        };
    }

    public static TiktokHandles Handles(DateTimeOffset createdAt, long sentBytes = 0) => new(
        "v_pub_file~v2.1", "https://open-upload.tiktokapis.com/video/?upload_id=1&upload_token=SECRET", createdAt, 35, 11, 3, sentBytes, "nok");

    public void Dispose() => _media.Dispose();
}
