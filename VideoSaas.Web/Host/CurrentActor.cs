using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using VideoSaas.Domain.Auditing;

namespace VideoSaas.Web.Host;

/// <summary>Who is on the other side of a circuit or a request.</summary>
public interface ICurrentActor
{
    /// <exception cref="InvalidOperationException">Nobody is signed in: the page lacks its policy.</exception>
    Task<Actor> GetAsync();
}

/// <summary>The circuit's person, with the address and agent that opened the page.</summary>
internal sealed class CircuitActor(AuthenticationStateProvider authentication, CircuitOrigin origin) : ICurrentActor
{
    public async Task<Actor> GetAsync()
    {
        var state = await authentication.GetAuthenticationStateAsync();
        return state.User.ToActor(origin.Address, origin.UserAgent, origin.RequestId);
    }
}

/// <summary>
/// Where a circuit came from: filled from the request that drew the page, carried to the circuit in the page's protected
/// state (registered as a persistent service), because a circuit sees no request.
/// </summary>
public sealed class CircuitOrigin
{
    [PersistentState]
    public string? Ip { get; set; }

    [PersistentState]
    public string? UserAgent { get; set; }

    [PersistentState]
    public string? RequestId { get; set; }

    public IPAddress? Address => IPAddress.TryParse(Ip, out var address) ? address : null;
}

public static class ActorExtensions
{
    /// <exception cref="InvalidOperationException">Nobody is signed in.</exception>
    public static Actor ToActor(this HttpContext context) => context.User.ToActor(
        context.Connection.RemoteIpAddress, context.Request.Headers.UserAgent.ToString(), context.TraceIdentifier);

    /// <summary>Somebody who is not signed in: sign-up and sign-in find out who it is.</summary>
    public static Actor ToVisitor(this HttpContext context) => new(
        ActorType.User, null, "visitor",
        context.Connection.RemoteIpAddress, context.Request.Headers.UserAgent.ToString(), context.TraceIdentifier);

    public static Actor ToActor(this ClaimsPrincipal person, IPAddress? address, string? userAgent, string? requestId)
    {
        var id = person.FindFirstValue(ClaimTypes.NameIdentifier)
            ?? throw new InvalidOperationException("Nobody is signed in: the page or route lacks its policy.");
        return Actor.Person(
            Guid.Parse(id), [.. person.FindAll(ClaimTypes.Role).Select(role => role.Value)], address, userAgent, requestId);
    }
}
