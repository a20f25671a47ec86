using VideoSaas.Web.Data;
using VideoSaas.Web.Engine;
using VideoSaas.Web.Engine.Media;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Host;

/// <summary>
/// <c>VideoSaas.Web sandbox [--urls http://localhost:PORT]</c>: the twins alone, as a process of their own, so that the app may die
/// while its platforms live on. Their state is in the database of <c>ConnectionStrings__Default</c>; what is uploaded to them
/// is in <c>Data__Folder</c>, which must not be the app's. The app is pointed at them with <c>Sandbox__BaseAddress</c>.
/// </summary>
internal static class SandboxCommand
{
    public const string Name = "sandbox";

    /// <returns>0 ended on request, <see cref="ListenGuard.ExitCode"/> when it would be reachable from outside.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args[1..]);
        builder.WebHost.UseStaticWebAssets();
        builder.Configuration["Sandbox:Enabled"] = "true";
        if (ListenGuard.Refusal(builder.Configuration, []) is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal);
            return ListenGuard.ExitCode;
        }

        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddOptions<DataOptions>().BindConfiguration(DataOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddWebServer();
        services.AddData(builder.Configuration);
        services.AddMediaEngine(builder.Configuration);
        services.AddPlatforms(builder.Configuration);

        var app = builder.Build();
        app.MapHealthChecks("/health");
        app.MapPlatforms();
        app.MapStaticAssets();
        await app.RunAsync();
        return 0;
    }
}
