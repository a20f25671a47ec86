using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using VideoSaas.Web.Engine.Fetching;

namespace VideoSaas.Tests.Fixtures;

/// <summary>Names that a test makes up, and a list of every lookup and connection. Every other name leads to this machine.</summary>
internal sealed class NamedNetwork : INetwork
{
    private readonly Network _real = new();

    /// <summary>Answers in turn; the last one stays.</summary>
    public ConcurrentDictionary<string, Queue<string[]>> Names { get; } = new(StringComparer.OrdinalIgnoreCase);

    public ConcurrentQueue<string> Lookups { get; } = new();

    public ConcurrentQueue<IPEndPoint> Connections { get; } = new();

    public void Name(string host, params string[][] answers) => Names[host] = new Queue<string[]>(answers);

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken token)
    {
        Lookups.Enqueue(host);
        if (!Names.TryGetValue(host, out var answers))
        {
            return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
        }

        var answer = answers.Count > 1 ? answers.Dequeue() : answers.Peek();
        return answer.Length == 0
            ? Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound))
            : Task.FromResult<IPAddress[]>([.. answer.Select(IPAddress.Parse)]);
    }

    public Task<Stream> ConnectAsync(IPEndPoint point, CancellationToken token)
    {
        Connections.Enqueue(point);
        return _real.ConnectAsync(point, token);
    }
}

/// <summary>The public internet, and one server of the test.</summary>
internal sealed class HostReach(FileHost host) : INetworkReach
{
    private readonly PublicReach _public = new();

    public bool MayReach(IPEndPoint point) =>
        (point.Port == host.Port && point.Address.Equals(IPAddress.Loopback)) || _public.MayReach(point);
}
