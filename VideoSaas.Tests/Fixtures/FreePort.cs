using System.Net;
using System.Net.Sockets;

namespace VideoSaas.Tests.Fixtures;

/// <summary>
/// Ports for programs that take one by number, and take it again after they were ended. From outside the range that the kernel
/// hands out by itself (from 32768 on): one of those could go to another test's connection meanwhile.
/// </summary>
internal static class FreePort
{
    private const int First = 10_000;
    private const int End = 32_000;
    private const int Tries = 100;

    public static int Next()
    {
        for (var tried = 0; tried < Tries; tried++)
        {
            var port = Random.Shared.Next(First, End);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }

        throw new InvalidOperationException($"None of {Tries} ports from {First} to {End} is free.");
    }
}
