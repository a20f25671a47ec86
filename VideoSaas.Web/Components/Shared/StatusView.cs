using MudBlazor;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;

namespace VideoSaas.Web.Components.Shared;

/// <summary>How one status word looks: the same icon, tone and word wherever it is shown.</summary>
/// <param name="Key">Thing and stored word, <c>video.compressing</c>; derived ones have a word of their own.</param>
/// <param name="Icon">A filled Material icon, so that it keeps its shape when small.</param>
public sealed record StatusView(string Key, string Icon, StatusTone Tone, bool Turns = false, bool Dashed = false)
{
    /// <summary>Name of its word in <c>StatusTexts</c>.</summary>
    public string Resource => $"Status_{Key.Replace('.', '_')}";

    public string ToneClass => $"vs-tone-{ToneWord(Tone)}";

    public static string ToneWord(StatusTone tone) => tone switch
    {
        StatusTone.Blue => "blue",
        StatusTone.Green => "green",
        StatusTone.Amber => "amber",
        StatusTone.Red => "red",
        StatusTone.Info => "info",
        _ => "grey",
    };

    /// <exception cref="KeyNotFoundException">A word that nobody gave a look.</exception>
    public static StatusView Find(string key) =>
        ByKey.TryGetValue(key, out var view) ? view : throw new KeyNotFoundException($"The status '{key}' has no StatusView.");

    public static bool IsKnown(string key) => ByKey.ContainsKey(key);

    /// <param name="errorCode">Of a failed video: <c>cancelled</c> shows as stopped.</param>
    public static StatusView Of(VideoStatus status, string? errorCode = null) =>
        status == VideoStatus.Failed && errorCode == ProcessingErrorDetails.Cancelled
            ? Find("video.stopped")
            : Find($"video.{Words.Of(status)}");

    public static StatusView Of(JobStatus status) => Find($"job.{Words.Of(status)}");

    public static StatusView Of(AccountStatus status) => Find($"account.{Words.Of(status)}");

    public static StatusView Of(AccountHealth health) => Find($"channel.{Words.Of(health)}");

    public static StatusView Of(DataExportStatus status) => Find($"export.{Words.Of(status)}");

    public static StatusView Of(SubscriptionStatus status) => Find($"subscription.{Words.Of(status)}");

    /// <summary>The post's word, told apart by what the stored word alone does not say.</summary>
    /// <param name="isDue">Submitted and its moment has come.</param>
    /// <param name="isCommitted">The platform may already have it: only the answer is awaited.</param>
    public static StatusView Of(
        PostStatus status, bool isSubmitted, bool isDue = true, HoldCode? hold = null, bool isUnconfirmed = false, bool isCommitted = false) =>
        status switch
        {
            PostStatus.Pending when hold is HoldCode.Paused => Find("post.paused"),
            PostStatus.Pending when hold is not null => Find("post.held"),
            PostStatus.Pending when !isSubmitted => Find("post.draft"),
            PostStatus.Pending when !isDue => Find("post.scheduled"),
            PostStatus.Checking when isUnconfirmed => Find("post.unconfirmed"),
            PostStatus.Checking when isCommitted => Find("post.confirming"),
            _ => Find($"post.{Words.Of(status)}"),
        };

    public static IReadOnlyList<StatusView> All { get; } =
    [
        new("video.pending", Icons.Material.Filled.Schedule, StatusTone.Grey),
        new("video.downloading", Icons.Material.Filled.CloudDownload, StatusTone.Blue),
        new("video.processing", Icons.Material.Filled.FindInPage, StatusTone.Blue),
        new("video.compressing", Icons.Material.Filled.Sync, StatusTone.Blue, Turns: true),
        new("video.uploading", Icons.Material.Filled.CloudUpload, StatusTone.Blue),
        new("video.ready", Icons.Material.Filled.CheckCircle, StatusTone.Green),
        new("video.failed", Icons.Material.Filled.Error, StatusTone.Red),
        new("video.stopped", Icons.Material.Filled.StopCircle, StatusTone.Grey),

        new("post.draft", Icons.Material.Filled.Edit, StatusTone.Grey, Dashed: true),
        new("post.scheduled", Icons.Material.Filled.Schedule, StatusTone.Info),
        new("post.pending", Icons.Material.Filled.Schedule, StatusTone.Grey),
        new("post.held", Icons.Material.Filled.PauseCircle, StatusTone.Amber),
        new("post.in_review", Icons.Material.Filled.RateReview, StatusTone.Amber),
        new("post.paused", Icons.Material.Filled.PauseCircle, StatusTone.Grey),
        new("post.preparing", Icons.Material.Filled.Sync, StatusTone.Blue, Turns: true),
        new("post.uploading", Icons.Material.Filled.Upload, StatusTone.Blue),
        new("post.checking", Icons.Material.Filled.HourglassTop, StatusTone.Blue),
        new("post.confirming", Icons.Material.Filled.HourglassTop, StatusTone.Blue),
        new("post.unconfirmed", Icons.Material.Filled.Help, StatusTone.Amber),
        new("post.published", Icons.Material.Filled.CheckCircle, StatusTone.Green),
        new("post.failed", Icons.Material.Filled.Error, StatusTone.Red),
        new("post.cancelled", Icons.Material.Filled.Cancel, StatusTone.Grey),
        new("posts.publishing", Icons.Material.Filled.Sync, StatusTone.Blue, Turns: true),
        new("posts.partly", Icons.Material.Filled.Warning, StatusTone.Amber),

        new("job.queued", Icons.Material.Filled.Schedule, StatusTone.Grey),
        new("job.running", Icons.Material.Filled.Sync, StatusTone.Blue, Turns: true),
        new("job.completed", Icons.Material.Filled.CheckCircle, StatusTone.Green),
        new("job.failed", Icons.Material.Filled.Error, StatusTone.Red),
        new("job.cancelled", Icons.Material.Filled.Cancel, StatusTone.Grey),
        new("job.retries", Icons.Material.Filled.Replay, StatusTone.Amber),
        new("job.stuck", Icons.Material.Filled.Warning, StatusTone.Amber),

        new("account.trial", Icons.Material.Filled.Timelapse, StatusTone.Info),
        new("account.active", Icons.Material.Filled.CheckCircle, StatusTone.Green),
        new("account.suspended", Icons.Material.Filled.Block, StatusTone.Red),
        new("account.cancelled", Icons.Material.Filled.DoNotDisturbOn, StatusTone.Grey),

        new("channel.connected", Icons.Material.Filled.CheckCircle, StatusTone.Green),
        new("channel.expiring", Icons.Material.Filled.Schedule, StatusTone.Amber),
        new("channel.needs_reauth", Icons.Material.Filled.LinkOff, StatusTone.Amber),
        new("channel.revoked", Icons.Material.Filled.LinkOff, StatusTone.Red),

        new("export.queued", Icons.Material.Filled.Schedule, StatusTone.Grey),
        new("export.running", Icons.Material.Filled.Sync, StatusTone.Blue, Turns: true),
        new("export.ready", Icons.Material.Filled.CheckCircle, StatusTone.Green),
        new("export.failed", Icons.Material.Filled.Error, StatusTone.Red),
        new("export.expired", Icons.Material.Filled.HourglassDisabled, StatusTone.Grey),

        new("subscription.trialing", Icons.Material.Filled.Timelapse, StatusTone.Info),
        new("subscription.active", Icons.Material.Filled.CheckCircle, StatusTone.Green),
        new("subscription.past_due", Icons.Material.Filled.CreditCardOff, StatusTone.Amber),
        new("subscription.cancelled", Icons.Material.Filled.Cancel, StatusTone.Grey),
    ];

    private static readonly Dictionary<string, StatusView> ByKey = All.ToDictionary(view => view.Key);
}
