using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Components;

namespace VideoSaas.Web.Components;

/// <summary>
/// How a page's state travels to its circuit: as compressed JSON, a tenth of what it is without. What is too much even so does not
/// travel, and the circuit reads it anew; a message over the limit would end the circuit before it begins.
/// </summary>
internal sealed class PackedState<T> : PersistentComponentStateSerializer<T>
{
    /// <summary>Of one value, before it is encrypted and written as text.</summary>
    public const int MostBytes = 192 * 1024;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    public override void Persist(T value, IBufferWriter<byte> writer)
    {
        using var packed = new MemoryStream();
        using (var stream = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(stream, value, Format);
        }

        if (packed.Length <= MostBytes)
        {
            writer.Write(packed.GetBuffer().AsSpan(0, (int)packed.Length));
        }
    }

    /// <summary>Nothing where nothing travelled.</summary>
    public override T Restore(ReadOnlySequence<byte> data)
    {
        if (data.IsEmpty)
        {
            return default!;
        }

        using var stream = new BrotliStream(new MemoryStream(data.ToArray(), writable: false), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<T>(stream, Format)!;
    }
}
