using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Engine.Live;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>
/// Asks whether the person of an open circuit is still welcome: at once when something about the person changed, and again and
/// again in case a hint was lost. The circuit becomes a stranger's when not, and its pages send it to the sign-in.
/// </summary>
internal sealed partial class PersonCircuit : RevalidatingServerAuthenticationStateProvider
{
    /// <summary>A tighter loop would only burn the database.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);

    private readonly PersonTickets _tickets;
    private readonly AccountsOptions _options;
    private readonly ILiveEvents _live;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _gate = new();
    private ClaimsPrincipal? _person;
    private IDisposable? _subscription;
    private bool _isOpen;

    public PersonCircuit(ILoggerFactory logs, PersonTickets tickets, IOptions<AccountsOptions> options, ILiveEvents live)
        : base(logs)
    {
        _tickets = tickets;
        _options = options.Value;
        _live = live;
        _log = logs.CreateLogger<PersonCircuit>();
        AuthenticationStateChanged += OnChanged;
    }

    protected override TimeSpan RevalidationInterval =>
        TimeSpan.FromSeconds(_options.RevalidateSeconds) is var wanted && wanted > Shortest ? wanted : Shortest;

    /// <summary>The framework asks again and again, and of a page that one request draws too: see <see cref="Open"/>.</summary>
    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_isOpen)
            {
                return true;
            }
        }

        return await _tickets.RenewAsync(authenticationState.User, cancellationToken) is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            AuthenticationStateChanged -= OnChanged;
            _ended.Cancel();
            Interlocked.Exchange(ref _subscription, null)?.Dispose();
            _ended.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>
    /// A circuit is there. A page that is drawn by one request has none: there a signal in the middle of the request (its own change of
    /// the password, for example) would take the page away from under the person.
    /// </summary>
    public void Open()
    {
        lock (_gate)
        {
            _isOpen = true;
            Follow();
        }
    }

    private void OnChanged(Task<AuthenticationState> next)
    {
        lock (_gate)
        {
            // What the framework hands over for a circuit is a finished task; a state that is still to come has nobody in it yet.
            _person = next.IsCompletedSuccessfully ? next.GetAwaiter().GetResult().User : null;
            Follow();
        }
    }

    private void Follow()
    {
        var person = _person;
        var subscription = _isOpen && Guid.TryParse(person?.FindFirstValue(ClaimTypes.NameIdentifier), out var personId)
            ? _live.Subscribe(personId, signal => OnSignal(signal, person!))
            : null;
        Interlocked.Exchange(ref _subscription, subscription)?.Dispose();
    }

    private void OnSignal(LiveSignal signal, ClaimsPrincipal person)
    {
        if (signal.Kind is "user" or LiveSignal.Gap)
        {
            _ = LookAgainAsync(person);
        }
    }

    private async Task LookAgainAsync(ClaimsPrincipal person)
    {
        try
        {
            if (await _tickets.RenewAsync(person, _ended.Token) is null)
            {
                SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or ObjectDisposedException)
        {
            // The circuit ended first.
        }
        catch (Exception failure)
        {
            LogNotAsked(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether a sign-in still holds could not be asked; it is asked again soon")]
    private partial void LogNotAsked(Exception failure);
}

/// <summary>Tells the provider of its own scope that there is a circuit.</summary>
internal sealed class PersonCircuitOpening(AuthenticationStateProvider provider) : CircuitHandler
{
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        (provider as PersonCircuit)?.Open();
        return Task.CompletedTask;
    }
}
