using Hangfire.AspNetCore;
using Hangfire.Logging;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>
/// Hangfire's log goes into ours. Hangfire keeps its provider in a static field: of two hosts in one process the one that ended
/// may have set it, and must not keep the other from starting.
/// </summary>
internal sealed class HangfireLog(ILoggerFactory loggers) : ILogProvider
{
    private readonly AspNetCoreLogProvider _ours = new(loggers);

    public ILog GetLogger(string name)
    {
        try
        {
            return _ours.GetLogger(name);
        }
        catch (ObjectDisposedException)
        {
            return Silence.Instance;
        }
    }

    private sealed class Silence : ILog
    {
        public static readonly Silence Instance = new();

        public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
    }
}
