using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Tests.Data;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Accounts;
using VideoSaas.Web.Features.Admin;

namespace VideoSaas.Tests.Features.Admin;

/// <summary>What an admin does to people, on the real database.</summary>
public sealed class PeopleTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private readonly AppHost _app = fixture.App;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Suspend_ThenReactivate_LeavesOneRowEachWithWhoAndWhy()
    {
        var admin = await _app.NewPersonAsync(Roles.Admin);
        var person = await _app.NewPersonAsync();

        Assert.True((await SuspendAsync(admin.Actor, person.Id, "  spam in 40 posts ")).Succeeded);
        Assert.Equal("not_suspendable", (await SuspendAsync(admin.Actor, person.Id, "again please")).Refusal?.Code);
        Assert.True((await ReactivateAsync(admin.Actor, person.Id, "was a mistake")).Succeeded);

        var rows = await TrailAsync(person.Id, "user.suspended", "user.reactivated");
        Assert.Equal(["user.suspended", "user.reactivated"], rows.Select(row => row.Action));
        Assert.All(rows, row => Assert.Equal(admin.Id.ToString(), row.ActorId));
        Assert.Equal("spam in 40 posts", JsonDocument.Parse(rows[0].Metadata!).RootElement.GetProperty("reason").GetString());
        Assert.Equal("""{"status": ["active", "suspended"]}""", rows[0].Changes);
    }

    [Fact]
    public async Task Suspend_OfOneself_IsRefused()
    {
        var admin = await _app.NewPersonAsync(Roles.Admin);
        Assert.Equal("self_suspension", (await SuspendAsync(admin.Actor, admin.Id, "tired of it")).Refusal?.Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  x ")]
    public async Task Suspend_WithoutAReason_IsRefused(string? reason)
    {
        var admin = await _app.NewPersonAsync(Roles.Admin);
        var person = await _app.NewPersonAsync();
        Assert.Equal("reason_missing", (await SuspendAsync(admin.Actor, person.Id, reason)).Refusal?.Code);
    }

    [Theory]
    [InlineData(Roles.Creator)]
    [InlineData(Roles.Staff)]
    public async Task Deeds_OfAnyoneButAnAdmin_AreForbidden(string role)
    {
        var other = await _app.NewPersonAsync(role);
        var person = await _app.NewPersonAsync();
        Assert.IsType<Forbidden>((await SuspendAsync(other.Actor, person.Id, "because I can")).Refusal);
        Assert.IsType<Forbidden>((await ReactivateAsync(other.Actor, person.Id, "because I can")).Refusal);
        Assert.IsType<Forbidden>((await ChangeTierAsync(other.Actor, person.Id, Tier.Pro)).Refusal);
        Assert.IsType<Forbidden>((await OpenAsync(other.Actor, person.Id)).Refusal);
        Assert.IsType<Forbidden>((await ListAsync(other.Actor, new PeopleFilter())).Refusal);
    }

    [Fact]
    public async Task ChangeTier_UpAndDown_MovesTheLimitAndTheSubscription()
    {
        var admin = await _app.NewPersonAsync(Roles.Admin);
        var person = await _app.NewPersonAsync();

        Assert.True((await ChangeTierAsync(admin.Actor, person.Id, Tier.Pro)).Succeeded);
        await using (var db = await _app.Contexts.CreateDbContextAsync(Token))
        {
            var pro = await db.Users.SingleAsync(user => user.Id == person.Id, Token);
            var subscription = await db.Subscriptions.SingleAsync(row => row.UserId == person.Id, Token);
            Assert.Equal((Tier.Pro, 150, subscription.Id.ToString()), (pro.SubscriptionTier, pro.MonthlyQuota, pro.SubscriptionId));
            await FoundingColumns.AssertHeldAsync(_app.Services.GetRequiredService<NpgsqlDataSource>(), this);
            Assert.Equal((Tier.Pro, SubscriptionStatus.Active, "manual"), (subscription.Tier, subscription.Status, subscription.Provider));
        }

        Assert.Equal("tier_same", (await ChangeTierAsync(admin.Actor, person.Id, Tier.Pro)).Refusal?.Code);
        Assert.True((await ChangeTierAsync(admin.Actor, person.Id, Tier.Free)).Succeeded);
        await using (var db = await _app.Contexts.CreateDbContextAsync(Token))
        {
            var free = await db.Users.SingleAsync(user => user.Id == person.Id, Token);
            Assert.Equal((Tier.Free, 30, null), (free.SubscriptionTier, free.MonthlyQuota, free.SubscriptionId));
            Assert.Equal(SubscriptionStatus.Cancelled, (await db.Subscriptions.SingleAsync(row => row.UserId == person.Id, Token)).Status);
        }

        Assert.Equal(2, (await TrailAsync(person.Id, "user.tier_changed")).Count);
    }

    [Fact]
    public async Task Open_RecordsTheVisitOnceAndShowsTheChanges()
    {
        var admin = await _app.NewPersonAsync(Roles.Admin);
        var person = await _app.NewPersonAsync();
        await SuspendAsync(admin.Actor, person.Id, "spam in 40 posts");

        await OpenAsync(admin.Actor, person.Id);
        var sheet = (await OpenAsync(admin.Actor, person.Id)).Value;

        Assert.Single(await TrailAsync(person.Id, OpenPerson.Viewed));
        Assert.Equal(AccountStatus.Suspended, sheet.Person.Status);
        Assert.Equal([OpenPerson.Viewed, "user.suspended", "user.registered"], sheet.Changes.Select(change => change.Action));
        var suspended = sheet.Changes[1];
        Assert.Equal("spam in 40 posts", suspended.Reason);
        Assert.Equal(new FieldChange("status", "active", "suspended"), Assert.Single(suspended.Fields));
        Assert.Equal(0, sheet.StorageBytes);
    }

    [Fact]
    public async Task Open_OfNobody_IsNotFound() =>
        Assert.IsType<NotFound>((await OpenAsync((await _app.NewPersonAsync(Roles.Admin)).Actor, Guid.CreateVersion7())).Refusal);

    [Fact]
    public async Task List_FindsByAddressHandleAndNameAndNothingElse()
    {
        var admin = await _app.NewPersonAsync(Roles.Admin);
        await AddAsync("somchai_100%@example.org", "สมชาย ใจดี");
        await AddAsync("somchai-1000@example.org", null);

        Assert.Equal("somchai_100%@example.org", Assert.Single(await FindAsync("100%@")).Email);
        Assert.Equal("somchai_100%@example.org", Assert.Single(await FindAsync("ใจดี")).Email);
        Assert.Equal("somchai-1000@example.org", Assert.Single(await FindAsync("CHAI-10")).Email);
        Assert.Empty(await FindAsync("chai' OR true --"));
        Assert.Single(await FindAsync("somchai", new PeopleFilter(Search: "somchai-1000", Tier: Tier.Free, Status: AccountStatus.Active)));
        Assert.Empty(await FindAsync("somchai", new PeopleFilter(Search: "somchai-1000", Tier: Tier.Pro)));
        Assert.Empty(await FindAsync("somchai", new PeopleFilter(Search: "somchai-1000", Status: AccountStatus.Suspended)));

        async Task<IReadOnlyList<PersonRow>> FindAsync(string search, PeopleFilter? filter = null) =>
            (await ListAsync(admin.Actor, filter ?? new PeopleFilter(search))).Value.People;
    }

    [Fact]
    public async Task List_BeyondTheLastPage_ShowsTheLast()
    {
        var admin = await _app.NewPersonAsync(Roles.Admin);
        for (var count = 0; count <= PeopleQueries.PageSize; count++)
        {
            await AddAsync($"crowd{count}@crowd.example", null, password: null);
        }

        var first = (await ListAsync(admin.Actor, new PeopleFilter("@crowd.example"))).Value;
        var last = (await ListAsync(admin.Actor, new PeopleFilter("@crowd.example", Page: 99))).Value;
        Assert.Equal((PeopleQueries.PageSize, PeopleQueries.PageSize + 1, 2), (first.People.Count, first.Total, first.Pages));
        Assert.Equal(2, last.Page);
        Assert.Equal("crowd0@crowd.example", Assert.Single(last.People).Email);
    }

    private async Task<Outcome<Done>> SuspendAsync(Actor actor, Guid personId, string? reason) =>
        await WithAsync<SuspendPerson, Outcome<Done>>(command => command.ExecuteAsync(actor, new SuspendPerson.Input(personId, reason), Token));

    private async Task<Outcome<Done>> ReactivateAsync(Actor actor, Guid personId, string? reason) =>
        await WithAsync<ReactivatePerson, Outcome<Done>>(command => command.ExecuteAsync(actor, new ReactivatePerson.Input(personId, reason), Token));

    private async Task<Outcome<Done>> ChangeTierAsync(Actor actor, Guid personId, Tier tier) =>
        await WithAsync<ChangeTier, Outcome<Done>>(command => command.ExecuteAsync(actor, new ChangeTier.Input(personId, tier, "paid by invoice"), Token));

    private async Task<Outcome<PersonSheet>> OpenAsync(Actor actor, Guid personId) =>
        await WithAsync<OpenPerson, Outcome<PersonSheet>>(command => command.ExecuteAsync(actor, personId, Token));

    private async Task<Outcome<PeopleList>> ListAsync(Actor actor, PeopleFilter filter) =>
        await WithAsync<PeopleQueries, Outcome<PeopleList>>(queries => queries.ListAsync(actor, filter, Token));

    private async Task AddAsync(string email, string? name, string? password = TestPerson.Password) => Assert.True((await WithAsync<AddPerson, Outcome<Guid>>(
        command => command.ExecuteAsync(Actor.System("test"), new AddPerson.Input(email, password, name, []), Token))).Succeeded);

    private async Task<TResult> WithAsync<TService, TResult>(Func<TService, Task<TResult>> use) where TService : notnull
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    private async Task<List<AuditEntry>> TrailAsync(Guid personId, params string[] actions)
    {
        await using var db = await _app.Contexts.CreateDbContextAsync(Token);
        return await db.AuditEntries.Where(entry => entry.ResourceId == personId && actions.Contains(entry.Action))
            .OrderBy(entry => entry.CreatedAt).ToListAsync(Token);
    }
}
