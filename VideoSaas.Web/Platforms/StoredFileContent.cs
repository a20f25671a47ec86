using System.Net;

namespace VideoSaas.Web.Platforms;

/// <summary>
/// Bytes of a stored file as a request's body: a length that is known, so that nothing is sent in chunks, never more of it in
/// memory than one buffer, and a word after each buffer.
/// </summary>
/// <param name="file">Stands at the first byte to send; the caller disposes it.</param>
/// <param name="sent">Told the bytes of this body that have left so far.</param>
public sealed class StoredFileContent(Stream file, long lengthBytes, Action<long> sent) : HttpContent
{
    private const int BufferBytes = 128 * 1024;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        var done = 0L;
        while (done < lengthBytes)
        {
            var read = await file.ReadAsync(
                buffer.AsMemory(0, (int)Math.Min(buffer.Length, lengthBytes - done)), cancellationToken);
            if (read == 0)
            {
                throw new IOException("The stored file is shorter than its row says.");
            }

            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            done += read;
            sent(done);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = lengthBytes;
        return true;
    }
}
