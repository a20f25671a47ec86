using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Domain.Videos;

public sealed class SourceAddressTests
{
    public static TheoryData<string, string> Refused()
    {
        var data = new TheoryData<string, string>();
        foreach (var (address, code) in RefusedAddresses.Texts)
        {
            data.Add(address, code);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Parse_OfWhatMayNotBeAsked_SaysWhy(string address, string code) =>
        Assert.Equal(code, SourceAddress.Parse(address, []).Refusal?.Code);

    [Theory]
    [InlineData("https://example.org/clip.mp4", "https://example.org/clip.mp4")]
    [InlineData("  http://example.org  ", "http://example.org/")]
    [InlineData("HTTPS://Example.ORG:443/a%20b.mp4?x=1#t=5", "https://example.org/a%20b.mp4?x=1#t=5")]
    [InlineData("http://my_bucket.s3.amazonaws.com/clip.mp4?X-Amz-Signature=ab", "http://my_bucket.s3.amazonaws.com/clip.mp4?X-Amz-Signature=ab")]
    [InlineData("https://xn--o3cw4h.com/", "https://xn--o3cw4h.com/")]
    [InlineData("http://8.8.8.8/clip.mp4", "http://8.8.8.8/clip.mp4")]
    [InlineData("https://[2606:4700:4700::1111]/clip.mp4", "https://[2606:4700:4700::1111]/clip.mp4")]
    [InlineData("https://example.org/@somebody/clip.mp4", "https://example.org/@somebody/clip.mp4")]
    [InlineData("https://example.org/cut?at=00:10", "https://example.org/cut?at=00:10")]
    public void Parse_OfAPublicAddress_TakesIt(string written, string address) =>
        Assert.Equal(address, SourceAddress.Parse(written, []).Value.Uri.AbsoluteUri);

    [Fact]
    public void Parse_OfAThaiName_AsksForItsAsciiForm() =>
        Assert.Equal("xn--o3cw4h.com", SourceAddress.Parse("https://ไทย.com/คลิป.mp4", []).Value.Uri.IdnHost);

    [Fact]
    public void Parse_OfMoreThanItTakes_IsRefused()
    {
        var longest = "https://example.org/".PadRight(SourceAddress.MaxLength, 'a');
        Assert.True(SourceAddress.Parse(longest, []).Succeeded);
        Assert.Equal("import_too_long", SourceAddress.Parse(longest + "a", []).Refusal?.Code);
    }

    [Fact]
    public void Parse_WithAPort_TakesOnlyThoseThatAreAllowed()
    {
        Assert.Equal("import_port", SourceAddress.Parse("http://example.org:8080/", []).Refusal?.Code);
        Assert.True(SourceAddress.Parse("http://example.org:8080/", [8080]).Succeeded);
    }

    [Theory]
    [InlineData("next.mp4", "https://example.org/a/next.mp4")]
    [InlineData("/next.mp4", "https://example.org/next.mp4")]
    [InlineData("?v=2", "https://example.org/a/b?v=2")]
    [InlineData("//other.org/x.mp4", "https://other.org/x.mp4")]
    [InlineData("https://other.org/x.mp4", "https://other.org/x.mp4")]
    [InlineData("/คลิป.mp4", "https://example.org/%E0%B8%84%E0%B8%A5%E0%B8%B4%E0%B8%9B.mp4")]
    public void Redirected_ToAPublicAddress_GoesThere(string location, string address) =>
        Assert.Equal(address, From("https://example.org/a/b").Redirected(location, []).Value.Uri.AbsoluteUri);

    [Theory]
    [InlineData("http://example.org/x.mp4", "import_downgrade")]
    [InlineData("//127.0.0.1/", "import_not_public")]
    [InlineData("///127.0.0.1/", "import_address")]
    [InlineData("/\\127.0.0.1/", "import_address")]
    [InlineData("\\\\127.0.0.1/", "import_address")]
    [InlineData("https://0x7f.1/", "import_address")]
    [InlineData("https:127.0.0.1", "import_scheme")]
    [InlineData("file:///etc/passwd", "import_scheme")]
    [InlineData("https://me@example.org/", "import_credentials")]
    [InlineData("", "import_address")]
    public void Redirected_ToWhatMayNotBeAsked_SaysWhy(string location, string code) =>
        Assert.Equal(code, From("https://example.org/a/b").Redirected(location, []).Refusal?.Code);

    [Fact]
    public void Redirected_FromHttp_MayGoToHttps() =>
        Assert.True(From("http://example.org/").Redirected("https://example.org/", []).Succeeded);

    private static SourceAddress From(string address) => SourceAddress.Parse(address, []).Value;
}
