using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Youtube.Twin;

/// <summary>The API hosts: meets the faults, checks token and rights, counts the quota, and hands each call to who answers it.</summary>
internal sealed class TwinApi(
    YoutubeStore store,
    YoutubeFaults faults,
    TwinUploads uploads,
    TwinThumbnails thumbnails,
    TwinVideos videos,
    TwinReports reports,
    IOptions<SandboxOptions> options,
    IOptions<YoutubeTwinOptions> quotas,
    IOptions<YoutubeOptions> youtube,
    TimeProvider time)
{
    private static readonly string[] Reading = ["youtube.readonly", "youtube", "youtube.force-ssl"];

    private static readonly string[] Uploading = ["youtube.upload", "youtube", "youtube.force-ssl"];

    private static readonly string[] Changing = ["youtube", "youtube.force-ssl"];

    public async Task<IResult> AnswerAsync(HttpContext context, string path)
    {
        var token = context.RequestAborted;
        if (OpOf(context.Request, path.Trim('/')) is not { } op)
        {
            return TwinAnswers.Error(404, "notFound", "Not Found", "global");
        }

        var call = new TwinCall(context, op, await faults.TakeAsync(op, token));
        if (call.Fault.Is("slow"))
        {
            await Task.Delay(TimeSpan.FromSeconds(options.Value.SlowSeconds), time, token);
        }

        if (call.Fault.Is("drop-before"))
        {
            context.Abort();
            return Results.Empty;
        }

        if (TwinAnswers.OfFault(context, call.Fault) is { } faulty)
        {
            return faulty;
        }

        if (await CallerAsync(call) is not { } caller)
        {
            return TwinAnswers.BadToken(context);
        }

        if (!caller.HasAny(ScopesOf(op).Select(scope => $"https://www.googleapis.com/auth/{scope}")))
        {
            return TwinAnswers.MissingScope();
        }

        if (await IsSpentAsync(op, token))
        {
            return TwinAnswers.QuotaGone();
        }

        if (op != TwinOps.Report && !caller.Grant.HasChannel && op != TwinOps.Channels)
        {
            return TwinAnswers.Error(401, "youtubeSignupRequired", "Unauthorized", "youtube.header");
        }

        var answer = await DispatchAsync(call, caller);
        if (call.Fault.Is("drop-after"))
        {
            context.Abort();
            return Results.Empty;
        }

        return call.Fault.Is("error-but-done") ? TwinAnswers.OfFault(context, new ActiveFault("status", call.Fault.Value ?? 503))! : answer;
    }

    private Task<IResult> DispatchAsync(TwinCall call, TwinCaller caller) => call.Op switch
    {
        TwinOps.Insert => uploads.OpenAsync(call, caller),
        TwinOps.Upload or TwinOps.Probe => uploads.TakeAsync(call, caller),
        TwinOps.Thumbnail => thumbnails.SetAsync(call, caller),
        TwinOps.Channels => videos.ChannelsAsync(call, caller),
        TwinOps.List => videos.ListAsync(call, caller),
        TwinOps.Update => videos.UpdateAsync(call, caller),
        TwinOps.Delete => videos.DeleteAsync(call, caller),
        TwinOps.Playlist => videos.PlaylistAsync(call, caller),
        TwinOps.Stats => reports.StatsAsync(call, caller),
        _ => reports.ReportAsync(call, caller),
    };

    private static string? OpOf(HttpRequest request, string path) => (request.Method, path) switch
    {
        ("POST", "upload/youtube/v3/videos") => TwinOps.Insert,
        ("PUT", "upload/youtube/v3/videos") =>
            request.Headers.ContentRange.ToString().StartsWith("bytes */", StringComparison.Ordinal) ? TwinOps.Probe : TwinOps.Upload,
        ("POST", "upload/youtube/v3/thumbnails/set") => TwinOps.Thumbnail,
        ("GET", "youtube/v3/channels") => TwinOps.Channels,
        ("GET", "youtube/v3/videos") => TwinOps.List,
        ("PUT", "youtube/v3/videos") => TwinOps.Update,
        ("DELETE", "youtube/v3/videos") => TwinOps.Delete,
        ("GET", "youtube/v3/playlistItems") => TwinOps.Playlist,
        ("GET", "youtube/v3/videos:batchGetStats") => TwinOps.Stats,
        ("GET", "v2/reports") => TwinOps.Report,
        _ => null,
    };

    private static string[] ScopesOf(string op) => op switch
    {
        TwinOps.Insert or TwinOps.Upload or TwinOps.Probe or TwinOps.Thumbnail => Uploading,
        TwinOps.Update or TwinOps.Delete => Changing,
        TwinOps.Report => ["yt-analytics.readonly"],
        _ => Reading,
    };

    private async Task<TwinCaller?> CallerAsync(TwinCall call)
    {
        var header = call.Http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            || await store.FindAsync<TwinToken>(TwinSecrets.HashOf(header[7..].Trim()), call.Token) is not { Body: { IsRefresh: false } held })
        {
            return null;
        }

        if (call.Fault.Is("revoked"))
        {
            await store.ChangeAsync<TwinGrant>(held.GrantId, grant => grant with { IsRevoked = true }, call.Token);
        }

        return held.EndsAt >= time.GetUtcNow()
            && await store.FindAsync<TwinGrant>(held.GrantId, call.Token) is { Body: { IsRevoked: false } grant }
            && await store.FindAsync<TwinUser>(grant.Login, call.Token) is { Body: var user }
                ? new TwinCaller(grant, user)
                : null;
    }

    /// <summary>One bucket for uploads, one for everything else, both of the whole project; they are whole again at midnight in California.</summary>
    private async Task<bool> IsSpentAsync(string op, CancellationToken token)
    {
        var (bucket, units, most) = op switch
        {
            TwinOps.Insert => ("insert", 1, quotas.Value.UploadsPerDay),
            TwinOps.Update or TwinOps.Delete or TwinOps.Thumbnail => ("units", 50, quotas.Value.UnitsPerDay),
            TwinOps.Upload or TwinOps.Probe or TwinOps.Report => ("", 0, 0),
            TwinOps.Stats => ("stats", 1, quotas.Value.UnitsPerDay),
            _ => ("units", 1, quotas.Value.UnitsPerDay),
        };
        if (units == 0)
        {
            return false;
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(youtube.Value.QuotaZone);
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).Date);
        return await store.SpendAsync($"{bucket}/{day:yyyy-MM-dd}", units, token) > most;
    }
}
