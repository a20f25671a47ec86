using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing.Jobs;

/// <summary>Writes the lines of a post's history, each with the change it tells of.</summary>
internal static class PublishHistory
{
    /// <summary>The step of the cover's picture, which is refused without any harm to the post.</summary>
    public const string Cover = "cover";

    public static void Did(AppDb db, PlatformPost post, string step, PlatformAnswer? answer, DateTimeOffset now) =>
        Add(db, post, step, StepOutcome.Done, null, answer, null, now);

    public static void WasRefused(
        AppDb db, PlatformPost post, string step, PlatformError error, DateTimeOffset now, DateTimeOffset? nextTryAt = null) =>
        Add(db, post, step, StepOutcome.Refused, error, error.Answer, nextTryAt, now);

    public static void IsUnknown(AppDb db, PlatformPost post, string step, PlatformError error, DateTimeOffset now) =>
        Add(db, post, step, StepOutcome.Unknown, error, error.Answer, null, now);

    private static void Add(
        AppDb db, PlatformPost post, string step, StepOutcome outcome, PlatformError? error, PlatformAnswer? answer,
        DateTimeOffset? nextTryAt, DateTimeOffset now) => db.PublishSteps.Add(new PublishStep
        {
            Id = Guid.CreateVersion7(now),
            PostId = post.Id,
            UserId = post.UserId,
            Arming = post.Arming,
            Step = step,
            Outcome = outcome,
            RequestId = answer?.RequestId ?? error?.TraceId,
            ErrorCode = error?.Code,
            Message = error?.Message,
            Answer = answer?.ToJson(),
            NextTryAt = nextTryAt,
            CreatedAt = now,
        });
}
