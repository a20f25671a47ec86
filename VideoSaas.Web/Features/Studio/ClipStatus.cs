using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Components.Shared;

namespace VideoSaas.Web.Features.Studio;

/// <summary>The one word under a card: of the processing until the video is ready, of its posts after that.</summary>
public static class ClipStatus
{
    public static (StatusView View, object[] Arguments) Of(Clip clip, DateTimeOffset now)
    {
        if (clip.Status != VideoStatus.Ready)
        {
            return (StatusView.Of(clip.Status, clip.ErrorCode), []);
        }

        var posts = clip.Posts.Where(post => post.IsSubmitted && post.Status != PostStatus.Cancelled).ToList();
        if (posts.Count == 0)
        {
            return (clip.Posts.Any(IsDraft) ? StatusView.Find("post.draft") : StatusView.Of(VideoStatus.Ready), []);
        }

        if (posts.Find(post => post.IsUnconfirmed) is { } unconfirmed)
        {
            return ViewOf(unconfirmed, now);
        }

        var live = posts.Count(post => post.Status == PostStatus.Published);
        if (posts.Find(NeedsSomebody) is { } troubled)
        {
            return live > 0 ? (StatusView.Find("posts.partly"), [live, posts.Count]) : ViewOf(troubled, now);
        }

        if (live == posts.Count)
        {
            return (StatusView.Find("post.published"), []);
        }

        return posts.Count == 1 ? ViewOf(posts[0], now) : (StatusView.Find("posts.publishing"), []);
    }

    public static (StatusView View, object[] Arguments) ViewOf(ClipPost post, DateTimeOffset now)
    {
        var view = StatusView.Of(
            post.Status, post.IsSubmitted, isDue: post.ScheduledFor is null || post.ScheduledFor <= now, post.Hold, post.IsUnconfirmed);
        return (view, [PlatformNames.Of(post.Platform)]);
    }

    private static bool IsDraft(ClipPost post) => post is { Status: PostStatus.Pending, IsSubmitted: false };

    private static bool NeedsSomebody(ClipPost post) =>
        post.Status == PostStatus.Failed || (post.Status == PostStatus.Pending && post.Hold is not null);
}
