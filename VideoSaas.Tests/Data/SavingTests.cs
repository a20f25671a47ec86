using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Data;

namespace VideoSaas.Tests.Data;

/// <summary>What code holds is what the row holds, where defaults, sentinels and infinities could get between.</summary>
public sealed class SavingTests(TestDatabase database) : DatabaseTest(database)
{
    protected override void Configure(IServiceCollection services)
    {
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContext());
        services.AddIdentityCore<AppUser>().AddRoles<IdentityRole<Guid>>().AddEntityFrameworkStores<AppDb>();
    }

    [Fact]
    public async Task ZeroesAndFirstWords_AreNotTakenForUnset()
    {
        var person = await NewPersonAsync(user =>
        {
            user.Status = AccountStatus.Trial;
            user.MonthlyQuota = 0;
            user.LockoutEnabled = false;
        });
        Assert.Equal(["trial|0|False"], await RowsAsync("SELECT status, monthly_quota, lockout_enabled FROM users WHERE id = $1", person.Id));
    }

    [Fact]
    public async Task ValuesOfTheDatabase_AreReadBackAtOnce()
    {
        var person = await NewPersonAsync();
        Assert.NotEqual(default, person.CreatedAt);
        Assert.NotEqual(default, person.UpdatedAt);
        Assert.NotEqual(default, person.StatusChangedAt);
        Assert.True(person.QuotaResetDate > DateOnly.FromDateTime(DateTime.UtcNow.AddDays(27)));

        await using var db = Open();
        db.Users.Attach(person);
        var before = person.StatusChangedAt;
        person.Status = AccountStatus.Suspended;
        await db.SaveChangesAsync(Token);
        Assert.True(person.StatusChangedAt > before);
    }

    [Fact]
    public async Task UnknownAudio_StaysUnknown()
    {
        var video = await NewVideoAsync((await NewPersonAsync()).Id);
        Assert.Equal([""], await RowsAsync("SELECT has_audio FROM videos WHERE id = $1", video.Id));
    }

    [Fact]
    public async Task WaitingJob_IsScheduledForInfinity_AndComesBackAsSuch()
    {
        var video = await NewVideoAsync((await NewPersonAsync()).Id);
        var now = Clock.GetUtcNow();
        var first = ProcessingJob.Queued(Guid.CreateVersion7(), video.Id, video.UserId, JobTypes.ExtractMetadata, JobKind.Light, 5, now, 1);
        var second = ProcessingJob.Queued(
            Guid.CreateVersion7(), video.Id, video.UserId, JobTypes.CompressVideo, JobKind.Transcode, 5, now, 1, after: first.Id);
        await using (var db = Open())
        {
            db.ProcessingJobs.AddRange(second, first);
            await db.SaveChangesAsync(Token);
        }

        Assert.Equal(["infinity|transcode"], await RowsAsync("SELECT scheduled_for::text, kind FROM processing_jobs WHERE id = $1", second.Id));
        await using var fresh = Open();
        Assert.Equal(DateTimeOffset.MaxValue, (await fresh.ProcessingJobs.SingleAsync(job => job.Id == second.Id, Token)).ScheduledFor);
        Assert.Equal(1, await fresh.ProcessingJobs.CountAsync(
            job => job.VideoId == video.Id && job.ScheduledFor == DateTimeOffset.MaxValue, Token));
    }

    [Fact]
    public async Task Records_InJsonColumns_AreSnakeCaseAndComeBackEqual()
    {
        var preferences = new UserPreferences { DisplayName = "นก", TimeZone = "Asia/Bangkok" };
        var person = await NewPersonAsync(user => user.Metadata = preferences);
        Assert.Equal(["นก|Asia/Bangkok|2"], await RowsAsync(
            "SELECT metadata->>'display_name', metadata->>'time_zone', (SELECT count(*) FROM jsonb_object_keys(metadata)) FROM users WHERE id = $1",
            person.Id));

        await using var db = Open();
        var read = await db.Users.SingleAsync(user => user.Id == person.Id, Token);
        Assert.Equal(preferences, read.Metadata);
        read.Metadata = read.Metadata with { Theme = "dark" };
        Assert.Equal(1, await db.SaveChangesAsync(Token));
        Assert.Equal(0, await db.SaveChangesAsync(Token));
    }

    [Fact]
    public async Task SyncStatus_ThatCodeHolds_IsNeverWritten()
    {
        var video = await NewVideoAsync((await NewPersonAsync()).Id);
        await using var db = Open();
        var row = await db.Videos.SingleAsync(one => one.Id == video.Id, Token);
        db.Entry(row).Property(one => one.SyncStatus).CurrentValue = """{"tiktok": "published"}""";
        row.Write("caption", [], []);
        await db.SaveChangesAsync(Token);
        Assert.Equal(["{}|caption"], await RowsAsync("SELECT sync_status, caption FROM videos WHERE id = $1", video.Id));
    }

    [Fact]
    public async Task DeletedThings_AreHidden_ButStillThere()
    {
        var video = await NewVideoAsync((await NewPersonAsync()).Id);
        await using var db = Open();
        (await db.Videos.SingleAsync(one => one.Id == video.Id, Token)).Delete(Clock.GetUtcNow());
        await db.SaveChangesAsync(Token);
        Assert.False(await db.Videos.AnyAsync(one => one.Id == video.Id, Token));
        Assert.True(await db.Videos.IgnoreQueryFilters().AnyAsync(one => one.Id == video.Id, Token));
    }

    [Fact]
    public void EveryTypeWithDeletedAt_IsFiltered()
    {
        using var db = Open();
        var open = db.Model.GetEntityTypes()
            .Where(entity => entity.FindProperty("DeletedAt") is not null && entity.GetDeclaredQueryFilters().Count == 0)
            .Select(entity => entity.ClrType.Name);
        Assert.Empty(open);
    }

    [Fact]
    public async Task Identity_NeverFindsADeletedPerson()
    {
        var person = await NewPersonAsync();
        using var scope = Services.CreateScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        Assert.NotNull(await people.FindByEmailAsync(person.Email!));

        await ExecuteAsync("UPDATE users SET deleted_at = now() WHERE id = $1", person.Id);

        using var later = Services.CreateScope();
        people = later.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        Assert.Null(await people.FindByEmailAsync(person.Email!));
        Assert.Null(await people.FindByNameAsync(person.UserName!));
        Assert.Null(await people.FindByIdAsync(person.Id.ToString()));
    }

    [Fact]
    public async Task Model_IsTheSame_WhateverIdentitysSchemaVersion()
    {
        await using var services = PostgresFixture.Services(Database.ConnectionString, own => own.Configure<IdentityOptions>(
            options => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3));
        await using var db = await services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(Token);
        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task RolesAndTiers_AreSeeded()
    {
        await using var db = Open();
        Assert.Equal(Roles.All.Order(), await db.Roles.Select(role => role.Name!).OrderBy(name => name).ToListAsync(Token));
        var tiers = await db.SubscriptionTiers.ToDictionaryAsync(row => row.Tier, Token);
        Assert.Equal(Enum.GetValues<Tier>().Length, tiers.Count);
        Assert.Equal((30, 1L << 30, 600, 1080, 1), (
            tiers[Tier.Free].MonthlyVideos, tiers[Tier.Free].MaxFileSizeBytes, tiers[Tier.Free].MaxDurationSeconds,
            tiers[Tier.Free].MaxResolution, tiers[Tier.Free].ParallelJobs));
        Assert.All(tiers.Values, tier => Assert.Contains("instagram", tier.Platforms));
    }

    [Fact]
    public async Task StaleWriter_OfASandboxDocument_IsRefused()
    {
        await using (var db = Open())
        {
            db.SandboxDocuments.Add(new SandboxDocument { Twin = "instagram", Kind = "media", Key = "stale", Body = "{}" });
            await db.SaveChangesAsync(Token);
        }

        await using var one = Open();
        await using var other = Open();
        foreach (var db in new[] { one, other })
        {
            var row = await db.SandboxDocuments.SingleAsync(document => document.Key == "stale", Token);
            row.Version++;
            row.Body = """{"by": 1}""";
        }

        await one.SaveChangesAsync(Token);
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => other.SaveChangesAsync(Token));
    }

    [Fact]
    public async Task Post_GoesThroughItsLife_AndEachStepIsRead()
    {
        var video = await NewVideoAsync((await NewPersonAsync()).Id);
        var account = new PlatformAccount
        {
            Id = Guid.CreateVersion7(), UserId = video.UserId, Platform = Platform.Instagram, ExternalId = "1", AccessTokenProtected = "x",
        };
        var post = PlatformPost.Draft(
            Guid.CreateVersion7(), video.Id, video.UserId, Platform.Instagram, account.Id, account.ExternalId, Clock.GetUtcNow());
        await using var db = Open();
        db.Add(account);
        db.Add(post);
        post.Arm(Clock.GetUtcNow(), Clock.GetUtcNow());
        await db.SaveChangesAsync(Token);
        foreach (var status in new[] { PostStatus.Preparing, PostStatus.Uploading, PostStatus.Checking })
        {
            post.MoveTo(status);
            await db.SaveChangesAsync(Token);
        }

        post.Publish("17900", Clock.GetUtcNow());
        await db.SaveChangesAsync(Token);
        Assert.Equal(["published|17900|1|100"], await RowsAsync(
            "SELECT upload_status, platform_post_id, arming, upload_progress FROM platform_posts WHERE id = $1", post.Id));
        Assert.Equal("""{"instagram": "published"}""", await ScalarAsync<string>("SELECT sync_status::text FROM videos WHERE id = $1", video.Id));
    }
}
