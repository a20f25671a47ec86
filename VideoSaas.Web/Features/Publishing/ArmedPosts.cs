using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Data.Events;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing;

/// <summary>The structure of <c>processing_jobs.job_data</c> for <c>publish_post</c>.</summary>
/// <param name="Arming">The arming that the job was made for; a later one has a job of its own.</param>
public sealed record PublishJobData(
    [property: JsonPropertyName("post_id")] Guid PostId,
    [property: JsonPropertyName("arming")] int Arming)
{
    public string ToJson() => JsonSerializer.Serialize(this);

    public static PublishJobData Parse(string json) =>
        JsonSerializer.Deserialize<PublishJobData>(json) ?? throw new JsonException("Empty job data.");
}

/// <summary>
/// Makes the job that carries an armed post out, once it is time to prepare it; for a later time <see cref="Schedule.DuePosts"/>
/// makes it then. What is armed on a paused channel is held.
/// </summary>
internal sealed class ArmedPosts(PlatformCatalog platforms, IOptions<PublishingOptions> options, TimeProvider time)
    : IDomainEventHandler<PostArmed>
{
    public async Task HandleAsync(AppDb db, PostArmed happened, CancellationToken token)
    {
        var post = db.PlatformPosts.Local.First(one => one.Id == happened.PostId);
        if (await PausedPosts.IsPausedAsync(db, post.ConnectedAccountId, token))
        {
            post.Hold(HoldCode.Paused, PausedPosts.Why);
        }

        var now = time.GetUtcNow();
        if (post.HoldCode is null && happened.At - platforms.LeadOf(post.Platform) <= now)
        {
            await QueueAsync(db, post, options.Value, now, token);
        }
    }

    /// <summary>Adds a job for the post's current arming to <paramref name="db"/>.</summary>
    public static async Task QueueAsync(
        AppDb db, PlatformPost post, PublishingOptions options, DateTimeOffset now, CancellationToken token)
    {
        var tier = await db.Users.Where(user => user.Id == post.UserId).Select(user => user.SubscriptionTier).FirstAsync(token);
        var priority = await db.SubscriptionTiers.Where(one => one.Tier == tier).Select(one => (int?)one.JobPriority).FirstOrDefaultAsync(token);
        var assetSet = await db.Videos.IgnoreQueryFilters().Where(video => video.Id == post.VideoId).Select(video => video.AssetSet).FirstAsync(token);
        db.ProcessingJobs.Add(ProcessingJob.Queued(
            Guid.CreateVersion7(now),
            post.VideoId,
            post.UserId,
            JobTypes.PublishPost,
            JobKind.Publish,
            priority ?? 5,
            now,
            assetSet,
            jobData: new PublishJobData(post.Id, post.Arming).ToJson(),
            maxAttempts: options.JobAttempts));
    }
}
