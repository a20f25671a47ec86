using Microsoft.AspNetCore.Authorization;
using VideoSaas.Domain.Accounts;

namespace VideoSaas.Web.Host;

/// <summary>Names of the authorization policies: pages and routes name one of these and nothing else.</summary>
public static class Policies
{
    /// <summary>Any signed-in person.</summary>
    public const string Creator = "Creator";

    /// <summary>Role admin.</summary>
    public const string Admin = "Admin";

    /// <summary>Role staff or admin.</summary>
    public const string Operations = "Operations";
}

internal static class Access
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Creator, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(Policies.Admin, policy => policy.RequireAuthenticatedUser().RequireRole(Roles.Admin))
            .AddPolicy(Policies.Operations, policy => policy.RequireAuthenticatedUser().RequireRole(Roles.Staff, Roles.Admin))
            // A page or route that names a role or "signed in" without a policy still gets one.
            .SetDefaultPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddCascadingAuthenticationState();
        services.AddScoped<CircuitOrigin>();
        services.AddScoped<ICurrentActor, CircuitActor>();
        return services;
    }

    /// <summary>
    /// Notes where the request came from, so that a page drawn by it can hand that on to its circuit, which has no request.
    /// </summary>
    public static IApplicationBuilder UseCircuitOrigin(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        var origin = context.RequestServices.GetRequiredService<CircuitOrigin>();
        origin.Ip = context.Connection.RemoteIpAddress?.ToString();
        origin.UserAgent = context.Request.Headers.UserAgent.ToString();
        origin.RequestId = context.TraceIdentifier;
        return next(context);
    });
}
