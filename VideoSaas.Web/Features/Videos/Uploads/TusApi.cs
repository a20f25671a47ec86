using System.Data.Common;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Web.Host;

namespace VideoSaas.Web.Features.Videos.Uploads;

/// <summary>
/// Routes of the resumable upload server, tus 1.0.0. Here is what all verbs share: the method override, the version, the
/// limits that are lifted, and what a broken world looks like to the client.
/// </summary>
internal sealed partial class TusApi(TusCreation creation, TusTransfer transfer, TusTermination termination, ILogger<TusApi> logger)
{
    public const string Root = "/uploads";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Root, [HttpMethods.Options], Discover)
            .WithName("TusDiscover").WithSummary("What the upload server can do.").AllowAnonymous();
        routes.MapMethods(Root + "/{token}", [HttpMethods.Options], Discover)
            .WithName("TusDiscoverUpload").WithSummary("What the upload server can do.").AllowAnonymous();

        Lift(routes.MapMethods(
                Root, [HttpMethods.Post], (HttpContext context, TusApi api) => api.AnswerAsync(context, token: null)))
            .WithName("TusCreate").WithSummary("Creates a resumable upload, with its first bytes if the request has some.");
        Lift(routes.MapMethods(
                Root + "/{token}", [HttpMethods.Head, HttpMethods.Patch, HttpMethods.Delete, HttpMethods.Post],
                (HttpContext context, TusApi api, string token) => api.AnswerAsync(context, token)))
            .WithName("TusUpload").WithSummary("Asks for an upload's offset, appends bytes to it, or ends it.");
    }

    /// <summary>
    /// A file may take hours, so neither the size nor the pace of the body is limited by the server; the receiver has its own
    /// idle time. Without the redirect switch an expired login would answer with a page.
    /// </summary>
    private static RouteHandlerBuilder Lift(RouteHandlerBuilder route) => route
        .RequireAuthorization(Policies.Creator)
        .WithMetadata(new DisableRequestSizeLimitAttribute())
        .DisableCookieRedirect()
        .ExcludeFromDescription();

    private static void Discover(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers[TusHeaders.Resumable] = TusHeaders.Version;
        response.Headers[TusHeaders.VersionList] = TusHeaders.Version;
        response.Headers[TusHeaders.Extension] = TusHeaders.Extensions;
    }

    private async Task AnswerAsync(HttpContext context, string? token)
    {
        Prepare(context);
        var method = MethodOf(context.Request);
        if (context.Request.Headers[TusHeaders.Resumable] != TusHeaders.Version)
        {
            context.Response.Headers[TusHeaders.VersionList] = TusHeaders.Version;
            context.Response.StatusCode = StatusCodes.Status412PreconditionFailed;
            return;
        }

        try
        {
            await RouteAsync(context, method, token);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogClientGone(method);
        }
        catch (Exception fault) when (IsBrokenWorld(fault) && !context.Response.HasStarted)
        {
            LogBrokenWorld(fault, method);
            TusResponse.Hangup(context);

            // At any other error of HEAD the client forgets the upload and begins again at byte 0; this one it repeats.
            context.Response.StatusCode = method == HttpMethods.Head
                ? StatusCodes.Status423Locked
                : fault is IOException ? StatusCodes.Status507InsufficientStorage : StatusCodes.Status503ServiceUnavailable;
        }
    }

    private Task RouteAsync(HttpContext context, string method, string? token)
    {
        if (token is null)
        {
            return method == HttpMethods.Post ? creation.CreateAsync(context) : TusResponse.NotAllowed(context);
        }

        return method switch
        {
            _ when method == HttpMethods.Head => transfer.TellOffsetAsync(context, token),
            _ when method == HttpMethods.Patch => transfer.AppendAsync(context, token),
            _ when method == HttpMethods.Delete => termination.TerminateAsync(context, token),
            _ => TusResponse.NotAllowed(context),
        };
    }

    private static void Prepare(HttpContext context)
    {
        // Our bare 404 must not be drawn again as a page.
        if (context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } pace)
        {
            pace.MinDataRate = null;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        context.Response.Headers[TusHeaders.Resumable] = TusHeaders.Version;
        context.Response.Headers.CacheControl = "no-store";
    }

    /// <summary>Some networks let only GET and POST through: there the client names its method in a header.</summary>
    private static string MethodOf(HttpRequest request) =>
        request.Method == HttpMethods.Post && request.Headers[TusHeaders.MethodOverride].ToString() is { Length: > 0 } named
            ? HttpMethods.GetCanonicalizedValue(named)
            : request.Method;

    private static bool IsBrokenWorld(Exception fault) =>
        fault is DbException or DbUpdateException or IOException or TimeoutException or InvalidOperationException
            or OperationCanceledException;

    [LoggerMessage(LogLevel.Debug, "The client left during {Method}")]
    private partial void LogClientGone(string method);

    [LoggerMessage(LogLevel.Error, "{Method} of an upload failed; the client will try again")]
    private partial void LogBrokenWorld(Exception fault, string method);
}
