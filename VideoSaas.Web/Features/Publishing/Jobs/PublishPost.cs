using Microsoft.Extensions.Options;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Publishing.Schedule;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing.Jobs;

/// <summary>
/// Carries one arming of a post to its platform. A run may end anywhere and another go on: everything before the commit is
/// repeatable, the commit has an intent stored before it, and what follows an intent of another run is only asked about.
/// </summary>
internal sealed class PublishPost(
    PublishLedger ledger,
    AdmitUpload admission,
    AccountTokens tokens,
    PlatformCatalog platforms,
    IOptions<PublishingOptions> options,
    TimeProvider time,
    ILogger<PublishPost> log) : IJobHandler
{
    public string JobType => JobTypes.PublishPost;

    public JobKind Kind => JobKind.Publish;

    public async Task<JobOutcome> RunAsync(JobRun run, CancellationToken token)
    {
        var outcome = await CarryOutAsync(run, token);
        if (outcome is not JobOutcome.Done)
        {
            return outcome;
        }

        var post = (await ledger.ReadAsync(PublishJobData.Parse(run.Job.JobData), token))?.Post;
        return new JobOutcome.Done(new PublishJobResult(
            post is null ? PublishJobResult.Superseded : Words.Of(post.UploadStatus), post?.PlatformPostId, post?.PlatformPostUrl));
    }

    /// <summary>What there is to say of a post is said in its own row, while it happens.</summary>
    public Task CompleteAsync(AppDb db, JobRun run, JobOutcome.Done done, CancellationToken token) => Task.CompletedTask;

    private async Task<JobOutcome> CarryOutAsync(JobRun run, CancellationToken token)
    {
        var job = PublishJobData.Parse(run.Job.JobData);
        if (await ledger.ReadAsync(job, token) is not { } state)
        {
            // Another arming has a job of its own.
            return new JobOutcome.Done();
        }

        switch (state.Post.UploadStatus)
        {
            case PostStatus.Cancelled:
            case PostStatus.Published when state.Post.PlatformPostUrl is not null:
                return new JobOutcome.Done();
            case PostStatus.Failed:
                return new JobOutcome.GiveUp(state.Post.ErrorCode ?? "gave_up", state.Post.ErrorMessage ?? "");
        }

        var steps = new PublishSteps(ledger, tokens, run, job, options.Value, time, log);
        if (platforms.Find(state.Post.Platform) is not { } platform)
        {
            return await steps.FailAsync(new PlatformError(
                PlatformErrorClass.Permanent, "platform_unknown", "This installation does not reach the platform."), token);
        }

        var credentials = state.Account is null
            ? null
            : await tokens.ReadyAsync(state.Account.Id, Actor.Worker(run.Job.WorkerId ?? "publish"), token);
        if (credentials is null)
        {
            return await steps.SignedOutAsync(
                state, new PlatformError(PlatformErrorClass.Reauth, "reauth_needed", "The account must be connected again."), token);
        }

        var file = await ledger.FileAsync(state, token);
        if (file is null && state.Attempt is not ({ IntentAt: not null } or { Outcome: not null }))
        {
            return await steps.FailAsync(new PlatformError(
                PlatformErrorClass.Permanent, "no_file", "There is no file that serves the platform."), token);
        }

        // What was sent already is found out about also when its file is gone.
        var sizeBytes = file?.SizeBytes ?? 0;
        await using var percent = new UploadPercent(
            ledger, run, job, sizeBytes, TimeSpan.FromSeconds(options.Value.ProgressSeconds), time, log);
        var settings = PostSettings.Parse(state.Post.Settings);
        var cover = file is null ? null : await ledger.CoverAsync(file, settings, token);
        var work = new PublishWork(
            state.Post.Id, credentials, state.Post.Caption, file?.StorageKey ?? "", sizeBytes, percent.Sent)
        {
            Arming = state.Post.Arming,
            Title = state.Post.Title,
            Settings = settings with { CoverAtMs = cover?.AtMs },
            Cover = cover?.Picture,
            Duration = file?.DurationMs is { } length ? TimeSpan.FromMilliseconds(length) : null,
            Width = file?.Width,
            Height = file?.Height,
            ContentType = file?.ContentType ?? "video/mp4",
            ScheduledFor = state.Post.ScheduledFor,
        };
        var records = new PublishRecords(ledger, run, job, time);
        var minute = new PublishMinute(platform.Preparation, time);
        try
        {
            return await new PublishRun(platform, ledger, steps, records, minute, admission, run, job, work, file?.Id ?? Guid.Empty, options.Value, time).GoAsync(state, token);
        }
        catch (LeaseLostException)
        {
            PublishingLog.LeaseLost(log, job.PostId, job.Arming);
            throw;
        }
    }
}

/// <summary>The structure of <c>processing_jobs.result_data</c> for <c>publish_post</c>.</summary>
/// <param name="UploadStatus">The post's word when the job ended.</param>
internal sealed record PublishJobResult(string UploadStatus, string? PlatformPostId, string? PlatformPostUrl)
{
    /// <summary>The post went on under a later arming, which has a job of its own.</summary>
    public const string Superseded = "superseded";
}
