using VideoSaas.Web.Features.Publishing.Compose;

namespace VideoSaas.Tests.Features.Publishing.Compose;

/// <summary>The time that an address carries.</summary>
public sealed class ComposeAddressTests
{
    private static readonly TimeZoneInfo Bangkok = TimeZoneInfo.FindSystemTimeZoneById("Asia/Bangkok");

    [Theory]
    [InlineData("2026-11-25T18:30")]
    [InlineData("2026-11-25T18:30:00+07:00")]
    [InlineData("2026-11-25T18:30:00 07:00")]
    [InlineData("2026-11-25T11:30:00Z")]
    public void Moment_IsOnThePersonsWall_OrHasItsOwnOffset(string at) =>
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 11, 30, 0, TimeSpan.Zero), ComposeAddress.MomentOf(at, Bangkok));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("18:30")]
    public void Nonsense_IsNoTime(string? at) => Assert.Null(ComposeAddress.MomentOf(at, Bangkok));
}
