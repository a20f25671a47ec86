using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using MudBlazor;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Components;
using VideoSaas.Web.Components.Shared;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Publishing.Bulk;
using VideoSaas.Web.Features.Studio;
using VideoSaas.Web.Features.Studio.Parts.Bulk;
using VideoSaas.Web.Resources;

namespace VideoSaas.Tests.Features.Studio.Parts;

/// <summary>Many clips at once: what is chosen and written, and the posts that follow. In Bangkok it is 10:42 on 11 November.</summary>
public sealed class BulkPartsTests : ScreenTest
{
    private static readonly TimeZoneInfo Bangkok = TimeZoneInfo.FindSystemTimeZoneById("Asia/Bangkok");

    private readonly BulkDraft _draft = new() { From = new DateOnly(2026, 11, 11) };
    private int _changes;

    public BulkPartsTests() => Services.AddScoped(services => new PostDeeds(
        null!, null!, null!, null!, null!, null!, null!, services.GetRequiredService<ISnackbar>(), services.GetRequiredService<PersonClock>(),
        services.GetRequiredService<IStringLocalizer<CalendarTexts>>(), services.GetRequiredService<IStringLocalizer<PublishingTexts>>()));

    [Fact]
    public void When_IsOneOfThree_AndShowsOnlyWhatItNeeds()
    {
        var field = ShowWhen();
        Assert.Equal(["true", "false", "false"], field.FindAll("[data-timing]").Select(button => button.GetAttribute("aria-pressed")));
        Assert.Empty(field.FindAll("#bulk-from"));
        Assert.NotNull(field.Find("a[href='/queue']"));

        field.Find("[data-timing=Days]").Click();
        Assert.Equal((BulkTiming.Days, 1), (_draft.Timing, _changes));
        Assert.NotNull(field.Find("#bulk-from"));
        Assert.Empty(field.FindAll("a[href='/queue']"));

        field.Find("[data-timing=Drafts]").Click();
        Assert.Empty(field.FindAll("#bulk-from"));
    }

    [Fact]
    public void Days_AreChosenByWeekdayAndTime_EachTimeOnce()
    {
        _draft.Timing = BulkTiming.Days;
        var field = ShowWhen();
        field.Find("input[type=time]").Change("09:00");
        field.Find("input[type=time]").Change("09:00");
        field.Find("input[type=time]").Change("soon");
        Assert.Equal([new TimeOnly(9, 0), new TimeOnly(18, 30)], _draft.Times.Order());
        field.FindAll(".vs-bulk-times button")[0].Click();
        Assert.Equal([new TimeOnly(18, 30)], _draft.Times);
        field.FindAll(".vs-bulk-weekdays input")[6].Change(false);
        Assert.DoesNotContain(7, _draft.Weekdays);
        field.Find("#bulk-from").Change("2026-12-01");
        Assert.Equal(new DateOnly(2026, 12, 1), _draft.From);
    }

    [Fact]
    public void Rows_OnDays_MeanTheTimesOfThePersonsZone()
    {
        _draft.Timing = BulkTiming.Days;
        _draft.Text = "{Title}, {NUMBER} on {date}";
        _draft.Clips.AddRange([ClipOf("one"), ClipOf("two")]);
        var channel = ChannelOf(Platform.Instagram);
        _draft.Channels.Add(channel.Id);
        var rows = _draft.Rows([channel], Bangkok, Time.GetUtcNow());
        Assert.Equal(
            [new(2026, 11, 11, 11, 30, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 12, 11, 30, 0, TimeSpan.Zero)],
            rows.Select(row => row.At!.Value.ToUniversalTime()));
        Assert.Equal(["one, 1 on 11 Nov 2026", "two, 2 on 12 Nov 2026"], rows.Select(row => row.Caption));
    }

    [Fact]
    public void Settings_AreEachChannelsOwn_AlsoForLinesOfAFile()
    {
        var (one, other) = (ChannelOf(Platform.Tiktok), ChannelOf(Platform.Tiktok));
        _draft.Settings[one.Id] = new PostSettings { PrivacyLevel = TiktokPrivacy.Friends };
        _draft.FileRows = [Line(one), Line(other)];
        Assert.Equal([TiktokPrivacy.Friends, null], _draft.Rows([one, other], Bangkok, Time.GetUtcNow()).Select(row => row.Settings.PrivacyLevel));

        static BulkRow Line(ChannelView channel) => new(Guid.CreateVersion7(), channel.Id, "text", null, PostSettings.None, null, false);
    }

    [Fact]
    public void Text_IsWrittenAndHelpedAlong_UntilAFileHasIt()
    {
        var text = Render<BulkText>(with => with.Add(one => one.Draft, _draft).Add(one => one.OnChange, () => _changes++));
        text.Find("#bulk-text").Change("Part");
        text.Find("[data-placeholder=number]").Click();
        Assert.Equal(("Part {number}", 2), (_draft.Text, _changes));
        text.Find("#bulk-text").Change("{nobody}");
        Assert.Contains("nobody", text.Find(".vs-tone-amber").TextContent, StringComparison.Ordinal);

        _draft.FileRows = [];
        var read = Render<BulkText>(with => with.Add(one => one.Draft, _draft));
        Assert.All(read.FindAll("button, textarea"), field => Assert.True(field.HasAttribute("disabled")));
    }

    private IRenderedComponent<BulkTimingField> ShowWhen() =>
        Render<BulkTimingField>(with => with.Add(one => one.Draft, _draft).Add(one => one.OnChange, () => _changes++));

    private static Clip ClipOf(string title) =>
        new(Guid.CreateVersion7(), title, null, null, 5, VideoStatus.Ready, null, [], null, []) { Filename = $"{title}.mp4" };

    private static ChannelView ChannelOf(Platform platform) => new(
        Guid.CreateVersion7(), platform, "nok", "Nok", AccountHealth.Connected, DateTimeOffset.UnixEpoch, null, DateTimeOffset.UnixEpoch, 0);
}
