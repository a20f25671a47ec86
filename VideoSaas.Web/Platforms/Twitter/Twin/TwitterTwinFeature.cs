using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Twitter.Twin;

/// <summary>Maps each real host to a prefix, behind which the paths are the platform's own.</summary>
internal static class TwitterTwinFeature
{
    public static IServiceCollection AddTwitterTwin(this IServiceCollection services)
    {
        services.AddOptions<TwitterTwinOptions>().BindConfiguration(TwitterTwinOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<TwitterStore>();
        services.AddSingleton<TwitterFaults>();
        services.AddSingleton<TwitterTwin>();
        services.AddSingleton<IPlatformTwin>(provider => provider.GetRequiredService<TwitterTwin>());
        services.AddSingleton<TwinCredits>();
        services.AddSingleton<TwinApi>();
        services.AddSingleton<TwinOAuth>();
        services.AddSingleton<TwinUploads>();
        services.AddSingleton<TwinProcessing>();
        services.AddSingleton<TwinPosts>();
        services.AddSingleton<TwinReads>();
        services.AddSingleton<TwinDialog>();
        services.AddSingleton<TwinPages>();
        return services;
    }

    public static IEndpointRouteBuilder MapTwitterTwin(this IEndpointRouteBuilder routes)
    {
        if (routes.MapTwin<TwitterFaults>("twitter", "X") is not { } twin)
        {
            return routes;
        }

        twin.MapPost("/_credits", async (TwinTopUp added, TwinCredits credits, CancellationToken token) =>
        {
            await credits.AddAsync(added.Mills, token);
            return Results.NoContent();
        });
        twin.MapGet("/x/i/oauth2/authorize", (HttpContext context, TwinDialog dialog) => dialog.Show(context));
        twin.MapPost("/x/i/oauth2/authorize", (HttpContext context, TwinDialog dialog, CancellationToken token) =>
            dialog.DecideAsync(context, token));
        twin.MapGet("/x/i/web/status/{id}", (string id, TwinPages pages, CancellationToken token) => pages.PostAsync(id, token));
        twin.MapMethods("/api/2/{**path}", ["GET", "POST", "DELETE"],
            (HttpContext context, string path, TwinApi api) => api.AnswerAsync(context, path));
        twin.MapGet("", (string? account, TwinPages pages, CancellationToken token) => pages.ProfileAsync(account, token));
        twin.MapGet("/video/{id}", (string id, TwinPages pages, CancellationToken token) => pages.VideoAsync(id, token));
        return routes;
    }
}

/// <param name="Mills">Thousandths of a dollar.</param>
internal sealed record TwinTopUp(int Mills);
