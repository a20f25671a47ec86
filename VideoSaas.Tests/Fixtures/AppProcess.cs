using System.Diagnostics;
using System.Net;

namespace VideoSaas.Tests.Fixtures;

/// <summary>
/// The built app as a process of its own, so that a test can end it as a power cut would and start it again on the same
/// database and data folder.
/// </summary>
public sealed class AppProcess : IAsyncDisposable
{
    /// <summary>A setting: assemblies of the tests that take part in the app's start.</summary>
    public const string StartupAssemblies = "ASPNETCORE_HOSTINGSTARTUPASSEMBLIES";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly string _connectionString;
    private readonly Dictionary<string, string> _settings;
    private readonly string[] _command;
    private readonly StringWriter _output = new();
    private Process? _process;

    private AppProcess(string connectionString, string dataFolder, int port, Dictionary<string, string> settings, string[] command)
    {
        _command = command;
        _connectionString = connectionString;
        DataFolder = dataFolder;
        _settings = settings;
        BaseAddress = new Uri($"http://localhost:{port}");
    }

    public string DataFolder { get; }

    public Uri BaseAddress { get; }

    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("The app is not running.");

    /// <summary>All that the app printed, for a failing test's message.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <param name="settings">Configuration, keys with <c>:</c>; added to the fixed ones.</param>
    /// <param name="command">What to run instead of the app, such as <c>sandbox</c>.</param>
    public static async Task<AppProcess> StartAsync(
        string connectionString, string dataFolder, IReadOnlyDictionary<string, string>? settings, CancellationToken token,
        params string[] command)
    {
        Directory.CreateDirectory(dataFolder);
        var app = new AppProcess(connectionString, dataFolder, FreePort.Next(), new(settings ?? new Dictionary<string, string>()), command);
        await app.StartAsync(token);
        return app;
    }

    /// <summary>Starts it again after <see cref="KillAsync"/>; returns when it answers.</summary>
    public async Task StartAsync(CancellationToken token)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = SourceTree.PathOf("VideoSaas.Web"),
        };
        foreach (var word in Program().Concat(_command))
        {
            start.ArgumentList.Add(word);
        }

        start.Environment["ASPNETCORE_URLS"] = BaseAddress.ToString();
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ConnectionStrings__Default"] = _connectionString;
        start.Environment["Data__Folder"] = DataFolder;
        start.Environment["Sandbox__Enabled"] = "true";
        foreach (var (key, value) in _settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitUntilHealthyAsync(token);
    }

    /// <summary>kill -9 of the app alone: what it started is left to itself.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: false);
            }

            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    /// <summary>An app with guests must also find what they are built on.</summary>
    private IEnumerable<string> Program()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "VideoSaas.Web");
        return _settings.ContainsKey(StartupAssemblies)
            ? ["exec", "--depsfile", Path.Combine(AppContext.BaseDirectory, "VideoSaas.Tests.deps.json"), "--runtimeconfig", $"{program}.runtimeconfig.json", $"{program}.dll"]
            : [$"{program}.dll"];
    }

    private async Task WaitUntilHealthyAsync(CancellationToken token)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < StartLimit)
        {
            if (_process!.HasExited)
            {
                throw new InvalidOperationException($"The app ended while starting:\n{Output}");
            }

            try
            {
                using var answer = await client.GetAsync(new Uri(BaseAddress, "/health"), token);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (Exception failure) when (failure is HttpRequestException
                || (failure is TaskCanceledException && !token.IsCancellationRequested))
            {
                // Not listening yet, or too busy to answer at once.
            }

            await Task.Delay(100, token);
        }

        throw new TimeoutException($"The app did not answer within {StartLimit.TotalSeconds} s:\n{Output}");
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.WriteLine(line.Data);
        }
    }
}
