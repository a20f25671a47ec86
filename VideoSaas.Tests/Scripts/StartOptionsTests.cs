using System.Net;
using System.Net.Sockets;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Scripts;

public sealed class StartOptionsTests
{
    private static readonly Dictionary<string, string?> Plain = [];

    private static readonly string Start = SourceTree.PathOf("start");

    [Fact]
    public async Task Start_Help_NamesEveryOption()
    {
        var (exitCode, output) = await ScriptRun.RunAsync(Start, Plain, "--help");

        Assert.Equal(0, exitCode);
        Assert.All(["--port", "--data", "--no-demo", "--help"], option => Assert.Contains(option, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("unknown option --verbose", "--verbose")]
    [InlineData("unknown option 5080", "5080")]
    [InlineData("--port must be a number", "--port", "http")]
    [InlineData("--port must be a number", "--port", "65536")]
    [InlineData("--port must be a number", "--port=0")]
    [InlineData("--port needs a value", "--port")]
    [InlineData("--data needs a value", "--data")]
    public async Task Start_BadOption_SaysSoAndEndsWith2(string sentence, params string[] arguments)
    {
        var (exitCode, output) = await ScriptRun.RunAsync(Start, Plain, arguments);

        Assert.Equal(2, exitCode);
        Assert.Contains(sentence, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PortInUse_SaysSoAndEndsWith2()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var data = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        var (exitCode, output) = await ScriptRun.RunAsync(Start, Plain, "--port", $"{port}", "--data", data);

        Assert.Equal(2, exitCode);
        Assert.Contains($"port {port} is in use", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    [Theory]
    [InlineData("test")]
    [InlineData("bench")]
    public async Task TestAndBench_BadOption_SaysSoAndEndsWith2(string script)
    {
        var (exitCode, output) = await ScriptRun.RunAsync(SourceTree.PathOf(script), Plain, "--verbose");

        Assert.Equal(2, exitCode);
        Assert.Contains("unknown option --verbose", output, StringComparison.Ordinal);
    }
}
