using VideoSaas.Domain.Accounts;

namespace VideoSaas.Tests.Domain.Accounts;

public sealed class HandlesTests
{
    [Theory]
    [InlineData("Ploy.Srisuk@example.org", "ploy.srisuk")]
    [InlineData("ploy+shop@example.org", "ploy")]
    [InlineData("น้ำ@example.org", "creator")]
    [InlineData("..@example.org", "creator")]
    [InlineData("a b!c@example.org", "abc")]
    public void From_AnAddress_KeepsWhatAHandleMayHave(string email, string handle) => Assert.Equal(handle, Handles.From(email));

    [Fact]
    public void Numbered_OfTheLongest_FitsTheColumn() =>
        Assert.True(Handles.Numbered(Handles.From(new string('a', 300) + "@example.org"), int.MaxValue).Length <= Handles.MaxLength);
}
