using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Features.Accounts.Sessions;
using VideoSaas.Web.Host;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>The sign-in cookie: what it is like, and when it is believed.</summary>
internal sealed class PersonCookie(PersonTickets tickets, SessionLog sessions, IOptions<AccountsOptions> options, TimeProvider time)
    : CookieAuthenticationEvents
{
    public const string Name = "videosaas.person";

    public const string SignInPath = "/account/sign-in";

    public static void Configure(CookieAuthenticationOptions cookie, AccountsOptions accounts)
    {
        cookie.Cookie.Name = Name;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.Cookie.IsEssential = true;
        cookie.ExpireTimeSpan = TimeSpan.FromDays(accounts.RememberDays);
        cookie.SlidingExpiration = true;
        cookie.LoginPath = SignInPath;
        cookie.LogoutPath = "/account/sign-out";
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.EventsType = typeof(PersonCookie);
    }

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var now = time.GetUtcNow();
        if (context.Properties.IssuedUtc is { } issued && now - issued < TimeSpan.FromSeconds(options.Value.RevalidateSeconds))
        {
            return;
        }

        if (await tickets.RenewAsync(context.Principal!, context.HttpContext.RequestAborted) is { } fresh)
        {
            context.ReplacePrincipal(fresh);
            context.ShouldRenew = true;
            var request = context.HttpContext;
            await sessions.SeenAsync(
                Guid.Parse(fresh.FindFirstValue(ClaimTypes.NameIdentifier)!),
                PersonTickets.SignInOf(fresh),
                request.Connection.RemoteIpAddress,
                request.Request.Headers.UserAgent.ToString(),
                request.RequestAborted);
        }
        else
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
        }
    }

    /// <summary>A page goes to the sign-in; a script, a player or an upload gets the plain status.</summary>
    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (WebServer.IsForPage(context.HttpContext))
        {
            context.Response.Redirect(context.RedirectUri);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }

        return Task.CompletedTask;
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
