using CsCheck;
using VideoSaas.Web.Components.Shared;

namespace VideoSaas.Tests.Components.Shared;

public sealed class TimeLeftTests
{
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(0, 5)]
    [InlineData(3, 5)]
    [InlineData(5, 5)]
    [InlineData(5.1, 10)]
    [InlineData(41, 45)]
    [InlineData(60, 60)]
    [InlineData(61, 90)]
    [InlineData(70, 90)]
    [InlineData(121, 150)]
    [InlineData(3599, 3600)]
    public void RoundUp_Seconds_GoesToTheNextStep(double seconds, int shown) => Assert.Equal(shown, TimeLeft.RoundUp(seconds));

    [Fact]
    public void RoundUp_AnyEstimate_NeverPromisesLess() =>
        Gen.Double[0, 100_000].Sample(seconds => Assert.InRange(TimeLeft.RoundUp(seconds) - seconds, 0, 30));

    [Fact]
    public void Next_InTheFirstSeconds_ShowsNothing()
    {
        var left = new TimeLeft();
        Assert.Null(left.Next(40, TimeSpan.FromSeconds(2.9)));
        Assert.Equal(40, left.Next(40, TimeSpan.FromSeconds(3)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Next_WithoutAnEstimate_ShowsNothing(double? estimate) => Assert.Null(new TimeLeft().Next(estimate, Later));

    [Fact]
    public void Next_ThatJumpsUp_RisesByOneStepOnly()
    {
        var left = new TimeLeft();
        Assert.Equal(30, left.Next(30, Later));
        Assert.Equal(35, left.Next(300, Later));
        Assert.Equal(40, left.Next(300, Later));
    }

    [Fact]
    public void Next_AnyRow_NeverRisesByMoreThanOneStep() => Gen.Double[0, 5000].Array[2, 60].Sample(estimates =>
    {
        var left = new TimeLeft();
        int? before = null;
        foreach (var estimate in estimates)
        {
            var shown = left.Next(estimate, Later);
            Assert.True(before is null || shown - before <= (before < 60 ? 5 : 30), $"{before} → {shown}");
            before = shown;
        }
    });

    [Fact]
    public void Next_AfterForget_StartsAnew()
    {
        var left = new TimeLeft();
        left.Next(10, Later);
        left.Forget();
        Assert.Equal(600, left.Next(600, Later));
    }
}
