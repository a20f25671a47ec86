using System.Text.Json;
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
        var data = JsonSerializer.Deserialize<FilesToRemove>(run.Job.JobData, JsonSerializerOptions.Web)
            ?? throw new InvalidOperationException("The job names no files.");
        run.Report("removing", null);
        await files.RemoveAsync(data.Keys, run.Job.VideoId, token);
        return new JobOutcome.Done();
    }

    public Task CompleteAsync(AppDb db, JobRun run, JobOutcome.Done done, CancellationToken token) => Task.CompletedTask;
}
