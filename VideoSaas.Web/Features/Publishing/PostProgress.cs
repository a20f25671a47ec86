using Microsoft.Extensions.Localization;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Components.Shared;
using VideoSaas.Web.Resources;

namespace VideoSaas.Web.Features.Publishing;

/// <summary>Draws a post's way: prepared, sent, the platform's own processing, live.</summary>
internal sealed class PostProgress(
    IStringLocalizer<PostTexts> texts, IStringLocalizer<PublishingTexts> reasons, IStringLocalizer<StatusTexts> words, PersonClock clock)
{
    private const int Sent = 1;
    private const int Processing = 2;
    private const int Live = 3;

    /// <param name="isCommitted">The platform was told to publish: only its answer is awaited.</param>
    public ProgressView Of(PostRow post, bool isCommitted = false)
    {
        var view = ViewOf(post, isCommitted);
        var present = StageOf(post, isCommitted);
        var percent = post.Status == PostStatus.Uploading ? post.UploadProgress : (int?)null;
        return new ProgressView(
            view,
            WordOf(post, isCommitted),
            [
                .. Enumerable.Range(0, Live + 1).Select(stage => new ProgressStage(
                    texts[$"Stage_{stage}"],
                    stage < present ? StageState.Done
                        : stage > present || post.Status == PostStatus.Cancelled ? StageState.Next
                        : post.Status == PostStatus.Failed ? StageState.Failed
                        : StageState.Now,
                    null,
                    percent / 100d)),
            ],
            percent,
            Usually: post.Status == PostStatus.Checking && !post.IsUnconfirmed ? texts["Progress_Usually"].Value : null,
            Facts: FactOf(post) is { } fact ? [fact] : null,
            Reason: ReasonOf(post));
    }

    public StatusView ViewOf(PostRow post, bool isCommitted = false) => StatusView.Of(
        post.Status, post.IsSubmitted, isDue: post.ScheduledFor is null || post.ScheduledFor <= clock.Now, post.HoldCode, post.IsUnconfirmed, isCommitted);

    public string WordOf(PostRow post, bool isCommitted = false) =>
        words[ViewOf(post, isCommitted).Resource, PlatformNames.Of(post.Platform)];

    /// <summary>Why it failed, waits or is unconfirmed; null when all is well.</summary>
    public string? ReasonOf(PostRow post)
    {
        if (post.HoldCode is { } hold)
        {
            return texts[$"Held_{Domain.Results.Words.Of(hold)}", PlatformNames.Of(post.Platform)];
        }

        if (post.IsUnconfirmed)
        {
            return texts["Post_Unconfirmed_Why", PlatformNames.Of(post.Platform)];
        }

        return post.Status == PostStatus.Failed
            ? Sentences.OfCode(reasons, post.ErrorCode, [post.ErrorMessage ?? ""], "Refusal_gave_up")
            : null;
    }

    private string? FactOf(PostRow post) => post switch
    {
        { Status: PostStatus.Preparing or PostStatus.Uploading or PostStatus.Checking } => texts["Progress_Since", clock.ClockSeconds(post.StatusSince)].Value,
        { Status: PostStatus.Published, PostedAt: { } at } => texts["Progress_Out", clock.Brief(at)].Value,
        { Status: PostStatus.Cancelled } => texts["Progress_Cancelled"].Value,
        { Status: PostStatus.Pending, IsSubmitted: false } => texts["Progress_Draft"].Value,
        _ => null,
    };

    private static int StageOf(PostRow post, bool isCommitted) => post.Status switch
    {
        PostStatus.Published => Live + 1,
        PostStatus.Checking => isCommitted || post.IsUnconfirmed ? Live : Processing,
        PostStatus.Uploading => Sent,
        PostStatus.Failed or PostStatus.Cancelled => post.UploadProgress switch { 0 => 0, < 100 => Sent, _ => Processing },
        _ => 0,
    };
}
