using Bunit;
using VideoSaas.Web.Components.Shared;

namespace VideoSaas.Tests.Components.Shared;

public sealed class StillTests : ScreenTest
{
    [Fact]
    public void Content_OfTheSameThing_IsNotDrawnAgain()
    {
        var thing = new object();
        var still = Render<Still>(given => given.Add(one => one.Of, thing).AddChildContent("before"));
        still.Render(given => given.Add(one => one.Of, thing).AddChildContent("after"));
        still.MarkupMatches("before");
    }

    [Fact]
    public void Content_OfAnotherThing_IsDrawn()
    {
        var still = Render<Still>(given => given.Add(one => one.Of, new object()).AddChildContent("before"));
        still.Render(given => given.Add(one => one.Of, new object()).AddChildContent("after"));
        still.MarkupMatches("after");
    }

    [Fact]
    public void Content_ShownInAnotherWay_IsDrawn()
    {
        var thing = new object();
        var still = Render<Still>(given => given.Add(one => one.Of, thing).AddChildContent("before"));
        still.Render(given => given.Add(one => one.Of, thing).Add(one => one.Way, "history").AddChildContent("after"));
        still.MarkupMatches("after");
    }
}
