using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Tests.Fixtures.Circuits;
using VideoSaas.Web.Engine.Live;

[assembly: HostingStartup(typeof(BareHubStartup))]

namespace VideoSaas.Tests.Fixtures.Circuits;

/// <summary>
/// The least that could tell a browser of a change, in the app's own process: every connection subscribes to the same events as
/// a page does and sends on which thing changed, with nothing read and nothing drawn.
/// </summary>
public sealed class BareHub(ILiveEvents live, IHubContext<BareHub> hub) : Hub
{
    public const string Address = "bare";
    public const string Changed = "changed";

    private const string Subscription = "subscription";

    public void Watch(Guid owner, Guid resource)
    {
        var client = hub.Clients.Client(Context.ConnectionId);
        Context.Items[Subscription] = live.Subscribe(owner, signal =>
        {
            if (signal.Resource == resource)
            {
                _ = client.SendAsync(Changed, resource);
            }
        });
    }

    /// <summary>What the process holds after a collection, and the processor time that it has used.</summary>
    public ProcessFigures Measure()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return new ProcessFigures(process.WorkingSet64, GC.GetTotalMemory(forceFullCollection: true), process.TotalProcessorTime.TotalSeconds);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        (Context.Items[Subscription] as IDisposable)?.Dispose();
        return Task.CompletedTask;
    }
}

/// <param name="ResidentBytes">What the kernel counts.</param>
/// <param name="ManagedBytes">What is alive on the heap.</param>
public sealed record ProcessFigures(long ResidentBytes, long ManagedBytes, double CpuSeconds);

/// <summary>Puts <see cref="BareHub"/> into an app that is started with <see cref="Settings"/>.</summary>
public sealed class BareHubStartup : IHostingStartup
{
    public static IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string> { [AppProcess.StartupAssemblies] = typeof(BareHubStartup).Assembly.GetName().Name! };

    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices(services =>
    {
        services.AddSignalR();
        services.AddSingleton<IStartupFilter, Before>();
    });

    private sealed class Before : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Map($"/{BareHub.Address}", branch => branch.UseRouting().UseEndpoints(routes => routes.MapHub<BareHub>("")));
            next(app);
        };
    }
}
