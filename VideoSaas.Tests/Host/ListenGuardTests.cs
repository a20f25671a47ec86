using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using VideoSaas.Web.Host;

namespace VideoSaas.Tests.Host;

public sealed class ListenGuardTests
{
    [Theory]
    [InlineData("urls", "http://0.0.0.0:5080")]
    [InlineData("urls", "http://*:5080")]
    [InlineData("urls", "http://+:5080")]
    [InlineData("urls", "http://[::]:5080")]
    [InlineData("urls", "http://video.example:5080")]
    [InlineData("urls", "http://192.168.1.7:5080")]
    [InlineData("urls", "http://localhost:5080;http://0.0.0.0:5081")]
    [InlineData("urls", "nonsense")]
    [InlineData("http_ports", "8080")]
    [InlineData("https_ports", "8443")]
    [InlineData("Kestrel:Endpoints:Public:Url", "https://*:443")]
    public void Refusal_OfAnAddressThatOthersReach_NamesIt(string key, string value)
    {
        var refusal = ListenGuard.Refusal(Configuration(true, (key, value)), []);
        Assert.NotNull(refusal);
        Assert.Contains("Sandbox:Enabled", refusal, StringComparison.Ordinal);
        Assert.Null(ListenGuard.Refusal(Configuration(false, (key, value)), []));
    }

    [Theory]
    [InlineData("urls", "http://localhost:5080")]
    [InlineData("urls", "http://127.0.0.1:0")]
    [InlineData("urls", "http://[::1]:5080;http://127.0.0.2:5080")]
    [InlineData("Kestrel:Endpoints:Own:Url", "http://localhost:5080")]
    [InlineData("other", "nothing named: Kestrel takes localhost")]
    public void Refusal_OfLoopback_IsNone(string key, string value) =>
        Assert.Null(ListenGuard.Refusal(Configuration(true, (key, value)), []));

    [Fact]
    public void Refusal_WhenUrlsAreNamed_IgnoresThePortsThatTheyOverride() =>
        Assert.Null(ListenGuard.Refusal(Configuration(true, ("urls", "http://localhost:5080"), ("http_ports", "8080")), []));

    [Fact]
    public void Refusal_OfAnAddressAddedInCode_NamesIt() =>
        Assert.Contains("http://*:1", ListenGuard.Refusal(Configuration(true), ["http://*:1"]), StringComparison.Ordinal);

    [Fact]
    public async Task App_WithSandboxOnAnOpenAddress_EndsWithTwoBeforeListening()
    {
        var folder = Directory.CreateTempSubdirectory("videosaas-guard-").FullName;
        try
        {
            var start = new ProcessStartInfo("dotnet", ["exec", typeof(ListenGuard).Assembly.Location])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                WorkingDirectory = folder,
            };
            start.Environment["Sandbox__Enabled"] = "true";
            start.Environment["ASPNETCORE_URLS"] = "http://0.0.0.0:0";
            start.Environment["Data__Folder"] = folder;
            // Nobody listens there: it must refuse before it looks.
            start.Environment["ConnectionStrings__Default"] = "Host=127.0.0.1;Port=1;Username=nobody;Database=nothing";
            using var app = Process.Start(start)!;
            var said = await app.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await app.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(ListenGuard.ExitCode, app.ExitCode);
            Assert.Contains("http://0.0.0.0:0", said, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IConfiguration Configuration(bool sandbox, params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings
                .Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))
                .Append(new("Sandbox:Enabled", sandbox ? "true" : "false")))
            .Build();
}
