using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Engine.Fetching;

/// <summary>
/// Opens the connections of <see cref="PublicFetch"/>. The name is looked up once, every address it has is judged, and only a
/// judged address is connected to: a name that answers differently the next time leads nowhere else.
/// </summary>
internal sealed class CheckedConnection(
    INetwork network, INetworkReach reach, IOptions<FetchOptions> options, TimeProvider time)
{
    /// <summary>More than this no honest name has.</summary>
    private const int MostAddresses = 16;

    /// <exception cref="AddressRefusedException">One of the name's addresses may not be reached. Nothing was sent.</exception>
    /// <exception cref="SocketException">No such name, or nobody answers.</exception>
    public async Task<Stream> OpenAsync(DnsEndPoint where, CancellationToken token)
    {
        var addresses = await network.ResolveAsync(where.Host, token);
        var points = addresses.Take(MostAddresses).Select(address => new IPEndPoint(Plain(address), where.Port)).ToList();

        // One bad address among good ones is how a name lures a careless client inside, so it spoils them all.
        if (points.Find(point => !reach.MayReach(point)) is not null)
        {
            throw new AddressRefusedException();
        }

        Exception? failure = null;
        foreach (var point in points)
        {
            using var patience = new CancellationTokenSource(options.Value.ConnectTimeout, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(token, patience.Token);
            try
            {
                return await network.ConnectAsync(point, both.Token);
            }
            catch (SocketException unreachable)
            {
                failure = unreachable;
            }
            catch (OperationCanceledException) when (!token.IsCancellationRequested)
            {
                failure = new SocketException((int)SocketError.TimedOut);
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>An IPv4 address in IPv6 clothes is dialled as what it is, so that what was judged is what is reached.</summary>
    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}

/// <summary>Thrown through the HTTP machinery, which knows no results; <see cref="PublicFetch"/> makes a value of it.</summary>
internal sealed class AddressRefusedException() : IOException("The name leads to an address that may not be reached.");
