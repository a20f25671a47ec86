using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Tests.Architecture;

/// <summary>Rules that only the running app can show.</summary>
public sealed class RouteTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    /// <summary>For programs: the twins (a platform's own addresses), health, theme and frameworks' routes are none of ours.</summary>
    private static readonly string[] ApiRoots = ["/api", "/uploads", "/media", "/connect"];

    private IEnumerable<RouteEndpoint> Routes =>
        fixture.App.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    [Fact]
    public void ApiRoute_NeverLacksNameSummaryOrPolicy()
    {
        var routes = Routes.Where(route => ApiRoots.Any(root => Path(route).StartsWith(root, StringComparison.Ordinal))).ToList();
        Assert.True(routes.Count >= 6, string.Join('\n', Routes.Select(Path)));
        AssertNone(
            from route in routes
            let lacks = string.Join(", ", Lacks(route))
            where lacks.Length > 0
            select $"{route.DisplayName} lacks {lacks}");
    }

    [Fact]
    public void Page_NeverLacksAPolicy() => AssertNone(
        from route in Routes
        where route.Metadata.GetMetadata<RouteAttribute>() is not null && !HasPolicy(route)
            && !Path(route).StartsWith("/account/", StringComparison.Ordinal)
        select Path(route));

    [Fact]
    public void JobType_HasExactlyOneHandler() => AssertNone(
        from handler in fixture.App.Services.GetServices<IJobHandler>().GroupBy(handler => handler.JobType)
        where handler.Count() != 1
        select $"{handler.Key}: {handler.Count()} handlers");

    private static IEnumerable<string> Lacks(RouteEndpoint route)
    {
        if (route.Metadata.GetMetadata<IEndpointNameMetadata>() is null)
        {
            yield return "name";
        }

        if (route.Metadata.GetMetadata<IEndpointSummaryMetadata>() is null)
        {
            yield return "summary";
        }

        if (!HasPolicy(route))
        {
            yield return "policy";
        }
    }

    private static bool HasPolicy(RouteEndpoint route) =>
        route.Metadata.GetMetadata<IAuthorizeData>() is not null || route.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static string Path(RouteEndpoint route) => "/" + route.RoutePattern.RawText?.TrimStart('/');

    private static void AssertNone(IEnumerable<string> broken)
    {
        var list = broken.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(list.Count == 0, $"{list.Count} places:\n{string.Join('\n', list)}");
    }
}
