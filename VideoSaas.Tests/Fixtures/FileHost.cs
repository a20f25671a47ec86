using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace VideoSaas.Tests.Fixtures;

/// <summary>
/// A stranger's web server on a port of this machine, down to the socket: it cuts, drips and lies as told, and counts every
/// connection and request.
/// </summary>
public sealed class FileHost : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Task, bool> _talks = new();
    private readonly Task _accepting;
    private int _connections;

    public FileHost()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => _connections;

    public ConcurrentQueue<HostRequest> Requests { get; } = new();

    /// <summary>What the next requests get; the connection is closed after it.</summary>
    public Func<HostRequest, Stream, CancellationToken, Task> Answer { get; set; } =
        (_, stream, token) => WriteHeadAsync(stream, "404 Not Found", ["Content-Length: 0"], token);

    public Uri AddressOf(string path, string host = "clips.example.org") => new($"http://{host}:{Port}{path}");

    public void Redirect(string location, string status = "302 Found") =>
        Answer = (_, stream, token) => WriteHeadAsync(stream, status, [$"Location: {location}", "Content-Length: 0"], token);

    public static async Task WriteHeadAsync(Stream stream, string status, IEnumerable<string> headers, CancellationToken token) =>
        await stream.WriteAsync(
            Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}Connection: close\r\n\r\n"), token);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_talks.Keys);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                Interlocked.Increment(ref _connections);
                _talks.TryAdd(TalkAsync(client), true);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
            var first = await reader.ReadLineAsync(_end.Token);
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } line)
            {
                if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
                {
                    headers[line[..colon]] = line[(colon + 1)..].Trim();
                }
            }

            if (first?.Split(' ') is not [_, var path, _])
            {
                return;
            }

            var request = new HostRequest(path, headers);
            Requests.Enqueue(request);
            await Answer(request, stream, _end.Token);

            // A clean end, so that nothing that was sent is lost on its way.
            client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(Stream.Null, _end.Token);
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
        {
        }
    }
}

public sealed record HostRequest(string Path, IReadOnlyDictionary<string, string> Headers)
{
    public string? this[string header] => Headers.GetValueOrDefault(header);

    /// <summary>Offset of the first byte asked for; null when all was.</summary>
    public int? From => this["Range"] is { } range ? int.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture) : null;
}

/// <summary>A file as a good server hands it out, with the faults that a test asks for.</summary>
public sealed class HostedFile(byte[] content)
{
    public byte[] Content { get; set; } = content;

    public string? EntityTag { get; set; } = "\"one\"";

    public DateTimeOffset? LastModified { get; set; }

    public bool TakesRanges { get; set; } = true;

    public bool TellsLength { get; set; } = true;

    public List<string> MoreHeaders { get; } = ["Content-Type: video/mp4"];

    /// <summary>After so many bytes of a body the connection ends, once for each entry.</summary>
    public Queue<int> CutsAfter { get; } = new();

    /// <summary>Called when a cut body was sent; the connection stays open until it returns.</summary>
    public Func<CancellationToken, Task> BeforeCut { get; set; } = _ => Task.CompletedTask;

    public async Task AnswerAsync(HostRequest request, Stream stream, CancellationToken token)
    {
        var isSame = request["If-Range"] is not { } condition || condition == EntityTag || condition == LastModified?.ToString("R");
        var from = TakesRanges && isSame && request.From is { } wanted ? wanted : 0;
        var headers = new List<string>(MoreHeaders) { $"Date: {DateTimeOffset.UtcNow:R}" };
        if (EntityTag is not null)
        {
            headers.Add($"ETag: {EntityTag}");
        }

        if (LastModified is { } date)
        {
            headers.Add($"Last-Modified: {date:R}");
        }

        if (from > Content.Length - 1 && request.From is not null)
        {
            await FileHost.WriteHeadAsync(stream, "416 Range Not Satisfiable", [$"Content-Range: bytes */{Content.Length}", "Content-Length: 0"], token);
            return;
        }

        if (from > 0)
        {
            headers.Add($"Content-Range: bytes {from}-{Content.Length - 1}/{Content.Length}");
        }

        if (TellsLength)
        {
            headers.Add($"Content-Length: {Content.Length - from}");
        }

        await FileHost.WriteHeadAsync(stream, from > 0 ? "206 Partial Content" : "200 OK", headers, token);
        if (CutsAfter.TryDequeue(out var most))
        {
            await stream.WriteAsync(Content.AsMemory(from, Math.Min(most, Content.Length - from)), token);
            await BeforeCut(token);
            return;
        }

        await stream.WriteAsync(Content.AsMemory(from), token);
    }
}
