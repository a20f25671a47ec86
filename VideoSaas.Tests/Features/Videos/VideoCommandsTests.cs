using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using VideoSaas.Domain.Auditing;
using VideoSaas.Tests.Data;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Videos;

namespace VideoSaas.Tests.Features.Videos;

public sealed class VideoCommandsTests(TestDatabase database) : DatabaseTest(database)
{
    protected override void Configure(IServiceCollection services)
    {
        services.AddSingleton<DeleteVideo>();
        services.AddSingleton<RestoreVideo>();
        services.AddSingleton<EditVideoText>();
    }

    [Fact]
    public async Task Delete_ThenRestore_HidesAndShowsTheVideo_WithOneAuditRowEach()
    {
        var (actor, video) = await OwnedAsync();
        Assert.True((await Delete.ExecuteAsync(actor, new(video), Token)).Succeeded);
        Assert.True((await Delete.ExecuteAsync(actor, new(video), Token)).Succeeded);
        await FoundingColumns.AssertHeldAsync(Services.GetRequiredService<NpgsqlDataSource>(), this);
        await using (var db = Open())
        {
            Assert.False(await db.Videos.AnyAsync(row => row.Id == video, Token));
        }

        Assert.True((await Restore.ExecuteAsync(actor, new(video), Token)).Succeeded);
        await using var after = Open();
        Assert.True(await after.Videos.AnyAsync(row => row.Id == video, Token));
        Assert.Equal(3, await after.AuditEntries.CountAsync(entry => entry.ResourceId == video, Token));
    }

    [Fact]
    public async Task AnyDeed_OnAStrangersVideo_FindsNothing()
    {
        var (_, video) = await OwnedAsync();
        var (stranger, _) = await OwnedAsync();
        Assert.Equal("not_found", (await Delete.ExecuteAsync(stranger, new(video), Token)).Refusal?.Code);
        Assert.Equal("not_found", (await Restore.ExecuteAsync(stranger, new(video), Token)).Refusal?.Code);
        Assert.Equal("not_found", (await Edit.ExecuteAsync(stranger, new(video, 0, "x", [], []), Token)).Refusal?.Code);
    }

    [Fact]
    public async Task Edit_OfAVersionThatIsGone_IsRefusedAndKeepsTheOther()
    {
        var (actor, video) = await OwnedAsync();
        var first = await Edit.ExecuteAsync(actor, new(video, 0, "first", ["#one"], []), Token);
        var second = await Edit.ExecuteAsync(actor, new(video, 0, "second", [], []), Token);

        Assert.Equal(1, first.Value);
        Assert.Equal("edited_elsewhere", second.Refusal?.Code);
        await using var db = Open();
        var row = await db.Videos.SingleAsync(row => row.Id == video, Token);
        Assert.Equal("first", row.Caption);
        Assert.Equal(["one"], row.Hashtags!);
    }

    private DeleteVideo Delete => Services.GetRequiredService<DeleteVideo>();

    private RestoreVideo Restore => Services.GetRequiredService<RestoreVideo>();

    private EditVideoText Edit => Services.GetRequiredService<EditVideoText>();

    private async Task<(Actor Actor, Guid Video)> OwnedAsync()
    {
        var person = await NewPersonAsync();
        var video = await NewVideoAsync(person.Id);
        return (Actor.Person(person.Id, ["creator"]), video.Id);
    }
}
