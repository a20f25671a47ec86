using VideoSaas.Domain.Processing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Web.Features.Processing.Jobs;

internal sealed class RemoveFiles(UnnamedFiles files) : IJobHandler
{
    public string JobType => JobTypes.RemoveFiles;

    public JobKind Kind => JobKind.Light;

    public async Task<JobOutcome> RunAsync(JobRun run, CancellationToken token)
    {
        var keys = UnnamedFiles.KeysIn(run.Job.JobData);
        run.Report("removing", null);
        await files.RemoveAsync(keys, run.Job.VideoId, token);
        return new JobOutcome.Done();
    }

    public Task CompleteAsync(AppDb db, JobRun run, JobOutcome.Done done, CancellationToken token) => Task.CompletedTask;
}
