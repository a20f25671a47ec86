using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;

namespace VideoSaas.Tests.Fixtures.Circuits;

/// <summary>
/// One tab without a browser: it reads a page, opens the circuit of that page over a WebSocket, acknowledges every batch that it
/// is sent and answers every call for a script with nothing. It applies nothing: whoever looks sees the bytes of the batches.
/// </summary>
internal sealed partial class CircuitTab : IAsyncDisposable
{
    private static readonly HttpClient Pages = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, MaxConnectionsPerServer = 8 });

    private readonly HubConnection _connection;
    private readonly Action<byte[], long> _onBatch;
    private readonly TaskCompletionSource _alive = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _error;

    private CircuitTab(HubConnection connection, Action<byte[], long> onBatch)
    {
        _connection = connection;
        _onBatch = onBatch;
        connection.On<long, byte[]>("JS.RenderBatch", OnBatchAsync);
        connection.On<long, string, string, int, long, int>("JS.BeginInvokeJS", OnCallAsync);
        connection.On<string>("JS.Error", error => Fail($"The circuit failed: {error}"));
        connection.Closed += failure =>
        {
            Fail($"The circuit was closed: {failure?.Message}");
            return Task.CompletedTask;
        };
    }

    /// <summary>Why the circuit is no more; null while it lives.</summary>
    public string? Error => Volatile.Read(ref _error);

    /// <param name="address">Of the app, with a slash at the end.</param>
    /// <param name="path">Of the page, without one at the start.</param>
    /// <param name="onBatch">Gets each batch as it was received and the timestamp at which it was; must be quick.</param>
    public static async Task<CircuitTab> OpenAsync(Uri address, string cookie, string path, Action<byte[], long> onBatch, CancellationToken token)
    {
        var page = new Uri(address, path);
        var html = await ReadAsync(page, cookie, token);
        var state = State().Match(html) is { Success: true } found ? found.Groups[1].Value : "";
        var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(address, "_blazor"), HttpTransportType.WebSockets, options =>
            {
                options.SkipNegotiation = true;
                options.Headers["Cookie"] = cookie;
            });
        connection.Services.AddSingleton(Protocol());
        var tab = new CircuitTab(connection.Build(), onBatch);
        try
        {
            await tab._connection.StartAsync(token);
            var circuit = await tab._connection.InvokeAsync<string?>("StartCircuit", address.ToString(), page.ToString(), "[]", state, token);
            Assert.False(string.IsNullOrEmpty(circuit), "The circuit was refused.");
            await tab._connection.SendAsync("UpdateRootComponents", Operations(html), state, token);
            await tab._alive.Task.WaitAsync(TimeSpan.FromSeconds(60), token);
            return tab;
        }
        catch
        {
            await tab.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async Task<string> ReadAsync(Uri page, string cookie, CancellationToken token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        request.Headers.Add("Cookie", cookie);
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.AcceptLanguage.ParseAdd("en");
        using var answer = await Pages.SendAsync(request, token);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(token);
    }

    /// <summary>Adds every component that the page marks as interactive, as the script of the framework does.</summary>
    private static string Operations(string html)
    {
        var markers = Marker().Matches(html)
            .Select(match => JsonSerializer.Deserialize<JsonElement>(match.Groups[1].Value))
            .Where(marker => marker.TryGetProperty("type", out var type) && type.GetString() == "server")
            .OrderBy(marker => marker.GetProperty("sequence").GetInt32())
            .ToList();
        Assert.NotEmpty(markers);
        return JsonSerializer.Serialize(new
        {
            batchId = 1,
            operations = markers.Select((marker, place) => new { type = "add", ssrComponentId = place + 1, marker }),
        });
    }

    /// <summary>The circuit's own protocol, which the framework keeps to itself.</summary>
    private static IHubProtocol Protocol()
    {
        var type = typeof(CircuitOptions).Assembly.GetType("Microsoft.AspNetCore.Components.Server.BlazorPack.BlazorPackHubProtocol", throwOnError: true)!;
        return (IHubProtocol)Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, [], null)!;
    }

    private async Task OnBatchAsync(long number, byte[] batch)
    {
        var at = Stopwatch.GetTimestamp();
        _onBatch(batch, at);
        await _connection.SendAsync("OnRenderCompleted", number, null);
        _alive.TrySetResult();
    }

    /// <param name="call">0 when nobody waits for an answer.</param>
    /// <param name="result">What kind of answer is awaited.</param>
    private Task OnCallAsync(long call, string name, string arguments, int result, long target, int kind)
    {
        // A module is a thing that must be there to be called.
        var answer = result == (int)JSCallResultType.JSObjectReference ? $$"""{"__jsObjectId":{{call}}}""" : "null";
        return call == 0 ? Task.CompletedTask : _connection.SendAsync("EndInvokeJSFromDotNet", call, true, $"[{call},true,{answer}]");
    }

    private void Fail(string error)
    {
        Interlocked.CompareExchange(ref _error, error, null);
        _alive.TrySetException(new InvalidOperationException(error));
    }

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->", RegexOptions.Singleline)]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:([A-Za-z0-9+/=]+)-->")]
    private static partial Regex State();
}
