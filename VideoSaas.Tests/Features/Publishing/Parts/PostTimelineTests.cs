using Bunit;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Components;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Publishing.Parts;

namespace VideoSaas.Tests.Features.Publishing.Parts;

public sealed class PostTimelineTests : ScreenTest
{
    private static readonly DateTimeOffset Now = new(2026, 11, 11, 3, 42, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(StepOutcome.Done, null, "YouTube has the cover", "")]
    [InlineData(StepOutcome.Refused, "cover_not_verified", "YouTube did not take the cover. The post goes out all the same.", "Verify your phone number")]
    [InlineData(StepOutcome.Refused, "cover_unanswered", "YouTube did not take the cover. The post goes out all the same.", "no clear answer to the picture")]
    public void Cover_IsToldWithoutAlarm(StepOutcome outcome, string? code, string said, string why)
    {
        Services.AddSingleton<CheckSentences>();
        var post = new PostRow(
            Guid.CreateVersion7(), Guid.CreateVersion7(), Platform.Youtube, null, null, null, PostStatus.Published, Now, 100, IsSubmitted: true,
            IsUnconfirmed: false, null, null, null, null, Now, null, null);
        var page = new PostPage(
            post, "clip.mp4", null, 0, 3, true, false, false, null, null, null, [], [],
            [new StepRow(Now, 1, "cover", outcome, code, "Forbidden (forbidden)", null, null)], []);

        var line = Render<PostTimeline>(set => set.Add(one => one.View, page)).Find("li");

        Assert.Contains(said, line.TextContent, StringComparison.Ordinal);
        Assert.Contains(why, line.TextContent, StringComparison.Ordinal);
        Assert.Empty(line.QuerySelectorAll(".vs-tone-amber, .vs-tone-red"));
    }
}
