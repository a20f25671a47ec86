using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Tests.Features.Publishing;

/// <summary>A worker dies here: nothing that comes after is written.</summary>
public sealed class WorkerDiedException() : Exception("The worker died.");

/// <summary>The real thing, in which a run dies before or after one of its calls, or stands still in it.</summary>
public sealed class StumblingPlatform(IPlatform real) : IPlatform
{
    private string? _crashAt;

    /// <summary>Calls made, such as <c>commit</c>.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Completed by the test to let a commit that stands still go on.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public TaskCompletionSource Standing { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Platform Platform => real.Platform;

    public TextLimits TextLimits => real.TextLimits;

    public IReadOnlyList<string> NeededScopes => real.NeededScopes;

    public IReadOnlyList<string> WishedScopes => real.WishedScopes;

    /// <param name="at">For example <c>before commit</c> or <c>after prepare</c>; null heals.</param>
    public void CrashAt(string? at)
    {
        _crashAt = at;
        Calls.Clear();
        Standing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public PreparationRules Preparation => real.Preparation;

    public int MostCommits => real.MostCommits;

    public bool IsNotYetCertain => real.IsNotYetCertain;

    public UploadBudget? UploadBudget => real.UploadBudget;

    public IReadOnlyList<Verdict> Judge(PostToJudge post) => real.Judge(post);

    public string ProfileAddress(string username) => real.ProfileAddress(username);

    public Uri AuthorizeAddress(AuthorizeRequest request) => real.AuthorizeAddress(request);

    public Task<ConnectAnswer> ConnectAsync(ConsentReturn consent, CancellationToken token) => real.ConnectAsync(consent, token);

    public Task<RefreshAnswer> RefreshAsync(AccountCredentials credentials, CancellationToken token) => real.RefreshAsync(credentials, token);

    public string? ConsentKey => real.ConsentKey;

    public Task<PlatformAnswer?> RevokeAsync(AccountCredentials credentials, CancellationToken token) => real.RevokeAsync(credentials, token);

    public Task<PrepareAnswer> PrepareAsync(PublishWork work, string? handles, CancellationToken token) =>
        StepAsync(handles is null ? "create" : "upload", () => real.PrepareAsync(work, handles, token));

    public Task<CheckAnswer> CheckAsync(PublishWork work, string handles, CancellationToken token) =>
        StepAsync("check", () => real.CheckAsync(work, handles, token));

    public long? MostCoverBytes => real.MostCoverBytes;

    public Task<CoverAnswer> SetCoverAsync(PublishWork work, string handles, CancellationToken token) =>
        StepAsync("cover", () => real.SetCoverAsync(work, handles, token));

    public TimeSpan? CommitPatience(PublishWork work) => real.CommitPatience(work);

    public async Task<CommitAnswer> CommitAsync(PublishWork work, string handles, CancellationToken token)
    {
        if (Gate is { } gate)
        {
            Gate = null;
            Standing.SetResult();
            await gate.Task;
            return await StepAsync("commit", () => real.CommitAsync(work, handles, CancellationToken.None));
        }

        return await StepAsync("commit", () => real.CommitAsync(work, handles, token));
    }

    public Task<ReconcileAnswer> ReconcileAsync(PublishWork work, string handles, CommitTrace trace, CancellationToken token) =>
        StepAsync("reconcile", () => real.ReconcileAsync(work, handles, trace, token));

    public Task<ReadBackAnswer> ReadBackAsync(PublishWork work, string handles, CommitTrace trace, CancellationToken token) =>
        StepAsync("readback", () => real.ReadBackAsync(work, handles, trace, token));

    private async Task<T> StepAsync<T>(string name, Func<Task<T>> step)
    {
        lock (Calls)
        {
            Calls.Add(name);
        }

        CrashIf($"before {name}");
        var answer = await step();
        CrashIf($"after {name}");
        return answer;
    }

    private void CrashIf(string place)
    {
        if (_crashAt == place)
        {
            _crashAt = null;
            throw new WorkerDiedException();
        }
    }
}
