using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Videos.Labels;

namespace VideoSaas.Tests.Features.Videos.Labels;

public sealed class LabelTests(TestDatabase database) : DatabaseTest(database)
{
    private CreateLabel Create => new(Contexts, Clock);

    private SetLabel Set => new(Contexts);

    [Fact]
    public async Task Create_OfANameThatIsThere_TakesThatOne_WhateverTheCase()
    {
        var actor = await ActorAsync();
        var first = await Create.ExecuteAsync(actor, new("  Street   food "), Token);
        var second = await Create.ExecuteAsync(actor, new("STREET FOOD"), Token);
        Assert.Equal(first.Value, second.Value);
        Assert.Equal("Street food", Assert.Single(await new LabelQueries(Contexts).ListAsync(actor, Token)).Name);
    }

    [Fact]
    public async Task Create_FromManySides_MakesOne()
    {
        var actor = await ActorAsync();
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Create.ExecuteAsync(actor, new("ตลาด"), Token)));
        Assert.Single(made.Select(one => one.Value).Distinct());
    }

    [Theory]
    [InlineData("label_empty", "   ")]
    [InlineData("label_too_long", "123456789012345678901234567890123456789012345678901")]
    public async Task Create_OfNoProperName_IsRefused(string code, string name)
    {
        var actor = await ActorAsync();
        Assert.Equal(code, (await Create.ExecuteAsync(actor, new(name), Token)).Refusal?.Code);
        var label = (await Create.ExecuteAsync(actor, new("A"), Token)).Value;
        Assert.Equal(code, (await new RenameLabel(Contexts).ExecuteAsync(actor, new(label, name), Token)).Refusal?.Code);
    }

    [Fact]
    public async Task Create_OfMoreThanAPersonMayHave_IsRefused()
    {
        var actor = await ActorAsync();
        await ExecuteAsync("INSERT INTO labels (user_id, name) SELECT $1, 'label ' || n FROM generate_series(1, $2) n", actor.PersonId, Label.MostPerPerson);
        Assert.Equal("too_many_labels", (await Create.ExecuteAsync(actor, new("One more"), Token)).Refusal?.Code);
    }

    [Fact]
    public async Task Rename_ToItsOwnNameInOtherCase_IsFine_ToAnothersIsRefused()
    {
        var actor = await ActorAsync();
        var rename = new RenameLabel(Contexts);
        var label = (await Create.ExecuteAsync(actor, new("food"), Token)).Value;
        await Create.ExecuteAsync(actor, new("Travel"), Token);
        Assert.True((await rename.ExecuteAsync(actor, new(label, "Food"), Token)).Succeeded);
        Assert.Equal("label_exists", (await rename.ExecuteAsync(actor, new(label, "TRAVEL"), Token)).Refusal?.Code);
    }

    [Fact]
    public async Task Set_OnAndOff_ChangesOnlyThoseThatDiffer_AndTellsWhich()
    {
        var actor = await ActorAsync();
        var label = (await Create.ExecuteAsync(actor, new("Food"), Token)).Value;
        var one = (await NewVideoAsync(actor.PersonId)).Id;
        var two = (await NewVideoAsync(actor.PersonId)).Id;
        Assert.Equal([one], (await Set.ExecuteAsync(actor, new(label, [one], true), Token)).Value);
        Assert.Equal([two], (await Set.ExecuteAsync(actor, new(label, [one, two, two], true), Token)).Value);
        var use = Assert.Single(await new LabelQueries(Contexts).UsesAsync(actor, [one], Token));
        Assert.Equal((2, 1), (use.Clips, use.Chosen));
        Assert.Equal(2, (await Set.ExecuteAsync(actor, new(label, [one, two], false), Token)).Value.Count);
        Assert.Empty((await Set.ExecuteAsync(actor, new(label, [one, two], false), Token)).Value);
    }

    [Fact]
    public async Task Delete_TellsWhatBringsItBack()
    {
        var actor = await ActorAsync();
        var label = (await Create.ExecuteAsync(actor, new("Food"), Token)).Value;
        var video = (await NewVideoAsync(actor.PersonId)).Id;
        await Set.ExecuteAsync(actor, new(label, [video], true), Token);
        var deleted = (await new DeleteLabel(Contexts).ExecuteAsync(actor, new(label), Token)).Value;
        Assert.Equal("Food", deleted.Name);
        Assert.Equal([video], deleted.VideoIds);
        await using var db = Open();
        Assert.True(await db.Videos.AnyAsync(row => row.Id == video, Token));
        Assert.False(await db.VideoLabels.AnyAsync(row => row.VideoId == video, Token));
    }

    [Fact]
    public async Task AnyDeed_WithAStrangersLabelOrClip_FindsNothingAndChangesNothing()
    {
        var owner = await ActorAsync();
        var stranger = await ActorAsync();
        var label = (await Create.ExecuteAsync(owner, new("Food"), Token)).Value;
        var video = (await NewVideoAsync(owner.PersonId)).Id;
        var theirLabel = (await Create.ExecuteAsync(stranger, new("Food"), Token)).Value;
        var theirVideo = (await NewVideoAsync(stranger.PersonId)).Id;
        Assert.NotEqual(label, theirLabel);
        Assert.Equal("not_found", (await Set.ExecuteAsync(stranger, new(label, [theirVideo], true), Token)).Refusal?.Code);
        Assert.Equal("not_found", (await Set.ExecuteAsync(stranger, new(theirLabel, [theirVideo, video], true), Token)).Refusal?.Code);
        Assert.Equal("not_found", (await new RenameLabel(Contexts).ExecuteAsync(stranger, new(label, "Mine"), Token)).Refusal?.Code);
        Assert.Equal("not_found", (await new DeleteLabel(Contexts).ExecuteAsync(stranger, new(label), Token)).Refusal?.Code);
        Assert.Equal(0L, await ScalarAsync<long>("SELECT count(*) FROM video_labels WHERE user_id IN ($1, $2)", owner.PersonId, stranger.PersonId));
    }

    private async Task<Actor> ActorAsync() => Actor.Person((await NewPersonAsync()).Id, []);
}
