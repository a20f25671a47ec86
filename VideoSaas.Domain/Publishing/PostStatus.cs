using VideoSaas.Domain.Results;

namespace VideoSaas.Domain.Publishing;

/// <summary>The word in <c>platform_posts.upload_status</c>.</summary>
public enum PostStatus
{
    Pending,
    Preparing,
    Uploading,

    /// <summary>The platform's own processing, the commit and the read-back.</summary>
    Checking,
    Published,
    Failed,
    Cancelled,
}

public static class PostTransitions
{
    public static readonly TransitionTable<PostStatus> Table = new(
        births: [PostStatus.Pending, PostStatus.Published],
        steps:
        [
            (PostStatus.Pending, [PostStatus.Preparing, PostStatus.Failed, PostStatus.Cancelled]),
            (PostStatus.Preparing, [PostStatus.Uploading, PostStatus.Failed, PostStatus.Cancelled, PostStatus.Pending]),
            (PostStatus.Uploading, [PostStatus.Checking, PostStatus.Failed, PostStatus.Cancelled, PostStatus.Pending]),
            (PostStatus.Checking, [PostStatus.Published, PostStatus.Failed, PostStatus.Cancelled, PostStatus.Pending]),
            (PostStatus.Failed, [PostStatus.Cancelled, PostStatus.Pending]),
            (PostStatus.Cancelled, [PostStatus.Pending]),
        ]);
}

/// <summary>Why a pending post is kept out of the queue.</summary>
public enum HoldCode
{
    Reconnect,
    Quota,
    Shutdown,

    /// <summary>Its channel is paused by the person.</summary>
    Paused,

    /// <summary>Its time passed while its channel was paused: the person says when.</summary>
    Missed,
}
