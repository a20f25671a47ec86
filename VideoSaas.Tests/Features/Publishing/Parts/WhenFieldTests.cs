using Bunit;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Auditing;
using VideoSaas.Tests.Components;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Publishing.Parts;
using VideoSaas.Web.Features.Publishing.Schedule;
using VideoSaas.Web.Host;

namespace VideoSaas.Tests.Features.Publishing.Parts;

/// <summary>When a post goes out, in the person's zone: Bangkok, where it is 10:42 on 11 November.</summary>
public sealed class WhenFieldTests : ScreenTest
{
    private PostTime? _time = new PostTime.Now();

    public WhenFieldTests()
    {
        Services.AddSingleton(new QueueQueries(null!, null!, Time));
        Services.AddSingleton<ICurrentActor>(new Somebody());
    }

    [Theory]
    [InlineData("2026-11-11T18:30")]
    [InlineData("2026-11-11T18:30:00")]
    public void PickedTime_IsOfThePersonsZone_AndSaysHowLongThatIs(string typed)
    {
        var field = Show();
        field.FindAll(".vs-tiktok-modes button")[2].Click();
        Show(field);
        field.Find("#when-at").Change(typed);
        Show(field);

        Assert.Equal(new PostTime.At(new DateTimeOffset(2026, 11, 11, 11, 30, 0, TimeSpan.Zero)), _time);
        Assert.Equal("Bangkok (GMT+7), in 7 h 48 min", field.Find("#when-note").TextContent);
        Assert.Equal("Wed 11 Nov 18:30", field.Find(".vs-when-line .vs-strong").TextContent);
    }

    [Fact]
    public void PastTime_SaysSo()
    {
        _time = new PostTime.At(Time.GetUtcNow().AddMinutes(-5));

        Assert.Equal("That time is past. Choose a later one.", Show().Find("#when-note").TextContent);
    }

    [Fact]
    public void EmptiedField_IsNoTime()
    {
        _time = new PostTime.At(Time.GetUtcNow().AddHours(1));
        var field = Show();
        field.Find("#when-at").Change("");

        Assert.Null(_time);
    }

    [Fact]
    public void Now_IsChosenByOneClick()
    {
        _time = new PostTime.At(Time.GetUtcNow().AddDays(3));
        var field = Show();
        Assert.Equal("Bangkok (GMT+7), in 3 days 0 h", field.Find("#when-note").TextContent);

        field.FindAll(".vs-tiktok-modes button")[0].Click();
        Assert.Equal(new PostTime.Now(), _time);
    }

    private IRenderedComponent<WhenField> Show() => Render<WhenField>(with => with
        .Add(one => one.Channels, []).Add(one => one.Time, _time).Add(one => one.TimeChanged, time => _time = time));

    private void Show(IRenderedComponent<WhenField> field) => field.Render(with => with.Add(one => one.Time, _time));

    private sealed class Somebody : ICurrentActor
    {
        public Task<Actor> GetAsync() => Task.FromResult(Actor.System("test"));
    }
}
