using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Features.Studio;

namespace VideoSaas.Tests.Features.Studio;

public sealed class ClipStatusTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 11, 3, 42, 0, TimeSpan.Zero);

    [Fact]
    public void Clip_UntilItIsReady_SaysHowItsProcessingStands() =>
        Assert.Equal("video.compressing", Key(Of(VideoStatus.Compressing, Post(PostStatus.Published))));

    [Fact]
    public void Clip_WithADraftOnly_SaysSo() =>
        Assert.Equal("post.draft", Key(Of(VideoStatus.Ready, Post(PostStatus.Pending, submitted: false))));

    [Fact]
    public void Clip_WithACancelledPostOnly_IsReady() => Assert.Equal("video.ready", Key(Of(VideoStatus.Ready, Post(PostStatus.Cancelled))));

    [Fact]
    public void Clip_OfOnePost_SaysItsWord() => Assert.Equal("post.uploading", Key(Of(VideoStatus.Ready, Post(PostStatus.Uploading))));

    [Fact]
    public void Clip_OfSeveralUnderWay_IsPublishing() =>
        Assert.Equal("posts.publishing", Key(Of(VideoStatus.Ready, Post(PostStatus.Uploading), Post(PostStatus.Published))));

    [Fact]
    public void Clip_WithOneThatFailedBesideOneThatIsOut_SaysHowManyAreLive()
    {
        var (view, arguments) = ClipStatus.Of(Of(VideoStatus.Ready, Post(PostStatus.Failed), Post(PostStatus.Published)), Now);
        Assert.Equal("posts.partly", view.Key);
        Assert.Equal([1, 2], arguments);
    }

    [Fact]
    public void Clip_WithAnUnconfirmedPost_SaysThatFirst() =>
        Assert.Equal("post.unconfirmed", Key(Of(
            VideoStatus.Ready, Post(PostStatus.Failed), Post(PostStatus.Checking) with { IsUnconfirmed = true })));

    [Fact]
    public void Clip_AllOut_IsPublished() =>
        Assert.Equal("post.published", Key(Of(VideoStatus.Ready, Post(PostStatus.Published), Post(PostStatus.Published))));

    private static string Key(Clip clip) => ClipStatus.Of(clip, Now).View.Key;

    private static Clip Of(VideoStatus status, params ClipPost[] posts) =>
        new(Guid.CreateVersion7(), "A clip", null, null, 30, status, null, [], null, posts);

    private static ClipPost Post(PostStatus status, bool submitted = true) =>
        new(Guid.CreateVersion7(), Platform.Instagram, status, submitted, false, null, submitted ? Now : null);
}
