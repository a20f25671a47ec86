using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing.Jobs;

/// <summary>A run's view of the clock: when a post may be begun, when it goes out, how long what is prepared lasts.</summary>
internal sealed class PublishMinute(PreparationRules rules, TimeProvider time)
{
    /// <summary>How long until it may be begun; null when it may. A post can be moved to a later time while its job waits.</summary>
    public TimeSpan? EarlyBy(PlatformPost post) => Until(post) is { } left && left > rules.Lead ? left - rules.Lead : null;

    /// <summary>Until its minute; null when that has come.</summary>
    public TimeSpan? Until(PlatformPost post) =>
        post.ScheduledFor - time.GetUtcNow() is { } left && left > TimeSpan.Zero ? left : null;

    public bool IsPastExpiry(StoredHandles handles, DateTimeOffset at) => at - handles.PreparedAt >= rules.Expiry;
}
