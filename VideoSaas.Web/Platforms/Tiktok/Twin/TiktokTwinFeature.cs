using Microsoft.AspNetCore.Mvc;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Tiktok.Twin;

/// <summary>Maps each real host to a prefix, behind which the paths are the platform's own.</summary>
internal static class TiktokTwinFeature
{
    private static readonly (string Method, string Path, string Op)[] Calls =
    [
        ("GET", "v2/user/info/", TwinOps.UserInfo),
        ("POST", "v2/post/publish/creator_info/query/", TwinOps.CreatorInfo),
        ("POST", "v2/post/publish/video/init/", TwinOps.Init),
        ("POST", "v2/post/publish/inbox/video/init/", TwinOps.InboxInit),
        ("POST", "v2/post/publish/status/fetch/", TwinOps.Status),
        ("POST", "v2/video/list/", TwinOps.List),
        ("POST", "v2/video/query/", TwinOps.Query),
    ];

    public static IServiceCollection AddTiktokTwin(this IServiceCollection services)
    {
        services.AddOptions<TiktokTwinOptions>().BindConfiguration(TiktokTwinOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<TiktokStore>();
        services.AddSingleton<TiktokFaults>();
        services.AddSingleton<TiktokTwin>();
        services.AddSingleton<IPlatformTwin>(provider => provider.GetRequiredService<TiktokTwin>());
        services.AddSingleton<TwinOAuth>();
        services.AddSingleton<TwinPublishing>();
        services.AddSingleton<TwinDisplay>();
        services.AddSingleton<TwinApi>();
        services.AddSingleton<TwinUpload>();
        services.AddSingleton<TwinDialog>();
        services.AddSingleton<TwinPages>();
        return services;
    }

    public static IEndpointRouteBuilder MapTiktokTwin(this IEndpointRouteBuilder routes)
    {
        if (routes.MapTwin<TiktokFaults>("tiktok", "TikTok") is not { } twin)
        {
            return routes;
        }

        var authorize = $"/{TiktokAddresses.AuthorizeHost}/v2/auth/authorize/";
        twin.MapGet(authorize, (HttpContext context, TwinDialog dialog) => dialog.Show(context));
        twin.MapPost(authorize, (HttpContext context, TwinDialog dialog, CancellationToken token) =>
            dialog.DecideAsync(context, token)).DisableAntiforgery();

        var api = twin.MapGroup($"/{TiktokAddresses.ApiHost}");
        api.MapPost("/v2/oauth/token/", (HttpContext context, TwinOAuth oauth) => oauth.TokenAsync(context)).DisableAntiforgery();
        api.MapPost("/v2/oauth/revoke/", (HttpContext context, TwinOAuth oauth) => oauth.RevokeAsync(context)).DisableAntiforgery();
        foreach (var (method, path, op) in Calls)
        {
            api.MapMethods("/" + path, [method], (HttpContext context, TwinApi answers) => answers.AnswerAsync(context, op));
        }

        twin.MapPut($"/{TiktokAddresses.UploadHost}/video/", (HttpContext context, TwinUpload upload) => upload.AnswerAsync(context))
            .WithMetadata(new DisableRequestSizeLimitAttribute());
        twin.MapGet("", (string? account, TwinPages pages, CancellationToken token) => pages.ProfileAsync(account, token));
        twin.MapGet("/@{username}/video/{id}", (string username, string id, TwinPages pages, CancellationToken token) => pages.VideoAsync(username, id, token));
        twin.MapGet("/@{username}/video/{id}/file", (string username, string id, TwinPages pages, CancellationToken token) => pages.FileAsync(username, id, token));
        return routes;
    }
}
