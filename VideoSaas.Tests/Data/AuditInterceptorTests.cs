using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Data;

public sealed class AuditInterceptorTests(TestDatabase database) : DatabaseTest(database)
{
    protected override bool UsesFakeClock => true;

    [Fact]
    public async Task Birth_OfAPerson_LeavesOneRowWithEveryAuditedValue()
    {
        var person = await NewPersonAsync();

        var row = Assert.Single(await TrailOfAsync(person.Id));
        Assert.Equal("user.registered", row.Action);
        Assert.Equal(ActorType.System, row.ActorType);
        Assert.Equal("test", row.ActorId);
        Assert.Equal("user", row.ResourceType);
        Assert.Equal(person.Id, row.UserId);
        Assert.Null(row.OldValues);
        AssertJson("""{"status":"active","subscription_tier":"free","monthly_quota":30,"deleted_at":null,"delete_after":null}""", row.NewValues);
        Assert.DoesNotContain("example.org", row.NewValues, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatusChange_LeavesOneRowWithBothValuesAndWhoDidIt()
    {
        var person = await NewPersonAsync();
        var admin = await NewPersonAsync();
        var actor = Actor.Person(admin.Id, [Roles.Admin], IPAddress.Parse("203.0.113.7"), "Browser/1", "request-1");
        await using (var db = Contexts.CreateDbContext().ActAs(actor, "spam in every caption"))
        {
            (await db.Users.SingleAsync(user => user.Id == person.Id, Token)).Status = AccountStatus.Suspended;
            await db.SaveChangesAsync(Token);
        }

        var row = Assert.Single(await TrailOfAsync(person.Id), entry => entry.Action != "user.registered");
        Assert.Equal("user.suspended", row.Action);
        Assert.Equal(admin.Id, row.UserId);
        Assert.Equal(ActorType.User, row.ActorType);
        Assert.Equal(admin.Id.ToString(), row.ActorId);
        Assert.Equal(IPAddress.Parse("203.0.113.7"), row.IpAddress);
        Assert.Equal("Browser/1", row.UserAgent);
        Assert.Equal("request-1", row.RequestId);
        AssertJson("""{"status":"active"}""", row.OldValues);
        AssertJson("""{"status":"suspended"}""", row.NewValues);
        AssertJson("""{"status":["active","suspended"]}""", row.Changes);
        AssertJson("""{"reason":"spam in every caption"}""", row.Metadata);
        Assert.Equal(Clock.GetUtcNow(), row.CreatedAt, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task EveryStepOfAVideo_LeavesExactlyOneRow()
    {
        var person = await NewPersonAsync();
        var video = await NewVideoAsync(person.Id);
        foreach (var status in new[] { VideoStatus.Processing, VideoStatus.Compressing, VideoStatus.Uploading, VideoStatus.Ready })
        {
            await using var db = Open(Actor.Worker("host/1"));
            var row = await db.Videos.SingleAsync(one => one.Id == video.Id, Token);
            row.MoveTo(status, Clock.GetUtcNow());
            row.MoveTo(status, Clock.GetUtcNow());
            await db.SaveChangesAsync(Token);
            await db.SaveChangesAsync(Token);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var trail = await TrailOfAsync(video.Id);
        Assert.Equal(
            ["video.created", "video.processing", "video.compressing", "video.uploading", "video.processed"],
            trail.Select(row => row.Action));
        Assert.All(trail, row => Assert.Equal(person.Id, row.UserId));
    }

    [Fact]
    public async Task Failure_IsWrittenWithItsDetailsAsJson()
    {
        var person = await NewPersonAsync();
        var video = await NewVideoAsync(person.Id);
        await using (var db = Open())
        {
            var row = await db.Videos.SingleAsync(one => one.Id == video.Id, Token);
            row.Fail(new ProcessingErrorDetails("not_a_video", ["clip.mp4"]), "It is no video.", Clock.GetUtcNow());
            await db.SaveChangesAsync(Token);
        }

        var failed = (await TrailOfAsync(video.Id))[^1];
        Assert.Equal("video.failed", failed.Action);
        AssertJson(
            """{"processing_status":"failed","processing_error_details":{"code":"not_a_video","arguments":["clip.mp4"]}}""", failed.NewValues);
    }

    [Fact]
    public async Task BinAndBack_AreDeletedAndRestored()
    {
        var person = await NewPersonAsync();
        var video = await NewVideoAsync(person.Id);
        foreach (var deed in new Action<Video>[] { row => row.Delete(Clock.GetUtcNow()), row => row.Restore() })
        {
            await using var db = Open();
            deed(await db.Videos.IgnoreQueryFilters().SingleAsync(one => one.Id == video.Id, Token));
            await db.SaveChangesAsync(Token);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["video.created", "video.deleted", "video.restored"], (await TrailOfAsync(video.Id)).Select(row => row.Action));
    }

    [Fact]
    public async Task Tokens_NeverReachTheTrail()
    {
        var person = await NewPersonAsync();
        var account = new PlatformAccount
        {
            Id = Guid.CreateVersion7(),
            UserId = person.Id,
            Platform = Platform.Instagram,
            ExternalId = "1784",
            AccessTokenProtected = "ciphertext-one",
            Scopes = ["instagram_business_basic"],
        };
        await using (var db = Open())
        {
            db.PlatformAccounts.Add(account);
            await db.SaveChangesAsync(Token);
            account.AccessTokenProtected = "ciphertext-two";
            account.Health = AccountHealth.NeedsReauth;
            await db.SaveChangesAsync(Token);
        }

        var trail = await TrailOfAsync(account.Id);
        Assert.Equal(["account.connected", "account.needs_reauth"], trail.Select(row => row.Action).Order());
        Assert.All(trail, row => Assert.DoesNotContain("ciphertext", row.OldValues + row.NewValues + row.Changes, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ChangeOfSomethingElse_LeavesNoRow()
    {
        var person = await NewPersonAsync();
        await using (var db = Contexts.CreateDbContext())
        {
            (await db.Users.SingleAsync(user => user.Id == person.Id, Token)).LastLoginAt = Clock.GetUtcNow();
            await db.SaveChangesAsync(Token);
        }

        Assert.Single(await TrailOfAsync(person.Id));
    }

    [Fact]
    public async Task AuditedChange_ByNobody_IsRefusedAndNothingIsSaved()
    {
        var person = await NewPersonAsync();
        await using (var db = Contexts.CreateDbContext())
        {
            (await db.Users.SingleAsync(user => user.Id == person.Id, Token)).SubscriptionTier = Tier.Pro;
            var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Token));
            Assert.Contains("ActAs", failure.Message, StringComparison.Ordinal);
        }

        await using var fresh = Open();
        Assert.Equal(Tier.Free, (await fresh.Users.SingleAsync(user => user.Id == person.Id, Token)).SubscriptionTier);
    }

    private async Task<List<AuditEntry>> TrailOfAsync(Guid resource)
    {
        await using var db = Open();
        return await db.AuditEntries.Where(row => row.ResourceId == resource).OrderBy(row => row.CreatedAt).ToListAsync(Token);
    }

    private static void AssertJson(string expected, string? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual!)), $"Expected {expected}, got {actual}");
}
