using VideoSaas.Domain.Accounts;

namespace VideoSaas.Tests.Domain.Accounts;

public sealed class CredentialRulesTests
{
    [Theory]
    [InlineData("a@b.example")]
    [InlineData(" a@b.example ")]
    [InlineData("ploy+shop@sub.example.org")]
    [InlineData("a@localhost")]
    public void Email_ThatLooksRight_IsTaken(string email) => Assert.Null(CredentialRules.RefuseEmail(email));

    [Theory]
    [InlineData(null, "email_missing")]
    [InlineData("  ", "email_missing")]
    [InlineData("a", "email_invalid")]
    [InlineData("@b.example", "email_invalid")]
    [InlineData("a@", "email_invalid")]
    [InlineData("a@b@c", "email_invalid")]
    [InlineData("a b@c.example", "email_invalid")]
    [InlineData("a@b.example\nBcc: c@d.example", "email_invalid")]
    [InlineData("a@.example", "email_invalid")]
    [InlineData("<a@b.example>", "email_invalid")]
    public void Email_ThatDoesNot_IsRefused(string? email, string code) =>
        Assert.Equal(code, CredentialRules.RefuseEmail(email)?.Code);

    [Theory]
    [InlineData("1234567", "password_too_short")]
    [InlineData("", "password_missing")]
    [InlineData("me@b.example", "password_is_email")]
    public void Password_ThatAnyoneGuesses_IsRefused(string password, string code) =>
        Assert.Equal(code, CredentialRules.RefusePassword(password, "Me@B.example")?.Code);

    [Fact]
    public void Password_OfAnyMakeInLength_IsTaken()
    {
        Assert.Null(CredentialRules.RefusePassword("aaaaaaaa", null));
        Assert.Null(CredentialRules.RefusePassword(new string('ก', CredentialRules.MaxPasswordLength), null));
        Assert.Equal("password_too_long", CredentialRules.RefusePassword(new string('a', CredentialRules.MaxPasswordLength + 1), null)?.Code);
    }
}
