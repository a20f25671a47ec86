namespace VideoSaas.Domain.Media;

/// <summary>
/// The five platforms' rules for files. Where documents and traffic disagree the stricter holds, and where nothing is said of a thing that
/// goes wrong elsewhere (turned, interlaced, HDR pictures) the file is made plain rather than hoped for.
/// </summary>
public static class PlatformMediaRules
{
    /// <summary>Raised with every change of a figure; stored with plans, so that an old plan is known for one.</summary>
    public const string Version = "2026-11-22";

    private const long Megabyte = 1_000_000;
    private const long Gigabyte = 1_000_000_000;
    private static readonly DateOnly Checked = new(2026, 11, 22);
    private static readonly string[] Mp4OrMov = ["mp4", "mov"];
    private static readonly string[] PlainPixels = ["yuv420p"];
    private static readonly string[] CommonProfiles = ["Constrained Baseline", "Baseline", "Main", "High", "Progressive High", "Constrained High"];
    private static readonly WrapperRules Strict = new(Mp4OrMov, Demand.Made, Demand.NotMade, Demand.Made);

    public static readonly MediaRules InstagramReels = new(
        "instagram_reels", "instagram", Checked, "Instagram content publishing reference, Reels",
        Strict with { NoEditLists = Demand.Made },
        Plain(["h264", "hevc"]) with { MaxWidth = 1920, MinAspect = 0.01, MaxAspect = 10 },
        new SoundRules(["aac"], [], 48_000, 2, Demand.NotMade),
        TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(15),

        // The reference says 300 MB, an older copy of it 1 GB.
        300 * Megabyte, 25_000_000);

    public static readonly MediaRules TiktokVideo = new(
        "tiktok_video", "tiktok", Checked, "TikTok media transfer guide; the longest length is the account's own, 10 minutes at most",
        Strict with { Containers = ["mp4", "mov", "webm"] },
        Plain(["h264", "hevc", "vp8", "vp9"]) with { MinShortSide = 360, MinLongSide = 360, MaxWidth = 4096, MaxHeight = 4096 },
        new SoundRules(["aac", "opus", "vorbis"], [], 48_000, 2, Demand.NotMade),
        TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(10), 4 * Gigabyte, null);

    public static readonly MediaRules YoutubeVideo = new(
        "youtube_video", "youtube", Checked, "YouTube help 1722171 and API reference; 15 minutes for channels that are not verified",
        new WrapperRules(
            ["mp4", "mov", "webm", "matroska", "avi", "mpegts", "3gp", "mpeg", "flv"], Demand.NotMade, Demand.NotMade, Demand.NotMade),
        new PictureRules(
            ["h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "mpeg2video", "prores", "dnxhd"], [], [],
            2, 2, 7680, 7680, 0.01, 100, 1, 60, Demand.NotMade, Demand.NotMade, Demand.Made, Demand.NotMade, Demand.NotMade),
        new SoundRules(["aac", "mp3", "opus", "vorbis", "pcm_s16le", "pcm_s24le", "ac3", "eac3", "flac"], [], 96_000, 8, Demand.NotMade),
        TimeSpan.FromSeconds(1), TimeSpan.FromHours(12), 274_877_906_944, null);

    public static readonly MediaRules FacebookReels = new(
        "facebook_reels", "facebook", Checked, "Facebook Reels publishing API, checked 2026-07-30; the size is our own limit, none is stated",
        Strict,
        Plain(["h264", "hevc"]) with
        {
            MinShortSide = 540, MinLongSide = 960, MaxWidth = 1920, MaxHeight = 1920, MinAspect = 0.5, MaxAspect = 1, ConstantRate = Demand.Made,
        },
        new SoundRules(["aac"], ["LC"], 48_000, 2, Demand.NotMade),
        TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(90), Gigabyte, null);

    public static readonly MediaRules FacebookVideos = new(
        "facebook_videos", "facebook", Checked, "Facebook Page videos; lengths and sizes are not stated by the reference of 2026",
        Strict,
        Plain(["h264", "hevc"]) with { ConstantRate = Demand.Made, MinRate = 1 },
        new SoundRules(["aac"], ["LC"], 48_000, 2, Demand.NotMade),
        TimeSpan.FromSeconds(1), TimeSpan.FromHours(4), 10 * Gigabyte, null);

    /// <summary>
    /// The page's 1280×1024 contradicts its own 720×1280 and the 1080p that subscribers get: taken up to 1080p, shown at 720p to others.
    /// </summary>
    public static readonly MediaRules TwitterVideo = new(
        "twitter_video", "twitter", Checked, "X media best practices; longer than 140 s for subscribed accounts only",
        Strict,
        Plain(["h264"]) with { MinShortSide = 32, MinLongSide = 32, MaxWidth = 1920, MaxHeight = 1920, MinAspect = 1 / 3d, MaxAspect = 3, MinRate = 1 },
        new SoundRules(["aac"], ["LC"], 48_000, 2, Demand.NotMade),
        TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(140), 512 * Megabyte, 25_000_000);

    public static IReadOnlyList<MediaRules> All { get; } =
        [InstagramReels, TiktokVideo, YoutubeVideo, FacebookReels, FacebookVideos, TwitterVideo];

    /// <summary>Stored words of the platforms, in the order they are shown in.</summary>
    public static IReadOnlyList<string> Platforms { get; } = ["instagram", "tiktok", "youtube", "facebook", "twitter"];

    /// <summary>The rules of the place on that platform where a clip of this shape and length goes.</summary>
    /// <param name="aspect">Width divided by height.</param>
    public static MediaRules For(string platform, double aspect, long durationMs) => platform switch
    {
        "instagram" => InstagramReels,
        "tiktok" => TiktokVideo,
        "youtube" => YoutubeVideo,
        "twitter" => TwitterVideo,

        // An upright short clip sent to /videos may stay an unseen draft; a longer or a lying one is refused as a reel.
        "facebook" => aspect <= FacebookReels.Picture.MaxAspect && aspect >= FacebookReels.Picture.MinAspect
            && durationMs <= FacebookReels.MaxDuration.TotalMilliseconds && durationMs >= FacebookReels.MinDuration.TotalMilliseconds
                ? FacebookReels : FacebookVideos,
        _ => throw new ArgumentOutOfRangeException(nameof(platform), platform, "No such platform."),
    };

    private static PictureRules Plain(string[] codecs) => new(
        codecs, PlainPixels, CommonProfiles, MinShortSide: 2, MinLongSide: 2, MaxWidth: 7680, MaxHeight: 7680, MinAspect: 0.01, MaxAspect: 100,
        MinRate: 23, MaxRate: 60, Demand.NotMade, Demand.Made, Demand.Made, Demand.Made, Demand.Made);
}
