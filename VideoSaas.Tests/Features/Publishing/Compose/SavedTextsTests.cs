using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing.Compose;

namespace VideoSaas.Tests.Features.Publishing.Compose;

/// <summary>Groups of hashtags and templates: kept, changed, taken away, and nobody else's.</summary>
public sealed class SavedTextsTests(TestDatabase database) : DatabaseTest(database)
{
    private SavedTexts Saved => new(Contexts, Clock);

    private ComposeQueries Queries => new(Contexts);

    [Fact]
    public async Task Group_IsKept_Changed_AndDeleted()
    {
        var person = await ActorAsync();
        var id = (await Saved.SaveGroupAsync(person, new HashtagGroupInput(null, " ของกิน ", "#เยาวราช foodie #Foodie"), Token)).Value;
        var group = Assert.Single(await Queries.GroupsAsync(person, Token));
        Assert.Equal((id, "ของกิน"), (group.Id, group.Name));
        Assert.Equal(["เยาวราช", "foodie"], group.Hashtags);

        Assert.True((await Saved.SaveGroupAsync(person, new HashtagGroupInput(id, "Food", "#noodles"), Token)).Succeeded);
        Assert.Equal(("Food", "noodles"), ((await Queries.GroupsAsync(person, Token))[0].Name, (await Queries.GroupsAsync(person, Token))[0].Hashtags[0]));

        Assert.True((await Saved.DeleteGroupAsync(person, id, Token)).Succeeded);
        Assert.Empty(await Queries.GroupsAsync(person, Token));
        Assert.IsType<NotFound>((await Saved.DeleteGroupAsync(person, id, Token)).Refusal);
    }

    [Fact]
    public async Task Template_IsRenamedWithoutItsText_AndKeepsIt()
    {
        var person = await ActorAsync();
        var id = (await Saved.SaveTemplateAsync(person, new CaptionTemplateInput(null, "Start", "{title}\r\n#เยาวราช "), Token)).Value;
        Assert.True((await Saved.SaveTemplateAsync(person, new CaptionTemplateInput(id, "Begin", null), Token)).Succeeded);

        Assert.Equal(new CaptionTemplateView(id, "Begin", "{title}\n#เยาวราช"), Assert.Single(await Queries.TemplatesAsync(person, Token)));
    }

    [Theory]
    [InlineData("", "#one", "name_missing")]
    [InlineData("Food", "###", "no_hashtags")]
    public async Task Group_WithoutNameOrHashtags_IsRefused(string name, string hashtags, string code) =>
        Assert.Equal(code, (await Saved.SaveGroupAsync(await ActorAsync(), new HashtagGroupInput(null, name, hashtags), Token)).Refusal!.Code);

    [Fact]
    public async Task TooMuch_IsRefused()
    {
        var person = await ActorAsync();
        Assert.Equal("name_too_long", (await Saved.SaveGroupAsync(person, new HashtagGroupInput(null, new string('n', 101), "#one"), Token)).Refusal!.Code);
        var many = string.Join(' ', Enumerable.Range(0, 61).Select(number => $"#tag{number}"));
        Assert.Equal("too_many_hashtags_in_group", (await Saved.SaveGroupAsync(person, new HashtagGroupInput(null, "Many", many), Token)).Refusal!.Code);
        Assert.Equal("text_missing", (await Saved.SaveTemplateAsync(person, new CaptionTemplateInput(null, "Empty", " "), Token)).Refusal!.Code);
        Assert.Equal(
            "caption_too_long",
            (await Saved.SaveTemplateAsync(person, new CaptionTemplateInput(null, "Book", new string('x', CaptionTemplate.LongestText + 1)), Token)).Refusal!.Code);
    }

    [Fact]
    public async Task Name_IsTakenWhateverItsCase_ButOnlyForThatPerson()
    {
        var person = await ActorAsync();
        Assert.True((await Saved.SaveTemplateAsync(person, new CaptionTemplateInput(null, "Start", "one"), Token)).Succeeded);
        Assert.Equal("name_taken", (await Saved.SaveTemplateAsync(person, new CaptionTemplateInput(null, "START", "two"), Token)).Refusal!.Code);
        Assert.True((await Saved.SaveTemplateAsync(await ActorAsync(), new CaptionTemplateInput(null, "Start", "two"), Token)).Succeeded);
    }

    [Fact]
    public async Task Strangers_NeitherSeeNorChangeNorDelete()
    {
        var (owner, stranger) = (await ActorAsync(), await ActorAsync());
        var group = (await Saved.SaveGroupAsync(owner, new HashtagGroupInput(null, "Food", "#one"), Token)).Value;
        var template = (await Saved.SaveTemplateAsync(owner, new CaptionTemplateInput(null, "Start", "one"), Token)).Value;

        Assert.Empty(await Queries.GroupsAsync(stranger, Token));
        Assert.Empty(await Queries.TemplatesAsync(stranger, Token));
        Assert.IsType<NotFound>((await Saved.SaveGroupAsync(stranger, new HashtagGroupInput(group, "Mine", "#two"), Token)).Refusal);
        Assert.IsType<NotFound>((await Saved.SaveTemplateAsync(stranger, new CaptionTemplateInput(template, "Mine", "two"), Token)).Refusal);
        Assert.IsType<NotFound>((await Saved.DeleteGroupAsync(stranger, group, Token)).Refusal);
        Assert.IsType<NotFound>((await Saved.DeleteTemplateAsync(stranger, template, Token)).Refusal);
        Assert.Single(await Queries.GroupsAsync(owner, Token));
        Assert.Equal("one", Assert.Single(await Queries.TemplatesAsync(owner, Token)).Text);
    }

    private async Task<Actor> ActorAsync() => Actor.Person((await NewPersonAsync()).Id, []);
}
