using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Data;
using VideoSaas.Web.Data.Events;

namespace VideoSaas.Tests.Data;

public sealed class DomainEventInterceptorTests(TestDatabase database) : DatabaseTest(database)
{
    protected override void Configure(IServiceCollection services)
    {
        services.AddSingleton<IDomainEventHandler<VideoReceived>, QueuesAJob>();
        services.AddSingleton<IDomainEventHandler<JobGaveUp>, FailsTheVideo>();
        services.AddSingleton<IDomainEventHandler<Endless>, Endlessly>();
    }

    [Fact]
    public async Task Answer_ToATrackedThing_IsSavedWithIt()
    {
        var person = await NewPersonAsync();
        var video = await NewVideoAsync(person.Id);

        await using var db = Open();
        var job = await db.ProcessingJobs.SingleAsync(row => row.VideoId == video.Id, Token);
        Assert.Equal(JobTypes.ExtractMetadata, job.JobType);
    }

    [Fact]
    public async Task Answer_ToARaisedEvent_IsAuditedToo()
    {
        var person = await NewPersonAsync();
        var video = await NewVideoAsync(person.Id);
        await using (var db = Open())
        {
            db.Raise(new JobGaveUp(Guid.CreateVersion7(), video.Id, JobTypes.ExtractMetadata, 1, "not_a_video", "It is no video.", [], []));
            await db.SaveChangesAsync(Token);
        }

        Assert.Equal("failed", await ScalarAsync<string>("SELECT processing_status FROM videos WHERE id = $1", video.Id));
        Assert.Equal(1L, await ScalarAsync<long>(
            "SELECT count(*) FROM audit_logs WHERE resource_id = $1 AND action = 'video.failed'", video.Id));
    }

    [Fact]
    public async Task Event_ThatAnswersItself_IsABugAndSavesNothing()
    {
        await using var db = Open();
        db.Raise(new Endless());
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Token));
        Assert.Contains(nameof(Endless), failure.Message, StringComparison.Ordinal);
    }

    private sealed record Endless : IDomainEvent;

    private sealed class Endlessly : IDomainEventHandler<Endless>
    {
        public Task HandleAsync(AppDb db, Endless happened, CancellationToken token)
        {
            db.Raise(new Endless());
            return Task.CompletedTask;
        }
    }

    private sealed class QueuesAJob(TimeProvider clock) : IDomainEventHandler<VideoReceived>
    {
        public Task HandleAsync(AppDb db, VideoReceived happened, CancellationToken token)
        {
            var now = clock.GetUtcNow();
            db.ProcessingJobs.Add(ProcessingJob.Queued(
                Guid.CreateVersion7(now), happened.VideoId, happened.UserId, JobTypes.ExtractMetadata, JobKind.Light, 5, now, 1));
            return Task.CompletedTask;
        }
    }

    private sealed class FailsTheVideo(TimeProvider clock) : IDomainEventHandler<JobGaveUp>
    {
        public async Task HandleAsync(AppDb db, JobGaveUp happened, CancellationToken token)
        {
            var video = await db.Videos.SingleAsync(row => row.Id == happened.VideoId, token);
            video.Fail(new ProcessingErrorDetails(happened.ErrorCode), happened.ErrorMessage, clock.GetUtcNow());
        }
    }
}
