using System.Diagnostics.CodeAnalysis;
using System.Text;
using VideoSaas.Domain.Videos;

namespace VideoSaas.Web.Features.Videos.Uploads;

/// <summary>The pairs of an <c>Upload-Metadata</c> header: key to decoded value. Labels that a stranger wrote.</summary>
internal sealed class UploadMetadata
{
    /// <summary>The whole header, in characters.</summary>
    public const int MaxHeaderLength = 4096;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, string> _values;

    private UploadMetadata(Dictionary<string, string> values) => _values = values;

    /// <summary>The name to show: no path, no control characters, at most 255 characters, never empty.</summary>
    public string Filename => OriginalFilename.Clean(_values.GetValueOrDefault("filename"));

    /// <summary>Chosen by the client so that a repeated creation finds the upload it made before.</summary>
    public string? ClientUploadId => _values.GetValueOrDefault("clientuploadid") is { Length: > 0 } id ? id : null;

    /// <summary>The file's date as our own client writes it.</summary>
    public string? LastModified => _values.GetValueOrDefault("lastmodified");

    /// <summary>No header at all is an empty list; a pair that breaks the grammar, or text that is no UTF-8, is none.</summary>
    public static bool TryParse(string? header, [NotNullWhen(true)] out UploadMetadata? metadata)
    {
        metadata = null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(header))
        {
            metadata = new UploadMetadata(values);
            return true;
        }

        if (header.Length > MaxHeaderLength)
        {
            return false;
        }

        foreach (var pair in header.Split(','))
        {
            var parts = pair.Trim().Split(' ');
            if (parts.Length > 2 || !IsKey(parts[0])
                || !TryDecode(parts.Length == 2 ? parts[1] : "", out var value) || !values.TryAdd(parts[0], value))
            {
                return false;
            }
        }

        metadata = new UploadMetadata(values);
        return true;
    }

    private static bool IsKey(string key) => key.Length > 0 && key.All(letter => letter is > ' ' and < (char)127);

    private static bool TryDecode(string base64, out string value)
    {
        value = "";
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var count))
        {
            return false;
        }

        try
        {
            value = StrictUtf8.GetString(bytes, 0, count);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
