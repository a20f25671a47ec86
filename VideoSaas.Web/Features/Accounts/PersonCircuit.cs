using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>
/// Asks again and again whether the person of an open circuit is still welcome; the circuit becomes a stranger's when not,
/// and its pages send it to the sign-in.
/// </summary>
internal sealed class PersonCircuit(ILoggerFactory logs, PersonTickets tickets, IOptions<AccountsOptions> options)
    : RevalidatingServerAuthenticationStateProvider(logs)
{
    /// <summary>A tighter loop would only burn the database.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);

    protected override TimeSpan RevalidationInterval =>
        TimeSpan.FromSeconds(options.Value.RevalidateSeconds) is var wanted && wanted > Shortest ? wanted : Shortest;

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        await tickets.RenewAsync(authenticationState.User, cancellationToken) is not null;
}
