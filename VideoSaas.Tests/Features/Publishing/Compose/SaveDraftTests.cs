using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Publishing.Compose;

namespace VideoSaas.Tests.Features.Publishing.Compose;

/// <summary>What stands in the composer goes into the tables and comes back as it was.</summary>
public sealed class SaveDraftTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    private static readonly DateTimeOffset Tomorrow = new(DateTimeOffset.UtcNow.AddDays(1).Date, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_ThatStandsThere_ComesBack()
    {
        var bench = await ComposerBench.NewAsync(fixture.App);
        var state = await bench.StateAsync();
        var (tiktok, youtube, twitter, facebook) = (On(state, Platform.Tiktok), On(state, Platform.Youtube), On(state, Platform.Twitter), On(state, Platform.Facebook));
        state.Write(null, "ร้านลับเยาวราช #เยาวราช @nok");
        state.Write(twitter, "สั้น ๆ");
        state.Write(facebook, "เฉพาะเพจ");
        state.Choose(facebook, false);
        state.Name(youtube, "A title");
        state.Set(tiktok, new PostSettings { PrivacyLevel = TiktokPrivacy.Friends });
        state.Time = new PostTime.At(Tomorrow);
        Assert.Equal(4, (await bench.SaveAsync(state)).Value.Count);

        var read = await bench.StateAsync();

        Assert.Equal("ร้านลับเยาวราช #เยาวราช @nok", read.Shared);
        Assert.Equal(
            [Platform.Instagram, Platform.Tiktok, Platform.Youtube, Platform.Twitter],
            read.Chosen.Select(channel => channel.Channel.Platform).Order());
        Assert.Equal(("สั้น ๆ", "เฉพาะเพจ"), (read.OwnTextOf(On(read, Platform.Twitter)), read.OwnTextOf(On(read, Platform.Facebook))));
        Assert.Null(read.OwnTextOf(On(read, Platform.Instagram)));
        Assert.Equal("A title", read.TitleOf(On(read, Platform.Youtube)));
        Assert.Equal(TiktokPrivacy.Friends, read.SettingsOf(On(read, Platform.Tiktok)).PrivacyLevel);
        Assert.Equal(new PostTime.At(Tomorrow), read.Time);
        Assert.False(read.IsDirty);
        var draft = Assert.Single(await bench.Bench.Get<ComposeQueries>().DraftsAsync(bench.Person.Actor, Token));
        Assert.Equal((bench.VideoId, Tomorrow), (draft.VideoId, draft.WishedFor!.Value));
        Assert.DoesNotContain(Platform.Facebook, draft.Platforms);
    }

    [Fact]
    public async Task NextSlot_IsWishedFor_AndComesBack()
    {
        var bench = await ComposerBench.NewAsync(fixture.App);
        var state = await bench.StateAsync();
        state.Time = new PostTime.NextSlot();
        await bench.SaveAsync(state);

        Assert.Equal(new PostTime.NextSlot(), (await bench.StateAsync()).Time);
        Assert.All((await bench.PostsAsync()).Values, post => Assert.Null(post.SubmittedAt));
    }

    [Fact]
    public async Task UntickedChannel_WithNothingOfItsOwn_LeavesNoDraft_AndARepeatChangesNothing()
    {
        var bench = await ComposerBench.NewAsync(fixture.App);
        var state = await bench.StateAsync();
        state.Write(null, "for all");
        await bench.SaveAsync(state);
        state.Choose(On(state, Platform.Twitter), false);
        await bench.SaveAsync(state);
        var posts = await bench.PostsAsync();
        Assert.DoesNotContain(Platform.Twitter, posts.Keys);

        await bench.SaveAsync(state);
        Assert.Equal(
            posts.Values.Select(post => (post.Id, post.UpdatedAt)).Order(),
            (await bench.PostsAsync()).Values.Select(post => (post.Id, post.UpdatedAt)).Order());
    }

    [Fact]
    public async Task UntickedChannel_LeavesTheEndOfItsDraftInTheTrail()
    {
        var bench = await ComposerBench.NewAsync(fixture.App);
        var state = await bench.StateAsync();
        state.Write(null, "for all");
        state.Time = new PostTime.At(Tomorrow);
        await bench.SaveAsync(state);
        var draft = (await bench.PostsAsync())[Platform.Twitter].Id;
        state.Choose(On(state, Platform.Twitter), false);
        await bench.SaveAsync(state);

        await using var db = bench.Bench.Open();
        var trail = await db.AuditEntries.Where(entry => entry.ResourceId == draft).OrderBy(entry => entry.CreatedAt).ToListAsync(Token);
        Assert.Equal(["post.created", "post.removed"], trail.Select(entry => entry.Action));
        Assert.Equal(bench.Person.Id, trail[1].UserId);
        Assert.Contains("scheduled_for", trail[1].OldValues, StringComparison.Ordinal);
        Assert.Null(trail[1].NewValues);
    }

    [Fact]
    public async Task PostOnItsWay_IsNotTouched()
    {
        var bench = await ComposerBench.NewAsync(fixture.App);
        var state = await bench.StateAsync();
        state.Write(null, "first");
        var posts = (await bench.SaveAsync(state)).Value;
        var instagram = On(state, Platform.Instagram).Channel.Id;
        Assert.Null((await bench.Bench.Get<SubmitPost>().ExecuteAsync(
            bench.Person.Actor, new SubmitPostInput(posts[instagram], new PostTime.At(Tomorrow)), Token)).Refusal);

        state.Write(null, "second");
        var kept = (await bench.SaveAsync(state)).Value;

        Assert.DoesNotContain(instagram, kept.Keys);
        Assert.Equal("first", (await bench.PostsAsync())[Platform.Instagram].Caption);
        Assert.Equal("second", (await bench.PostsAsync())[Platform.Youtube].Caption);
    }

    [Fact]
    public async Task StrangersClip_AndStrangersAccount_AreNotThere()
    {
        var bench = await ComposerBench.NewAsync(fixture.App);
        var state = await bench.StateAsync();
        var stranger = await fixture.App.NewPersonAsync();
        var save = bench.Bench.Get<SaveDraft>();
        Assert.IsType<NotFound>((await save.ExecuteAsync(stranger.Actor, state.ToSave(), Token)).Refusal);

        var other = await PublishingBench.NewAsync(fixture.App);
        var outcome = await save.ExecuteAsync(
            bench.Person.Actor,
            new SaveDraftInput(bench.VideoId, "mine", [new DraftOfChannel(other.AccountId, true, null, null, PostSettings.None)], null),
            Token);
        Assert.Empty(outcome.Value);
        Assert.Empty(await bench.PostsAsync());
    }

    [Fact]
    public async Task SameClip_UnderAnotherRow_IsFoundByItsSource_AndOnlyForWhoHasIt()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var again = Guid.CreateVersion7();
        await bench.AddVideoAsync(again);
        await bench.SubmitAsync();
        await using var db = bench.Open();
        db.VideoMetadata.AddRange(
            new VideoMetadata { VideoId = bench.VideoId, DurationMs = 4000, SourceSha256 = new string('a', 64) },
            new VideoMetadata { VideoId = again, DurationMs = 4000, SourceSha256 = new string('a', 64) });
        await db.SaveChangesAsync(Token);

        Assert.NotNull(await SameClipAtAsync(bench, again));
        Assert.Null(await SameClipAtAsync(bench, bench.VideoId));

        await db.VideoMetadata.Where(row => row.VideoId == again)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SourceSha256, new string('b', 64)), Token);
        Assert.Null(await SameClipAtAsync(bench, again));
    }

    private static async Task<DateTimeOffset?> SameClipAtAsync(PublishingBench bench, Guid videoId) =>
        Assert.Single((await bench.Get<PublishingQueries>().ComposeAsync(bench.Person.Actor, videoId, Token)).Value.Channels).SameClipAt;

    private static ComposeChannel On(ComposeState state, Platform platform) => state.View.Channels.Single(channel => channel.Channel.Platform == platform);
}
