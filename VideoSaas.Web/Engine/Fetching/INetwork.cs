using System.Net;
using System.Net.Sockets;
using VideoSaas.Domain.Videos;

namespace VideoSaas.Web.Engine.Fetching;

/// <summary>
/// Which addresses strangers' links may lead to. An interface so that tests can reach their own servers: nothing in configuration
/// can widen it.
/// </summary>
internal interface INetworkReach
{
    bool MayReach(IPEndPoint point);
}

/// <summary>The public internet alone.</summary>
internal sealed class PublicReach : INetworkReach
{
    public bool MayReach(IPEndPoint point) => PublicNetwork.IsPublic(point.Address);
}

/// <summary>Names and connections of this machine.</summary>
internal interface INetwork
{
    /// <exception cref="SocketException">No such name, or nobody to ask.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken token);

    /// <summary>Connects to this very address: nothing is looked up any more.</summary>
    /// <exception cref="SocketException">Nobody answers there.</exception>
    Task<Stream> ConnectAsync(IPEndPoint point, CancellationToken token);
}

internal sealed class Network : INetwork
{
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken token) => Dns.GetHostAddressesAsync(host, token);

    public async Task<Stream> ConnectAsync(IPEndPoint point, CancellationToken token)
    {
        var socket = new Socket(point.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(point, token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
