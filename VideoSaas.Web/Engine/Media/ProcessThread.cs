using System.Collections.Concurrent;

namespace VideoSaas.Web.Engine.Media;

/// <summary>
/// The one thread that starts child processes. Children ask the kernel to be killed when their parent dies, and the kernel means
/// the parent's <em>thread</em>: started from a pool thread they die when the pool retires it. This thread lives as long as the process.
/// </summary>
internal sealed class ProcessThread : IDisposable
{
    private readonly BlockingCollection<Action> _starts = [];

    public ProcessThread()
    {
        var thread = new Thread(Work) { IsBackground = true, Name = "process starter" };
        thread.Start();
    }

    /// <summary>Calls <paramref name="start"/> on the thread up to its first wait, and follows its task to the end.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> start)
    {
        var started = new TaskCompletionSource<Task<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _starts.Add(() =>
        {
            try
            {
                started.SetResult(start());
            }
            catch (Exception failure)
            {
                started.SetException(failure);
            }
        });
        return started.Task.Unwrap();
    }

    public void Dispose() => _starts.CompleteAdding();

    private void Work()
    {
        foreach (var start in _starts.GetConsumingEnumerable())
        {
            start();
        }
    }
}
