using System.Net.Sockets;
using System.Text;

namespace VideoSaas.Tests.Features.Videos.Uploads;

/// <summary>A PATCH on a bare socket, which sends what it is told and may vanish in the middle.</summary>
internal sealed class RawPatch : IDisposable
{
    private readonly TcpClient _socket = new();

    public static async Task<RawPatch> BeginAsync(UploadBench.TusClient client, string location, long offset, long length)
    {
        var patch = new RawPatch();
        await patch._socket.ConnectAsync(client.Address.Host, client.Address.Port);
        var head = $"""
            PATCH {location} HTTP/1.1
            Host: {client.Address.Authority}
            Tus-Resumable: 1.0.0
            Test-Person: {client.Person}
            Content-Type: application/offset+octet-stream
            Upload-Offset: {offset}
            Content-Length: {length}


            """.ReplaceLineEndings("\r\n");
        await patch.SendAsync(Encoding.ASCII.GetBytes(head));
        return patch;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _socket.GetStream().WriteAsync(bytes);

    /// <summary>The status line of the answer, or "" when the server closed without one.</summary>
    public async Task<string> AnswerAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var reader = new StreamReader(_socket.GetStream(), Encoding.ASCII, leaveOpen: true);
        try
        {
            return await reader.ReadLineAsync(limit.Token) ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>Gone without a word: the other side learns of it by a reset.</summary>
    public void Vanish()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public void Dispose() => _socket.Dispose();
}
