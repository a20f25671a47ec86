using System.Buffers.Text;
using System.Security.Cryptography;

namespace VideoSaas.Web.Host;

/// <summary>The secret word of one page that lets its own inline scripts run (<c>nonce</c> of the content security policy).</summary>
public sealed class PageNonce
{
    public string Value { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
}

internal static class SecurityHeaders
{
    /// <summary>TikTok's content rules want the creator's picture shown beside a post; its addresses end within hours.</summary>
    private const string CreatorPictures = "https://*.tiktokcdn.com https://*.tiktokcdn-us.com https://*.tiktokcdn-eu.com";

    public static IServiceCollection AddSecurityHeaders(this IServiceCollection services) => services.AddScoped<PageNonce>();

    /// <summary>
    /// Sent with every answer. Styles may be inline because MudBlazor draws positions and its palette that way; scripts may
    /// not, except those that carry the page's nonce. <c>ws:</c> and <c>wss:</c> are named because older browsers do not take
    /// them as <c>'self'</c>.
    /// </summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        var nonce = context.RequestServices.GetRequiredService<PageNonce>().Value;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            "default-src 'self'; " +
            $"script-src 'self' 'nonce-{nonce}'; " +
            "style-src 'self' 'unsafe-inline'; " +
            $"img-src 'self' data: blob: {CreatorPictures}; " +
            "media-src 'self' blob:; " +
            "font-src 'self' data:; " +
            $"connect-src 'self' ws://{context.Request.Host} wss://{context.Request.Host}; " +
            "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return next(context);
    });
}
