using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;
using MudBlazor.Services;
using VideoSaas.Web.Components.Shared;
using VideoSaas.Web.Host;

namespace VideoSaas.Web.Components;

/// <summary>What every screen needs: the component model, the look, the person's clock.</summary>
internal static class ScreensSetup
{
    /// <summary>
    /// A page hands its circuit what it was drawn from, so that nothing is read twice: a full library is more than the usual 32 KB, and
    /// a circuit that gets none never begins. <see cref="PackedState{T}"/> keeps each part of it far below.
    /// </summary>
    private const long MostCarriedBytes = 512 * 1024;

    public static IServiceCollection AddScreens(this IServiceCollection services)
    {
        services.AddRazorComponents()
            .AddInteractiveServerComponents()
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = MostCarriedBytes)
            .RegisterPersistentService<CircuitOrigin>(RenderMode.InteractiveServer)
            .RegisterPersistentService<PersonClock>(RenderMode.InteractiveServer)
            .RegisterPersistentService<LibraryTaste>(RenderMode.InteractiveServer);
        services.AddSingleton(typeof(PersistentComponentStateSerializer<>), typeof(PackedState<>));
        services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter;
            options.SnackbarConfiguration.PreventDuplicates = true;
            options.SnackbarConfiguration.MaxDisplayedSnackbars = 1;
            options.SnackbarConfiguration.VisibleStateDuration = 6000;
            options.SnackbarConfiguration.ShowTransitionDuration = 180;
            options.SnackbarConfiguration.HideTransitionDuration = 180;
            options.SnackbarConfiguration.ShowCloseIcon = false;
            options.SnackbarConfiguration.BackgroundBlurred = false;
        });
        services.AddSingleton<ThemeStylesheet>();
        services.AddScoped<PersonClock>();
        services.AddScoped<LibraryTaste>();
        return services;
    }

    public static IEndpointRouteBuilder MapScreens(this IEndpointRouteBuilder routes)
    {
        routes.MapStaticAssets();
        routes.MapGet("/theme.css", async (ThemeStylesheet theme, HttpResponse response) =>
        {
            response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return Results.Text((await theme.GetAsync()).Css, "text/css");
        }).WithName("ThemeStylesheet").WithSummary("The look's variables for both themes.").AllowAnonymous().ExcludeFromDescription();
        routes.MapRazorComponents<App>().AddInteractiveServerRenderMode(options =>
        {
            // Said once for every answer, stricter, in Host/SecurityHeaders.
            options.ContentSecurityFrameAncestorsPolicy = null;
        });
        return routes;
    }
}
