using System.Diagnostics;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace VideoSaas.Tests.Fixtures.Circuits;

/// <summary>A connection to <see cref="BareHub"/> that notes when it is told of each change of one thing.</summary>
internal sealed class BareTab : IAsyncDisposable
{
    private readonly HubConnection _connection;
    private readonly Lock _gate = new();
    private readonly List<long> _told = [];

    private BareTab(HubConnection connection)
    {
        _connection = connection;
        connection.On<Guid>(BareHub.Changed, _ =>
        {
            var at = Stopwatch.GetTimestamp();
            lock (_gate)
            {
                _told.Add(at);
            }
        });
    }

    public IReadOnlyList<long> Told
    {
        get
        {
            lock (_gate)
            {
                return [.. _told];
            }
        }
    }

    public static async Task<BareTab> OpenAsync(Uri address, Guid owner, Guid resource, CancellationToken token)
    {
        var tab = new BareTab(new HubConnectionBuilder()
            .WithUrl(new Uri(address, BareHub.Address), HttpTransportType.WebSockets, options => options.SkipNegotiation = true)
            .Build());
        await tab._connection.StartAsync(token);
        await tab._connection.InvokeAsync(nameof(BareHub.Watch), owner, resource, token);
        return tab;
    }

    public Task<ProcessFigures> MeasureAsync(CancellationToken token) =>
        _connection.InvokeAsync<ProcessFigures>(nameof(BareHub.Measure), token);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
