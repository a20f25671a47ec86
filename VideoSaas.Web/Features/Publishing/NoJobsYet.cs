using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Web.Features.Publishing;

/// <summary>Stands in until the job engine registers its own.</summary>
internal sealed class NoJobsYet : IJobCanceller
{
    public Task<int> CancelAsync(AppDb db, IReadOnlyList<Guid> jobIds, CancellationToken token) => Task.FromResult(0);
}
