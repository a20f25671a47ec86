using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;


namespace VideoSaas.Web.Features.Studio.Demo;

/// <summary>
/// Once the app listens (and the demo, where one is wanted, is made) says so on standard output: <c>Ready: URL</c>, and how
/// to sign in.
/// </summary>
internal sealed partial class ReadyLine(
    IServer server, IHostApplicationLifetime lifetime, IServiceProvider services, IOptions<DemoOptions> options,
    ILogger<ReadyLine> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStart = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        var url = Address();
        var lines = new List<string> { $"Ready: {url}" };
        if (options.Value.Enabled)
        {
            try
            {
                var demo = await services.GetRequiredService<DemoSeed>().MakeAsync(url, stoppingToken);
                lines.AddRange(demo.People.Select(person =>
                    $"  Sign in as {person.Key,-8} {person.Value.Email}  password {person.Value.Password}"));
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // The app itself is sound: it serves without its demo, and says why.
                LogDemoFailed(fault);
            }
        }

        await Console.Out.WriteLineAsync(string.Join(Environment.NewLine, lines));
        await Console.Out.FlushAsync(stoppingToken);
    }

    private string Address()
    {
        var first = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost";
        return first
            .Replace("//127.0.0.1", "//localhost", StringComparison.Ordinal)
            .Replace("//[::]", "//localhost", StringComparison.Ordinal)
            .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal);
    }

    [LoggerMessage(LogLevel.Error, "The demo could not be made")]
    private partial void LogDemoFailed(Exception fault);
}
