using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;

namespace VideoSaas.Web.Features.Videos.Uploads;

/// <summary>Names and values of tus 1.0.0, and how its numbers and our tokens are read. Pure.</summary>
internal static class TusHeaders
{
    public const string Version = "1.0.0";
    public const string Extensions = "creation,creation-with-upload,termination,expiration";
    public const string OffsetContentType = "application/offset+octet-stream";

    public const string Resumable = "Tus-Resumable";
    public const string VersionList = "Tus-Version";
    public const string Extension = "Tus-Extension";
    public const string MaxSize = "Tus-Max-Size";
    public const string UploadOffset = "Upload-Offset";
    public const string UploadLength = "Upload-Length";
    public const string UploadDeferLength = "Upload-Defer-Length";
    public const string UploadMetadata = "Upload-Metadata";
    public const string UploadExpires = "Upload-Expires";
    public const string UploadConcat = "Upload-Concat";
    public const string UploadChecksum = "Upload-Checksum";
    public const string MethodOverride = "X-HTTP-Method-Override";

    private const int TokenBytes = 24;

    /// <summary>A byte count: decimal digits only; no sign, no space, no overflow.</summary>
    public static bool TryParseCount(string? header, out long count) =>
        long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out count);

    /// <summary>True for <see cref="OffsetContentType"/>, whatever parameters follow it.</summary>
    public static bool IsOffsetContent(string? contentType)
    {
        var type = contentType.AsSpan();
        var parameters = type.IndexOf(';');
        return (parameters < 0 ? type : type[..parameters]).Trim()
            .Equals(OffsetContentType, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>192 random bits, base64url.</summary>
    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>Could this be a token of ours? Asked before the database is.</summary>
    public static bool IsToken(string? text) =>
        text is { Length: TokenBytes * 4 / 3 } && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    public static string FormatExpires(DateTimeOffset expiresAt) => expiresAt.ToString("R", CultureInfo.InvariantCulture);
}
