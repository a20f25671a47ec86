using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Accounts;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Accounts.Export;

namespace VideoSaas.Tests.Host;

/// <summary>Somebody else's id in any address of ours: there is no such thing, whatever it is.</summary>
public sealed class StrangersTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Addresses of platforms' twins carry the platform's own ids, and tus has tests of its own for every verb.</summary>
    private static readonly string[] Others = ["/sandbox", "/connect", "/_", "/staff/hangfire", "/admin"];

    /// <summary>Pages that take an id beside their path.</summary>
    private static readonly string[] Queries = ["/posts/new?video={id}", "/bulk?videos={id}"];

    [Fact]
    public async Task Address_WithAStrangersId_Is404_AndTheOwnersIsThere()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.DraftAsync();
        await bench.BecomeReadyAsync(bench.VideoId);
        await using var db = bench.Open();
        await bench.BecomeKnownAsync(bench.VideoId);
        var assetId = await db.VideoAssets.Where(asset => asset.VideoId == bench.VideoId).Select(asset => asset.Id).SingleAsync(Token);
        using var owner = fixture.App.NewClient(bench.Person);
        using var stranger = fixture.App.NewClient(await fixture.App.NewPersonAsync());
        using var staff = fixture.App.NewClient(await fixture.App.NewPersonAsync(Roles.Staff));
        var exportId = (await bench.Get<RequestExport>().ExecuteAsync(bench.Person.Actor, Token)).Value;
        await bench.Get<MakeExports>().RunAsync(Token);
        Guid[] ids = [exportId, bench.VideoId, postId, assetId, bench.AccountId];

        foreach (var address in Addresses())
        {
            var found = 0;
            foreach (var id in ids)
            {
                var path = address.Replace("{id}", $"{id}", StringComparison.Ordinal);
                found += await StatusAsync(owner, path) == HttpStatusCode.OK ? 1 : 0;
                Assert.Equal((path, HttpStatusCode.NotFound), (path, await StatusAsync(stranger, path)));
                Assert.Equal((path, HttpStatusCode.NotFound), (path, await StatusAsync(staff, path)));
            }

            Assert.True(found > 0, $"{address} shows its owner nothing: it was asked wrongly.");
        }
    }

    private IEnumerable<string> Addresses()
    {
        var routes = fixture.App.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.Parameters.Any(parameter => parameter.ParameterPolicies.Any(policy => policy.Content == "guid")))
            .Select(route => "/" + string.Join('/', route.RoutePattern.PathSegments.Select(
                segment => segment.Parts is [Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal] ? literal.Content : "{id}")))
            .Where(path => !Others.Any(other => path.StartsWith(other, StringComparison.Ordinal)))
            .Distinct().ToList();
        Assert.True(routes.Count >= 4, string.Join(' ', routes));
        return routes.Concat(Queries);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
        return answer.StatusCode;
    }
}
