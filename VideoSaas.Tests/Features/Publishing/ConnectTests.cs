using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Publishing.Connect;

namespace VideoSaas.Tests.Features.Publishing;

/// <summary>The browser's way to the twin's consent page and back, one request at a time.</summary>
public sealed partial class ConnectTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    [Fact]
    public async Task Consent_WithEverythingTicked_ConnectsTheAccountOnALaterPageOfResults()
    {
        var person = await fixture.App.NewPersonAsync();
        using var browser = fixture.App.NewClient(person);
        var login = NewLogin();

        var end = await ConsentAsync(browser, login);

        Assert.Equal("/channels?connected=1&platform=instagram", end.OriginalString);
        await using var db = fixture.App.Contexts.CreateDbContext();
        var account = await db.PlatformAccounts.SingleAsync(one => one.UserId == person.Id);
        Assert.Equal((login, AccountHealth.Connected, Platform.Instagram), (account.Username, account.Health, account.Platform));
        Assert.Contains("instagram_content_publish", account.Scopes);
        Assert.DoesNotContain("EAA", account.AccessTokenProtected, StringComparison.Ordinal);
        Assert.NotNull(JsonDocument.Parse(account.Details!).RootElement.GetProperty("data_access_ends_at").GetString());
        Assert.Empty(await db.UserTokens.Where(one => one.UserId == person.Id && one.LoginProvider.StartsWith("connect/")).ToListAsync());
    }

    [Fact]
    public async Task Consent_ToTwoAccounts_ConnectsThoseThatAreChosen_Once()
    {
        var person = await fixture.App.NewPersonAsync();
        using var browser = fixture.App.NewClient(person);
        var login = NewLogin();

        var (page, key) = await OfferAsync(browser, login);

        Assert.Contains($"@{login}", page, StringComparison.Ordinal);
        Assert.Contains($"@{login}.studio", page, StringComparison.Ordinal);
        Assert.Empty((await Channels(person))[0].Accounts);
        await using (var db = fixture.App.Contexts.CreateDbContext())
        {
            var kept = await db.UserTokens.SingleAsync(one => one.UserId == person.Id && one.LoginProvider == "connect/choice");
            Assert.NotEqual(key, kept.Name);
            var choices = (ConsentChoices)fixture.App.Services.GetService(typeof(ConsentChoices))!;
            foreach (var account in (await choices.FindAsync(person.Id, key, default))!.Accounts)
            {
                Assert.DoesNotContain(account.AccessToken, page + kept.Value, StringComparison.Ordinal);
                Assert.DoesNotContain(account.RefreshToken!, page + kept.Value, StringComparison.Ordinal);
            }
        }

        var offer = await Choose.LookAsync(person.Actor, key, default);
        var studio = offer!.Accounts.Single(one => one.Username == $"{login}.studio").ExternalId;
        Assert.Equal(1, (await Choose.ExecuteAsync(person.Actor, new(key, [studio]), default)).Value);

        Assert.Equal([$"{login}.studio"], (await Channels(person))[0].Accounts.Select(one => one.Username));
        Assert.Equal("consent_choice_gone", (await Choose.ExecuteAsync(person.Actor, new(key, [studio]), default)).Refusal?.Code);

        // Next time it is known, and the other can join it.
        var (_, again) = await OfferAsync(browser, login);
        Assert.Equal(
            [studio], (await Choose.LookAsync(person.Actor, again, default))!.Accounts.Where(one => one.IsConnected).Select(one => one.ExternalId));
        Assert.Equal(2, (await Choose.ExecuteAsync(
            person.Actor, new(again, [.. offer.Accounts.Select(one => one.ExternalId)]), default)).Value);
        Assert.Equal(2, (await Channels(person))[0].Accounts.Count);
    }

    [Fact]
    public async Task Choice_OfAnotherPersonOrOfNothing_ConnectsNothing()
    {
        var person = await fixture.App.NewPersonAsync();
        var stranger = await fixture.App.NewPersonAsync();
        using var browser = fixture.App.NewClient(person);
        var (_, key) = await OfferAsync(browser, NewLogin());

        Assert.Null(await Choose.LookAsync(stranger.Actor, key, default));
        Assert.Equal("consent_choice_gone", (await Choose.ExecuteAsync(stranger.Actor, new(key, ["1"]), default)).Refusal?.Code);
        Assert.Equal(0, (await Choose.ExecuteAsync(person.Actor, new(key, []), default)).Value);

        Assert.Empty((await Channels(person))[0].Accounts);
        Assert.Contains("This choice is over", await browser.GetStringAsync(new Uri($"channels/choose?key={key}", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Consent_AgainBySamePerson_RenewsInPlace_AndByAnother_IsTheirOwn()
    {
        var first = await fixture.App.NewPersonAsync();
        var second = await fixture.App.NewPersonAsync();
        using var browserOfFirst = fixture.App.NewClient(first);
        using var browserOfSecond = fixture.App.NewClient(second);
        var login = NewLogin();

        await ConsentAsync(browserOfFirst, login);
        string before;
        await using (var db = fixture.App.Contexts.CreateDbContext())
        {
            before = (await db.PlatformAccounts.SingleAsync(one => one.UserId == first.Id)).AccessTokenProtected;
        }

        await ConsentAsync(browserOfFirst, login);
        await ConsentAsync(browserOfSecond, login);

        await using var after = fixture.App.Contexts.CreateDbContext();
        var accounts = await after.PlatformAccounts.Where(one => one.Username == login).ToListAsync();
        Assert.Equal(new[] { first.Id, second.Id }.Order(), accounts.Select(one => one.UserId).Order());
        Assert.NotEqual(before, accounts.Single(one => one.UserId == first.Id).AccessTokenProtected);
        Assert.Single(accounts.Select(one => one.ExternalId).Distinct());
    }

    [Fact]
    public async Task Consent_Denied_ConnectsNothing()
    {
        var person = await fixture.App.NewPersonAsync();
        using var browser = fixture.App.NewClient(person);

        var end = await ConsentAsync(browser, NewLogin(), decision: "deny");

        Assert.StartsWith("/channels?refused=consent_denied", end.OriginalString, StringComparison.Ordinal);
        Assert.Empty((await Channels(person))[0].Accounts);
    }

    [Fact]
    public async Task Consent_WithoutANeededRight_NamesIt()
    {
        var person = await fixture.App.NewPersonAsync();
        using var browser = fixture.App.NewClient(person);

        var end = await ConsentAsync(browser, NewLogin(), without: "instagram_content_publish");

        var query = QueryHelpers.ParseQuery(new Uri(fixture.App.Address, end).Query);
        Assert.Equal(("scopes_missing", "instagram_content_publish"), (query["refused"].ToString(), query["detail"].ToString()));
        Assert.Empty((await Channels(person))[0].Accounts);
    }

    [Fact]
    public async Task Consent_WithoutAPageThatHasAnAccount_IsRefused()
    {
        var person = await fixture.App.NewPersonAsync();
        using var browser = fixture.App.NewClient(person);

        var end = await ConsentAsync(browser, NewLogin(), pages: [0]);

        Assert.StartsWith("/channels?refused=no_professional_account", end.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_IsGoodOnceAndForItsPersonOnly()
    {
        var person = await fixture.App.NewPersonAsync();
        var stranger = await fixture.App.NewPersonAsync();
        using var browser = fixture.App.NewClient(person);
        using var other = fixture.App.NewClient(stranger);
        var back = await DecideAsync(browser, NewLogin());

        var taken = await LocationAsync(await other.GetAsync(back));
        var once = await LocationAsync(await browser.GetAsync(back));
        var twice = await LocationAsync(await browser.GetAsync(back));

        Assert.StartsWith("/channels?refused=consent_state", taken.OriginalString, StringComparison.Ordinal);
        Assert.StartsWith("/channels?connected=1", once.OriginalString, StringComparison.Ordinal);
        Assert.StartsWith("/channels?refused=consent_state", twice.OriginalString, StringComparison.Ordinal);
        Assert.Empty((await Channels(stranger))[0].Accounts);
    }

    [Fact]
    public async Task Callback_WithAForgedCode_IsRefused()
    {
        var person = await fixture.App.NewPersonAsync();
        using var browser = fixture.App.NewClient(person);
        var back = await DecideAsync(browser, NewLogin());
        var query = QueryHelpers.ParseQuery(back.Query);

        var end = await LocationAsync(await browser.GetAsync(new Uri(
            fixture.App.Address, $"connect/instagram/callback?code=AQforged&state={Uri.EscapeDataString(query["state"]!)}")));

        Assert.StartsWith("/channels?refused=connect_failed", end.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dialog_WithAnotherWayBack_IsNotSentOn()
    {
        using var browser = fixture.App.NewClient();
        var address = "sandbox/instagram/dialog/v25.0/dialog/oauth?client_id=1000000000000001&response_type=code&scope=a&state=s&redirect_uri="
            + Uri.EscapeDataString("https://evil.example/connect/instagram/callback");

        var answer = await browser.GetAsync(new Uri(address, UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Stranger_FindsNothing()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.DraftAsync();
        var stranger = (await fixture.App.NewPersonAsync()).Actor;

        Assert.Equal("not_found", (await bench.Get<PublishingQueries>().PostAsync(stranger, postId, default)).Refusal?.Code);
        Assert.Equal("not_found", (await bench.Get<PublishingQueries>().ComposeAsync(stranger, bench.VideoId, default)).Refusal?.Code);
        Assert.Empty(await bench.Get<PublishingQueries>().PostsOfVideoAsync(stranger, bench.VideoId, default));
        Assert.Equal("not_found", (await bench.Get<SubmitPost>().ExecuteAsync(stranger, new(postId), default)).Refusal?.Code);
        Assert.Equal("not_found", (await bench.Get<RetryPost>().ExecuteAsync(stranger, new(postId), default)).Refusal?.Code);
        Assert.Equal("not_found", (await bench.Get<CancelPost>().ExecuteAsync(stranger, new(postId), default)).Refusal?.Code);
        Assert.Equal("not_found", (await bench.Get<ResolveUnconfirmed>().ExecuteAsync(stranger, new(postId, true), default)).Refusal?.Code);
        Assert.Equal("not_found", (await bench.Get<SavePost>().ExecuteAsync(stranger, new(bench.VideoId, bench.AccountId, ""), default)).Refusal?.Code);
        Assert.Equal("account_not_found", (await bench.Get<DisconnectAccount>().ExecuteAsync(stranger, new(bench.AccountId), default)).Refusal?.Code);
    }

    [Fact]
    public async Task Draft_IsRewrittenInPlace_AndSubmittedOnce()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var first = await bench.DraftAsync("one");
        var second = await bench.DraftAsync("two #tag");
        Assert.Equal(first, second);
        var compose = (await bench.Get<PublishingQueries>().ComposeAsync(bench.Person.Actor, bench.VideoId, default)).Value;
        var post = Assert.Single(compose.Channels).Post!;
        Assert.Equal(("two #tag", first), (post.Caption, post.Id));
        var verdicts = bench.Get<PublishingQueries>().Judge(compose.Channels[0], null, post.Caption, PostSettings.None);
        Assert.DoesNotContain(verdicts, verdict => verdict.Level == VerdictLevel.Error);

        Assert.Null((await bench.Get<SubmitPost>().ExecuteAsync(bench.Person.Actor, new(first), default)).Refusal);
        Assert.Equal("post_under_way", (await bench.Get<SubmitPost>().ExecuteAsync(bench.Person.Actor, new(first), default)).Refusal?.Code);
        Assert.Equal("post_under_way", (await bench.Get<SavePost>().ExecuteAsync(
            bench.Person.Actor, new(bench.VideoId, bench.AccountId, "three"), default)).Refusal?.Code);
        Assert.Null((await bench.Get<CancelPost>().ExecuteAsync(bench.Person.Actor, new(first), default)).Refusal);
    }

    [Fact]
    public async Task Text_BeyondALimit_IsKeptAsADraftAndNotSent()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.DraftAsync(new string('ก', 2201));

        var refused = await bench.Get<SubmitPost>().ExecuteAsync(bench.Person.Actor, new(postId), default);

        Assert.Equal("caption_too_long", refused.Refusal?.Code);
    }

    [Fact]
    public async Task Account_WhenDisconnected_LosesItsTokensHereAndItsAccessThere()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.DraftAsync();

        Assert.Null((await bench.Get<DisconnectAccount>().ExecuteAsync(bench.Person.Actor, new(bench.AccountId), default)).Refusal);

        await using var db = bench.Open();
        var account = await db.PlatformAccounts.IgnoreQueryFilters().SingleAsync(one => one.Id == bench.AccountId);
        Assert.Equal(("", null, AccountHealth.Revoked), (account.AccessTokenProtected, account.RefreshTokenProtected, account.Health));
        Assert.Empty((await Channels(bench.Person))[0].Accounts);
        var grants = await db.SandboxDocuments.Where(one => one.Kind == "grant").Select(one => one.Body).ToListAsync();
        Assert.All(
            grants.Select(grant => JsonDocument.Parse(grant).RootElement).Where(grant => grant.GetProperty("Login").GetString() == bench.Login),
            grant => Assert.True(grant.GetProperty("IsRevoked").GetBoolean()));
        Assert.Equal("account_not_found", (await bench.Get<SubmitPost>().ExecuteAsync(bench.Person.Actor, new(postId), default)).Refusal?.Code);

        // Connected again it is the same row, and the draft goes out.
        var known = bench.AccountId;
        await bench.ReconnectAsync();
        Assert.Equal(known, bench.AccountId);
        Assert.Null((await bench.Get<SubmitPost>().ExecuteAsync(bench.Person.Actor, new(postId), default)).Refusal);
        Assert.Null((await bench.Get<CancelPost>().ExecuteAsync(bench.Person.Actor, new(postId), default)).Refusal);
    }

    [Fact]
    public async Task Reconnect_WithAnotherAccount_IsRefused_AndWithTheSameKeepsTheSchedule()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        using var browser = fixture.App.NewClient(bench.Person);
        var postId = await bench.DraftAsync();
        Assert.Null((await bench.Get<SubmitPost>().ExecuteAsync(
            bench.Person.Actor, new(postId, new PostTime.At(DateTimeOffset.UtcNow.AddDays(1))), default)).Refusal);
        var before = await bench.PostAsync(postId);
        await using (var db = bench.Open())
        {
            var account = await db.PlatformAccounts.SingleAsync(one => one.Id == bench.AccountId);
            account.Health = AccountHealth.NeedsReauth;
            await db.SaveChangesAsync();
        }

        var refused = await ConsentAsync(browser, NewLogin(), pages: [0, 1, 2, 3], account: bench.AccountId);
        var query = QueryHelpers.ParseQuery(new Uri(fixture.App.Address, refused).Query);
        Assert.Equal(("different_account", bench.Login), (query["refused"].ToString(), query["detail"].ToString()));
        var page = WebUtility.HtmlDecode(await browser.GetStringAsync(refused));
        Assert.Contains($"This channel is {bench.Login}: sign in there as {bench.Login}", page, StringComparison.Ordinal);
        var unchanged = Assert.Single((await Channels(bench.Person))[0].Accounts);
        Assert.Equal((bench.AccountId, AccountHealth.NeedsReauth), (unchanged.Id, unchanged.Health));

        // Also a consent to several needs no choice: there is only one that is meant.
        var done = await ConsentAsync(browser, bench.Login, pages: [0, 1, 2, 3], account: bench.AccountId);
        Assert.Equal("/channels?connected=1&platform=instagram", done.OriginalString);
        var after = Assert.Single((await Channels(bench.Person))[0].Accounts);
        Assert.Equal((bench.AccountId, AccountHealth.Connected), (after.Id, after.Health));
        Assert.Equal((before.ScheduledFor, null), ((await bench.PostAsync(postId)).ScheduledFor, (await bench.PostAsync(postId)).HoldCode));
    }

    [Fact]
    public async Task Reconnect_OfAStrangersChannel_GoesNowhere()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        using var browser = fixture.App.NewClient(await fixture.App.NewPersonAsync());

        var end = await LocationAsync(await browser.GetAsync(new Uri($"connect/instagram?account={bench.AccountId}", UriKind.Relative)));

        Assert.StartsWith("/channels?refused=account_not_found", end.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disconnect_WithNothingEndedAtThePlatform_CanBeTakenBack()
    {
        var person = await fixture.App.NewPersonAsync();
        var stranger = await fixture.App.NewPersonAsync();
        using var browser = fixture.App.NewClient(person);
        await ConsentAsync(browser, NewLogin());
        await ConsentAsync(browser, NewLogin());
        var disconnect = (DisconnectAccount)fixture.App.Services.GetService(typeof(DisconnectAccount))!;
        var accounts = (await Channels(person))[0].Accounts;

        var first = await disconnect.ExecuteAsync(person.Actor, new(accounts[0].Id, MayRevoke: false), default);
        Assert.False(first.Value.IsRevoked);
        Assert.DoesNotContain(first.Value.AccessTokenProtected, first.Value.ToString(), StringComparison.Ordinal);
        Assert.Single((await Channels(person))[0].Accounts);
        Assert.Equal("account_not_found", (await disconnect.UndoAsync(stranger.Actor, first.Value, default)).Refusal?.Code);

        // The last of a consent ends it there as well: that is asked for, not undone.
        Assert.Equal("disconnect_revokes", (await disconnect.ExecuteAsync(person.Actor, new(accounts[1].Id, MayRevoke: false), default)).Refusal?.Code);

        Assert.Null((await disconnect.UndoAsync(person.Actor, first.Value, default)).Refusal);
        Assert.Null((await disconnect.UndoAsync(person.Actor, first.Value, default)).Refusal);
        var again = (await Channels(person))[0].Accounts;
        Assert.Equal(2, again.Count);
        Assert.All(again, account => Assert.Equal(AccountHealth.Connected, account.Health));
    }

    private ChooseAccounts Choose => (ChooseAccounts)fixture.App.Services.GetService(typeof(ChooseAccounts))!;

    /// <summary>A consent to both accounts of the login: the page that offers them, and the key of its address.</summary>
    private async Task<(string Page, string Key)> OfferAsync(HttpClient browser, string login)
    {
        var end = await ConsentAsync(browser, login, pages: [0, 1, 2, 3]);
        Assert.StartsWith("/channels/choose?key=", end.OriginalString, StringComparison.Ordinal);
        return (await browser.GetStringAsync(end), QueryHelpers.ParseQuery(new Uri(fixture.App.Address, end).Query)["key"].ToString());
    }

    private static string NewLogin() => "c" + Guid.CreateVersion7().ToString("N")[14..];

    private Task<IReadOnlyList<PlatformChannels>> Channels(TestPerson person) =>
        ((PublishingQueries)fixture.App.Services.GetService(typeof(PublishingQueries))!).ChannelsAsync(person.Actor, default);

    /// <summary>All the way; where the browser ends.</summary>
    private async Task<Uri> ConsentAsync(
        HttpClient browser, string login, string decision = "allow", string? without = null, int[]? pages = null, Guid? account = null) =>
        await LocationAsync(await browser.GetAsync(await DecideAsync(browser, login, decision, without, pages, account)));

    /// <summary>To the answer of the consent page: the address that the platform sends the browser to.</summary>
    private async Task<Uri> DecideAsync(
        HttpClient browser, string login, string decision = "allow", string? without = null, int[]? pages = null, Guid? account = null)
    {
        var dialog = await LocationAsync(await browser.GetAsync(
            new Uri(account is null ? "connect/instagram" : $"connect/instagram?account={account}", UriKind.Relative)));
        var page = await browser.GetStringAsync(dialog);
        var scopes = Scope().Matches(page).Select(match => match.Groups[1].Value).ToList();
        Assert.Contains("instagram_content_publish", scopes);
        var form = new List<KeyValuePair<string, string>> { new("login", login), new("decision", decision) };
        form.AddRange(scopes.Where(scope => scope != without).Select(scope => KeyValuePair.Create("scope", scope)));
        form.AddRange((pages ?? [0, 1, 2]).Select(index => KeyValuePair.Create("page", $"{index}")));
        using var content = new FormUrlEncodedContent(form);
        return await LocationAsync(await browser.PostAsync(dialog, content));
    }

    private static Task<Uri> LocationAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            return Task.FromResult(answer.Headers.Location!);
        }
    }

    [GeneratedRegex("name=\"scope\" value=\"([^\"]+)\"")]
    private static partial Regex Scope();
}
