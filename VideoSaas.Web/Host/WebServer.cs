using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Host;

/// <summary>Kestrel's limits, what is believed of proxies, and how the process ends.</summary>
internal static class WebServer
{
    public static IServiceCollection AddWebServer(this IServiceCollection services)
    {
        services.AddOptions<ServerOptions>().BindConfiguration(ServerOptions.Section).ValidateDataAnnotations()
            .Validate(
                options => options.TrustedProxies.All(proxy => IPAddress.TryParse(proxy, out _)),
                "Server:TrustedProxies holds something that is no IP address.")
            .ValidateOnStart();
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<ServerOptions>>((kestrel, options) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.Value.MaxRequestBodyBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        services.AddOptions<HostOptions>().Configure<IOptions<ServerOptions>>((host, options) =>
            host.ShutdownTimeout = TimeSpan.FromSeconds(options.Value.ShutdownSeconds));
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ServerOptions>>((forwarded, options) =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownIPNetworks.Clear();
            forwarded.KnownProxies.Clear();
            foreach (var proxy in options.Value.TrustedProxies)
            {
                forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
            }
        });
        services.AddHttpContextAccessor();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "videosaas.form";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            // The header is sent by us, with frame-ancestors beside it.
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
        return services;
    }

    /// <summary>
    /// A page that is refused or not there still says so in words; a script, a player or a platform gets the bare status.
    /// </summary>
    public static IApplicationBuilder UsePagesForStatus(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler("/broken", createScopeForErrors: true);
        }

        return app.UseWhen(IsForPage, pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
    }

    /// <summary>A browser that goes to an address.</summary>
    public static bool IsForPage(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && context.Request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);

    public static IApplicationBuilder UseTrustedProxies(this IApplicationBuilder app) =>
        // With no proxy named the middleware would believe everybody: an empty list means "do not check" to it.
        app.ApplicationServices.GetRequiredService<IOptions<ServerOptions>>().Value.TrustedProxies.Length > 0
            ? app.UseForwardedHeaders()
            : app;
}
