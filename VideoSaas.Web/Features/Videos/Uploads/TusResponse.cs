using System.Globalization;
using VideoSaas.Domain.Videos;

namespace VideoSaas.Web.Features.Videos.Uploads;

/// <summary>The answers that several verbs give.</summary>
internal static class TusResponse
{
    public static Task NotAllowed(HttpContext context) => Status(context, StatusCodes.Status405MethodNotAllowed);

    public static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>The body is not read to its end, so the connection cannot carry another request.</summary>
    public static void Hangup(HttpContext context)
    {
        if (HttpProtocol.IsHttp11(context.Request.Protocol) || HttpProtocol.IsHttp10(context.Request.Protocol))
        {
            context.Response.Headers.Connection = "close";
        }
    }

    /// <summary>A sentence that the page shows to the person as it is.</summary>
    public static async Task SayAsync(HttpContext context, int status, string sentence)
    {
        Hangup(context);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(sentence, context.RequestAborted);
    }

    public static void WriteOffset(HttpContext context, long offsetBytes) =>
        context.Response.Headers[TusHeaders.UploadOffset] = offsetBytes.ToString(CultureInfo.InvariantCulture);

    /// <summary>An upload that is whole never expires.</summary>
    public static void WriteExpiry(HttpContext context, UploadStatus status, DateTimeOffset expiresAt)
    {
        if (status == UploadStatus.Receiving)
        {
            context.Response.Headers[TusHeaders.UploadExpires] = TusHeaders.FormatExpires(expiresAt);
        }
    }
}
