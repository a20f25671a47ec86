using Microsoft.Extensions.Options;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Fetching;

namespace VideoSaas.Tests.Engine.Fetching;

/// <summary>A real server that redirects, real connections, made-up names: nothing that is refused is ever connected to.</summary>
public sealed class PublicFetchTests : IAsyncDisposable
{
    private readonly FileHost _host = new();
    private readonly NamedNetwork _network = new();
    private readonly IOptions<FetchOptions> _options;

    public PublicFetchTests() => _options = Options.Create(new FetchOptions { MorePorts = [_host.Port] });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Texts()
    {
        var data = new TheoryData<string, string>();

        // Without a scheme it means this very server, and a header holds no line ends and tabs.
        foreach (var (address, code) in RefusedAddresses.Texts.Where(one =>
            one.Address.Contains(':', StringComparison.Ordinal) && !one.Address.Any(char.IsControl)))
        {
            data.Add(address, code);
        }

        return data;
    }

    /// <summary>Without the one that this test's own server needs.</summary>
    public static TheoryData<string> Numbers() => [.. RefusedAddresses.Numbers.Where(number => number != "127.0.0.1")];

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Redirect_ToWhatMayNotBeAsked_EndsThere(string location, string code)
    {
        _host.Redirect(location);

        using var answer = await GetAsync("/clip.mp4");

        Assert.Equal(code, Assert.IsType<FetchAnswer.Refused>(answer).Why.Code);
        Assert.Single(_network.Connections);
        Assert.Equal(1, _host.Connections);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Name_ThatLeadsInside_IsNotConnectedTo(string number)
    {
        _network.Name("inside.example.org", [number]);
        using var answer = await GetAsync("/", "inside.example.org");
        Assert.Equal("import_not_public", Assert.IsType<FetchAnswer.Refused>(answer).Why.Code);
        Assert.Empty(_network.Connections);

        // The same at the end of a redirect.
        _host.Redirect($"http://inside.example.org:{_host.Port}/");
        using var led = await GetAsync("/");
        Assert.Equal("import_not_public", Assert.IsType<FetchAnswer.Refused>(led).Why.Code);
        Assert.Equal(1, _host.Connections);
    }

    [Fact]
    public async Task Name_WithOneAddressInsideAmongPublicOnes_IsNotConnectedTo()
    {
        _network.Name("mixed.example.org", ["8.8.8.8", "2606:4700:4700::1111", "192.168.1.1"]);
        using var answer = await GetAsync("/", "mixed.example.org");
        Assert.IsType<FetchAnswer.Refused>(answer);
        Assert.Empty(_network.Connections);
    }

    [Fact]
    public async Task Name_ThatChangesItsMind_IsLookedUpOnceAndJudgedEachTime()
    {
        _network.Name("rebinding.example.org", ["127.0.0.1"], ["10.0.0.1"]);
        _host.Answer = new HostedFile([1, 2, 3]).AnswerAsync;

        using var first = await GetAsync("/", "rebinding.example.org");
        Assert.IsType<FetchAnswer.Answered>(first);
        Assert.Single(_network.Lookups);

        using var second = await GetAsync("/", "rebinding.example.org");
        Assert.IsType<FetchAnswer.Refused>(second);
        Assert.Equal(1, _host.Connections);
    }

    [Fact]
    public async Task Loopback_WithTheRulesOfProduction_GetsNoByte()
    {
        using var fetch = Fetch(new PublicReach());
        using var answer = await fetch.GetAsync(Address("/clip.mp4"), null, Token);
        Assert.IsType<FetchAnswer.Refused>(answer);
        Assert.Empty(_network.Connections);
        Assert.Equal(0, _host.Connections);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public async Task Redirects_UpToFive_AreFollowed(int redirects, bool arrives)
    {
        _host.Answer = (request, stream, token) => int.Parse(request.Path[1..], System.Globalization.CultureInfo.InvariantCulture) is > 0 and var left
            ? FileHost.WriteHeadAsync(stream, "307 Temporary Redirect", [$"Location: /{left - 1}", "Content-Length: 0"], token)
            : new HostedFile([1]).AnswerAsync(request, stream, token);

        using var answer = await GetAsync($"/{redirects}");

        Assert.Equal(arrives, answer is FetchAnswer.Answered);
        Assert.Equal(6, _host.Requests.Count);
    }

    [Fact]
    public async Task Request_TellsNothingOfUs()
    {
        _host.Answer = new HostedFile([1]) { MoreHeaders = { "Set-Cookie: who=me" } }.AnswerAsync;
        using (await GetAsync("/one"))
        {
        }

        using (await GetAsync("/two"))
        {
        }

        Assert.All(_host.Requests, request => Assert.Equal(
            ["accept", "accept-encoding", "host", "user-agent"], request.Headers.Keys.Select(name => name.ToLowerInvariant()).Order()));
        Assert.Equal(2, _host.Connections);
    }

    [Fact]
    public async Task Name_ThatDoesNotExist_IsToldFromASilentServer()
    {
        _network.Name("nowhere.example.org", [[]]);
        using var unknown = await GetAsync("/", "nowhere.example.org");
        Assert.Equal(FetchFailure.UnknownHost, Assert.IsType<FetchAnswer.Failed>(unknown).Why);

        _options.Value.AnswerTimeout = TimeSpan.FromMilliseconds(100);
        _host.Answer = (_, _, token) => Task.Delay(Timeout.Infinite, token);
        using var silent = await GetAsync("/");
        Assert.Equal(FetchFailure.Unreachable, Assert.IsType<FetchAnswer.Failed>(silent).Why);
    }

    [Fact]
    public async Task Https_ToAServerWithoutACertificate_IsNotSecure()
    {
        // Answers in plain text where a handshake is expected.
        var address = SourceAddress.Parse($"https://clips.example.org:{_host.Port}/", [_host.Port]).Value;
        using var fetch = Fetch(new HostReach(_host));
        using var answer = await fetch.GetAsync(address, null, Token);
        Assert.IsType<FetchAnswer.Failed>(answer);
        Assert.Empty(_host.Requests);
    }

    private async Task<FetchAnswer> GetAsync(string path, string host = "clips.example.org")
    {
        using var fetch = Fetch(new HostReach(_host));
        return await fetch.GetAsync(Address(path, host), null, Token);
    }

    private SourceAddress Address(string path, string host = "clips.example.org") =>
        SourceAddress.Parse(_host.AddressOf(path, host).AbsoluteUri, [_host.Port]).Value;

    private PublicFetch Fetch(INetworkReach reach) =>
        new(new CheckedConnection(_network, reach, _options, TimeProvider.System), _options, TimeProvider.System);
}
