using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Host;

/// <summary>How many forms one address may send. Section <c>Limits</c>.</summary>
public sealed class LimitsOptions
{
    public const string Section = "Limits";

    /// <summary>Sign-ins and password changes within <see cref="SignInsWindowSeconds"/>; an office is one address.</summary>
    [Range(1, 1_000_000)]
    public int SignIns { get; set; } = 30;

    [Range(1, 86_400)]
    public int SignInsWindowSeconds { get; set; } = 300;

    /// <summary>Forms that send a letter to any address (sign-up, forgotten password) within <see cref="LettersWindowSeconds"/>.</summary>
    [Range(1, 1_000_000)]
    public int Letters { get; set; } = 10;

    [Range(1, 86_400)]
    public int LettersWindowSeconds { get; set; } = 3600;
}

/// <summary>Names of the limits that pages and routes name.</summary>
public static class Limits
{
    public const string SignIns = "sign-ins";

    public const string Letters = "letters";
}

/// <summary>
/// Limits by the visitor's address, as trusted proxies tell it. Only what is sent counts, looking is free. They hold in each
/// process by itself and start over with it: they slow guessing down, the account's own rest ends it.
/// </summary>
internal static class AddressLimits
{
    public static IServiceCollection AddAddressLimits(this IServiceCollection services)
    {
        services.AddOptions<LimitsOptions>().BindConfiguration(LimitsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (rejected, _) =>
            {
                if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
                {
                    rejected.HttpContext.Response.Headers.RetryAfter =
                        Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                }

                return ValueTask.CompletedTask;
            };
            Add(limiter, Limits.SignIns, limits => (limits.SignIns, limits.SignInsWindowSeconds));
            Add(limiter, Limits.Letters, limits => (limits.Letters, limits.LettersWindowSeconds));
        });
        return services;
    }

    /// <summary>A form that is refused for its number still answers with a page, where a form's answer would have been.</summary>
    public static IApplicationBuilder UsePageForTooMany(this WebApplication app) => app.UseWhen(
        context => HttpMethods.IsPost(context.Request.Method) && context.Request.Path.StartsWithSegments("/account", StringComparison.Ordinal),
        forms => forms.Use(static async (context, next) =>
        {
            await next(context);
            if (context.Response is { StatusCode: StatusCodes.Status429TooManyRequests, HasStarted: false })
            {
                var wait = context.Response.Headers.RetryAfter;
                context.SetEndpoint(null);
                context.Request.RouteValues.Clear();
                context.Request.Method = HttpMethods.Get;
                context.Request.Path = "/slow-down";
                context.Response.Headers.RetryAfter = wait;
                await next(context);
            }
        }));

    /// <summary>The whole address of IPv4; of IPv6 the network, in which one visitor has more addresses than there are people.</summary>
    public static string KeyOf(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };

    private static void Add(RateLimiterOptions limiter, string name, Func<LimitsOptions, (int Times, int Seconds)> limitOf) =>
        limiter.AddPolicy(name, context =>
        {
            if (!HttpMethods.IsPost(context.Request.Method))
            {
                return RateLimitPartition.GetNoLimiter("");
            }

            var (times, seconds) = limitOf(context.RequestServices.GetRequiredService<IOptions<LimitsOptions>>().Value);
            return RateLimitPartition.GetFixedWindowLimiter(KeyOf(context.Connection.RemoteIpAddress), _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = times,
                Window = TimeSpan.FromSeconds(seconds),
            });
        });
}
