using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Features.Accounts;
using VideoSaas.Web.Resources;

namespace VideoSaas.Web.Components.Account;

/// <summary>A page that a request draws, so that it can set cookies; it lives no longer than that request.</summary>
public abstract class AccountPage : ComponentBase
{
    [CascadingParameter]
    protected HttpContext Request { get; set; } = default!;

    [Inject]
    protected IStringLocalizer<PeopleTexts> Texts { get; set; } = default!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    /// <summary>What the command said no with; null before and after a success.</summary>
    protected Refusal? Refused { get; set; }

    protected CancellationToken Aborted => Request.RequestAborted;

    protected Uri Site => new(Navigation.BaseUri);

    protected bool IsSignedIn => Request.User.Identity is { IsAuthenticated: true };

    /// <summary>The sentence for one field: refusals whose code begins with one of <paramref name="prefixes"/>.</summary>
    protected string? ErrorOf(params string[] prefixes) =>
        Refused is { } refusal && prefixes.Any(prefix => refusal.Code.StartsWith(prefix, StringComparison.Ordinal))
            ? Sentence(refusal)
            : null;

    protected string Sentence(Refusal refusal) => Texts[$"Refusal_{refusal.Code}", refusal.Arguments];

    private protected Task EnterAsync(ClaimsPrincipal principal, bool remember) => Request.SignInAsync(
        IdentityConstants.ApplicationScheme, principal, new AuthenticationProperties { IsPersistent = remember });

    private protected Task LeaveAsync() => Request.SignOutAsync(IdentityConstants.ApplicationScheme);

    private protected void GoTo(string? returnUrl) => Navigation.NavigateTo(LocalUrl.Safe(returnUrl));
}
