using Bunit;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Components;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Publishing.Parts;
using VideoSaas.Web.Features.Publishing.Schedule;

namespace VideoSaas.Tests.Features.Publishing.Parts;

/// <summary>A card of the calendar: what it says, and where it leads.</summary>
public sealed class CalendarTileTests : ScreenTest
{
    private static readonly Guid Video = Guid.CreateVersion7();

    public CalendarTileTests() => Services.AddScoped<PostProgress>();

    [Fact]
    public void Draft_IsDashed_SaysSo_AndOpensTheComposer()
    {
        var card = Render<CalendarTile>(with => with.Add(one => one.Card, CardOf(isSubmitted: false)));
        var link = card.Find("a");
        Assert.Contains("vs-dashed", link.ClassList);
        Assert.Equal($"/posts/new?video={Video}", link.GetAttribute("href"));
        Assert.Equal("Draft", card.Find(".vs-cal-state").TextContent);
        Assert.Equal("true", link.GetAttribute("draggable"));
    }

    [Fact]
    public void Scheduled_SaysItsStateOnlyToThoseWhoListen_AndOpensThePost()
    {
        var scheduled = CardOf(isSubmitted: true);
        var card = Render<CalendarTile>(with => with.Add(one => one.Card, scheduled));
        Assert.Equal($"/posts/{scheduled.Posts[0].Id}", card.Find("a").GetAttribute("href"));
        Assert.DoesNotContain("vs-dashed", card.Find("a").ClassList);
        Assert.Empty(card.FindAll(".vs-cal-state"));
        Assert.Contains("Scheduled", card.Find(".vs-visually-hidden").TextContent, StringComparison.Ordinal);
    }

    private CalendarCard CardOf(bool isSubmitted)
    {
        var at = Time.GetUtcNow().AddDays(1);
        var post = new PostRow(
            Guid.CreateVersion7(), Video, Platform.Instagram, null, null, null, PostStatus.Pending, at, 0, isSubmitted, false, null, null, null, at,
            null, null, null);
        return new CalendarCard(post.Id, Video, at, "Clip", null, [post]);
    }
}
