using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Scripts;

/// <summary>./start in a small checkout whose <c>dotnet</c> only notes what it was asked: what it builds, needs and ends.</summary>
public sealed class StartBuildTests : IDisposable
{
    private const string Dotnet =
        """
        #!/bin/bash
        echo "$*" >> "$CALLS"
        case $1 in
          --list-sdks) echo "${SDKS:-10.0.100 [/usr/share/dotnet/sdk]}" ;;
          build) echo "built as asked"; [ -z "${BROKEN:-}" ] || exit 1; mkdir -p "${2%/*}/bin/Release/net10.0"; touch "${2%/*}/bin/Release/net10.0/VideoSaas.Web.dll" ;;
          *) [ -z "${CRASH:-}" ] || exit "$CRASH"; trap 'echo ended in order; exit 0' TERM; echo "Ready: $ASPNETCORE_URLS demo=$Demo__Enabled sandbox=$Sandbox__Enabled"; while :; do sleep 0.05; done ;;
        esac
        """;

    private readonly string _checkout = Directory.CreateTempSubdirectory("videosaas-start-").FullName;
    private readonly Dictionary<string, string?> _environment;

    public StartBuildTests()
    {
        foreach (var folder in new[] { "scripts", "bin", "VideoSaas.Web", "VideoSaas.Domain" })
        {
            Directory.CreateDirectory(Path.Combine(_checkout, folder));
        }

        var pieces = Directory.GetFiles(SourceTree.PathOf("scripts"), "*.sh").Select(path => Path.GetRelativePath(SourceTree.Root, path));
        foreach (var file in pieces.Concat(["start", "global.json", ".editorconfig", "Directory.Build.props"]))
        {
            File.Copy(SourceTree.PathOf(file), Path.Combine(_checkout, file));
        }

        var program = Path.Combine(_checkout, "VideoSaas.Web", "Program.cs");
        File.WriteAllText(program, "");
        // A second old, as sources are: the clock of file times may be coarse.
        Age(program);
        Program = program;
        var dotnet = Path.Combine(_checkout, "bin", "dotnet");
        File.WriteAllText(dotnet, Dotnet);
        File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        _environment = new()
        {
            ["PATH"] = $"{Path.Combine(_checkout, "bin")}:{Environment.GetEnvironmentVariable("PATH")}",
            ["CALLS"] = Calls,
            ["ConnectionStrings__Default"] = "Host=elsewhere",
            ["VIDEOSAAS_APP"] = null,
            ["ASPNETCORE_URLS"] = null,
        };
    }

    private string Calls => Path.Combine(_checkout, "calls");

    private string Program { get; }

    private int Builds => File.ReadAllLines(Calls).Count(line => line.StartsWith("build ", StringComparison.Ordinal));

    public void Dispose() => Directory.Delete(_checkout, recursive: true);

    [Fact]
    public async Task Start_SourcesOlderThanTheBuild_BuildsOnceAndAgainAfterAnEdit()
    {
        await StartAndEndAsync();
        await StartAndEndAsync();
        Assert.Equal(1, Builds);

        File.SetLastWriteTimeUtc(Program, DateTimeOffset.UtcNow.AddSeconds(1).UtcDateTime);
        await StartAndEndAsync();
        Assert.Equal(2, Builds);
        Age(Program);

        File.Delete(Path.Combine(_checkout, "VideoSaas.Web", "bin", "Release", "net10.0", "VideoSaas.Web.dll"));
        await StartAndEndAsync();
        Assert.Equal(3, Builds);
    }

    [Fact]
    public async Task Start_Builds_WithoutLeavingABuildServer()
    {
        await StartAndEndAsync();

        var build = Assert.Single(File.ReadAllLines(Calls), line => line.StartsWith("build ", StringComparison.Ordinal));
        Assert.All(
            ["--disable-build-servers", "-nodeReuse:false", "-p:UseSharedCompilation=false"],
            option => Assert.Contains(option, build, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_BrokenBuild_ShowsItsWordsAndIsTriedAgain()
    {
        var (exitCode, output) = await StartAsync(new() { ["BROKEN"] = "yes" });
        Assert.Equal(1, exitCode);
        Assert.Contains("built as asked", output, StringComparison.Ordinal);

        await StartAndEndAsync();
        Assert.Equal(2, Builds);
    }

    [Fact]
    public async Task Start_NoSdk10_SaysSoAndEndsWith2()
    {
        var (exitCode, output) = await StartAsync(new() { ["SDKS"] = "8.0.100 [/usr/share/dotnet/sdk]" });

        Assert.Equal(2, exitCode);
        Assert.Contains(".NET 10 SDK", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithoutFfmpegAndTheRightToInstall_SaysWhatToInstallAndEndsWith2()
    {
        // Every program of the system but these, and an id that is not root's.
        var programs = Path.Combine(_checkout, "programs");
        Directory.CreateDirectory(programs);
        foreach (var path in Directory.GetFiles("/usr/bin").Where(path => Path.GetFileName(path) is not ("ffmpeg" or "ffprobe" or "sudo" or "id")))
        {
            File.CreateSymbolicLink(Path.Combine(programs, Path.GetFileName(path)), path);
        }

        var id = Path.Combine(programs, "id");
        await File.WriteAllTextAsync(id, "#!/bin/bash\necho 1000\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(id, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);

        var (exitCode, output) = await StartAsync(new() { ["PATH"] = $"{Path.Combine(_checkout, "bin")}:{programs}" });

        Assert.Equal(2, exitCode);
        Assert.Contains("sudo apt-get install -y ffmpeg", output, StringComparison.Ordinal);
        Assert.Equal(0, Builds);
    }

    [Fact]
    public async Task Start_Defaults_AreSandboxAndDemoAndOptionsReachTheApp()
    {
        Assert.Contains("Ready: http://localhost:39871 demo=true sandbox=true", await StartAndEndAsync(), StringComparison.Ordinal);
        Assert.Contains("demo=false sandbox=true", await StartAndEndAsync("--no-demo"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Start_AskedToEnd_EndsTheAppAndWith0(string signal)
    {
        await using var run = ScriptRun.Start(
            Path.Combine(_checkout, "start"), _environment, "--port", "39871", "--data", Path.Combine(_checkout, "data"));
        await run.SaysAsync("Ready:", TimeSpan.FromSeconds(60));
        run.Signal(signal);

        Assert.Equal(0, await run.EndAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains("ended in order", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AppEndsByItself_SaysSoAndFails()
    {
        var (exitCode, output) = await StartAsync(new() { ["CRASH"] = "7" });

        Assert.Equal(7, exitCode);
        Assert.Contains("ended by itself (code 7)", output, StringComparison.Ordinal);
    }

    private static void Age(string path) => File.SetLastWriteTimeUtc(path, DateTimeOffset.UtcNow.AddMinutes(-1).UtcDateTime);

    private async Task<(int ExitCode, string Output)> StartAsync(Dictionary<string, string?> more)
    {
        foreach (var (name, value) in _environment)
        {
            more.TryAdd(name, value);
        }

        return await ScriptRun.RunAsync(
            Path.Combine(_checkout, "start"), more, "--port", "39871", "--data", Path.Combine(_checkout, "data"));
    }

    private async Task<string> StartAndEndAsync(params string[] options)
    {
        await using var run = ScriptRun.Start(
            Path.Combine(_checkout, "start"), _environment, ["--port", "39871", "--data", Path.Combine(_checkout, "data"), .. options]);
        await run.SaysAsync("Ready:", TimeSpan.FromSeconds(60));
        run.Signal("TERM");
        Assert.Equal(0, await run.EndAsync(TimeSpan.FromSeconds(30)));
        return run.Output;
    }
}
