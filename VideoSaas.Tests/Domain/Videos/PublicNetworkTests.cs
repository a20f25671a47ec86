using System.Net;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Domain.Videos;

public sealed class PublicNetworkTests
{
    public static TheoryData<string> Refused() => [.. RefusedAddresses.Numbers];

    public static TheoryData<string> Public() => [.. RefusedAddresses.PublicNumbers];

    [Theory]
    [MemberData(nameof(Refused))]
    public void IsPublic_OfASpecialAddress_IsFalse(string address) => Assert.False(PublicNetwork.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [MemberData(nameof(Public))]
    public void IsPublic_OfAPublicAddress_IsTrue(string address) => Assert.True(PublicNetwork.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public void IsPublic_OfEverySpecialAddressInIPv6Clothes_IsFalse()
    {
        foreach (var address in RefusedAddresses.Numbers.Select(IPAddress.Parse).Where(one => one.GetAddressBytes().Length == 4))
        {
            Assert.False(PublicNetwork.IsPublic(address.MapToIPv6()), $"mapped {address}");
            Assert.False(PublicNetwork.IsPublic(IPAddress.Parse($"64:ff9b::{address}")), $"translated {address}");
            Assert.False(PublicNetwork.IsPublic(IPAddress.Parse($"::{address}")), $"compatible {address}");
        }
    }

    [Fact]
    public void IsPublic_WithAZone_IsFalse() =>
        Assert.False(PublicNetwork.IsPublic(new IPAddress(IPAddress.Parse("2606:4700:4700::1111").GetAddressBytes(), 3)));
}
