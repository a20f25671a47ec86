using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Auditing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Accounts;
using VideoSaas.Web.Host;

namespace VideoSaas.Tests.Host;

/// <summary>An app in which an address may send two of each form.</summary>
public sealed class FewFormsFixture(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly Dictionary<string, string?> Few = new()
    {
        ["Limits:SignIns"] = "2",
        ["Limits:Letters"] = "2",
        ["Server:TrustedProxies:0"] = "127.0.0.1",
        ["Server:TrustedProxies:1"] = "::1",
        ["Accounts:LetterAnswerMilliseconds"] = "400",
    };

    private readonly AppSpace _space = new(postgres);

    public AppHost App { get; private set; } = default!;

    public async ValueTask InitializeAsync()
    {
        await _space.InitializeAsync();
        App = _space.Start(Few);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _space.DisposeAsync();
    }
}

public sealed class AddressLimitsTests(FewFormsFixture fixture) : IClassFixture<FewFormsFixture>
{
    private static int _addresses;

    [Theory]
    [InlineData("/account/sign-in", "en", "Too many tries")]
    [InlineData("/account/sign-in", "th", "ลองบ่อยเกินไป")]
    [InlineData("/account/sign-up", "en", "Too many tries")]
    [InlineData("/account/forgot-password", "th", "ลองบ่อยเกินไป")]
    public async Task Form_SentTooOften_IsRefusedWithAPageAndOnlyForThatAddress(string path, string language, string title)
    {
        using var client = FromNewAddress(language);
        for (var sent = 0; sent < 2; sent++)
        {
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, path)).StatusCode);
        }

        using var refused = await SendAsync(client, path);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Contains(title, await refused.ReadTextAsync(), StringComparison.Ordinal);
        using var looked = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, looked.StatusCode);
        using var other = FromNewAddress(language);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(other, path)).StatusCode);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void Key_OfTwoAddresses_IsTheSameForOneVisitor(string one, string other, bool same) =>
        Assert.Equal(same, AddressLimits.KeyOf(IPAddress.Parse(one)) == AddressLimits.KeyOf(IPAddress.Parse(other)));

    [Fact]
    public async Task Letter_ToSomebodyOrNobody_TakesNoLessThanTheFloor()
    {
        var person = await fixture.App.NewPersonAsync();
        var command = fixture.App.Services.GetRequiredService<RequestPasswordReset>();
        foreach (var email in (string[])[person.Email, "nobody@example.org"])
        {
            var watch = Stopwatch.StartNew();
            Assert.True((await command.ExecuteAsync(Actor.System("test"), new(email, fixture.App.Address), default)).Succeeded);
            Assert.True(watch.ElapsedMilliseconds >= 390, $"{watch.ElapsedMilliseconds} ms");
        }
    }

    private HttpClient FromNewAddress(string language)
    {
        var client = fixture.App.NewClient(language);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", $"203.0.113.{Interlocked.Increment(ref _addresses)}");
        return client;
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string path) => client.SubmitAsync(
        path,
        new Dictionary<string, string>
        {
            ["Form.Email"] = $"{Guid.CreateVersion7():N}@example.org",
            ["Form.Password"] = "a long enough phrase",
        });
}
