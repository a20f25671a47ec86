using System.Net;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Accounts;
using VideoSaas.Web.Features.Publishing.Schedule;

namespace VideoSaas.Tests.Features.Accounts;

/// <summary>A browser that was never here before knows no zone; its person may have chosen one.</summary>
public sealed class ZoneTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FirstPage_OfAFreshBrowser_IsInTheZoneThatItsPersonSaved_AndPlansInIt()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await bench.BecomeReadyAsync(bench.VideoId);
        await bench.Get<AddQueueSlot>().ExecuteAsync(
            bench.Person.Actor, new AddQueueSlotInput(null, [1, 2, 3, 4, 5, 6, 7], new TimeOnly(18, 30), "Asia/Bangkok"), Token);
        await bench.Get<SaveProfile>().ExecuteAsync(bench.Person.Actor, new UserPreferences { TimeZone = "Asia/Bangkok" }, Token);

        var calendar = await PageAsync(bench, "/calendar");
        Assert.Contains("Bangkok (GMT+7)", calendar, StringComparison.Ordinal);
        var bulk = await PageAsync(bench, $"/bulk?videos={bench.VideoId:N}");
        Assert.Contains("Bangkok (GMT+7)", bulk, StringComparison.Ordinal);
        Assert.Matches(@"<td class=""vs-nowrap"">[^<]*, 18:30</td>", bulk);

        // What they chose goes before where the browser is.
        Assert.Contains("Bangkok (GMT+7)", await PageAsync(bench, "/calendar", "vs-zone=America%2FNew_York"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FirstPage_OfWhoChoseNoZone_IsInTheBrowsers()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        Assert.Contains("New York (GMT−", await PageAsync(bench, "/calendar", "vs-zone=America%2FNew_York"), StringComparison.Ordinal);
        Assert.Contains("UTC", await PageAsync(bench, "/calendar"), StringComparison.Ordinal);
    }

    private static async Task<string> PageAsync(PublishingBench bench, string address, string? cookie = null)
    {
        using var client = bench.App.NewClient();
        client.DefaultRequestHeaders.Add("Cookie", $"{TestPerson.CookieName}={bench.Person.Cookie}{(cookie is null ? null : $"; {cookie}")}");
        return WebUtility.HtmlDecode(await client.GetStringAsync(new Uri(address, UriKind.Relative), Token));
    }
}
