using VideoSaas.Web.Components;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine;
using VideoSaas.Web.Engine.Fetching;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Engine.Live;
using VideoSaas.Web.Engine.Mail;
using VideoSaas.Web.Engine.Media;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Features.Accounts;
using VideoSaas.Web.Features.Admin;
using VideoSaas.Web.Features.Analytics;
using VideoSaas.Web.Features.Notifying;
using VideoSaas.Web.Features.Processing;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Studio;
using VideoSaas.Web.Features.Videos;
using VideoSaas.Web.Host;
using VideoSaas.Web.Platforms;

if (args is [MigrateCommand.Name, ..])
{
    return await MigrateCommand.RunAsync(args);
}

if (args is [SandboxCommand.Name, ..])
{
    return await SandboxCommand.RunAsync(args);
}

var builder = WebApplication.CreateBuilder(args);
// ./start runs the build itself, in which the packages' static files stand elsewhere; a published app has no such manifest.
builder.WebHost.UseStaticWebAssets();
var services = builder.Services;
var configuration = builder.Configuration;

services.AddSingleton(TimeProvider.System);
services.AddOptions<DataOptions>().BindConfiguration(DataOptions.Section).ValidateDataAnnotations().ValidateOnStart();

// Host
services.AddWebServer();
services.AddSecurityHeaders();
services.AddLanguages();
services.AddAccess();
services.AddAddressLimits();
services.AddKeyRing(configuration);

// Data
services.AddData(configuration);

// Machines
services.AddStorageEngine(configuration);
services.AddMediaEngine(configuration);
services.AddJobsEngine();
services.AddLiveEngine();
services.AddMailEngine();
services.AddFetchingEngine();

// Platforms
services.AddPlatforms(configuration);

// Rooms, in the order of the house
services.AddAccounts(configuration);
services.AddVideos(configuration);
services.AddProcessing(configuration);
services.AddPublishing(configuration);
services.AddAnalytics();
services.AddNotifying();
services.AddStudio(configuration);
services.AddAdmin();

// Screens
services.AddScreens();

var app = builder.Build();

if (ListenGuard.Refusal(app.Configuration, app.Urls) is { } refusal)
{
    await Console.Error.WriteLineAsync(refusal);
    return ListenGuard.ExitCode;
}

app.UseTrustedProxies();
app.UseSecurityHeaders();
app.UseRequestLocalization();
app.UsePagesForStatus();
app.UsePageForTooMany();
// After the lines above, which send a refused request through here once more to find its page.
app.UseRouting();
app.UseRateLimiter();
app.UseAuthentication();
app.UseAuthorization();
app.UseCircuitOrigin();
app.UseAntiforgery();

app.MapHealthChecks("/health");
app.MapStaffDashboard();
app.MapPlatforms();
app.MapPublishing();
app.MapAccounts();
app.MapVideos();
app.MapProcessing();
app.MapNotifying();
app.MapScreens();

await app.RunAsync();
return 0;

/// <summary>Named so that tests can host the app.</summary>
public partial class Program;
