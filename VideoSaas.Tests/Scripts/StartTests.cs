using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Npgsql;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Scripts;

/// <summary>./start with its own PostgreSQL and the app as built, from nothing to a page, ended in every way, and again.</summary>
public sealed class StartTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(240);

    private static readonly Dictionary<string, string?> Built = new()
    {
        ["VIDEOSAAS_APP"] = Path.Combine(AppContext.BaseDirectory, "VideoSaas.Web.dll"),
        ["ConnectionStrings__Default"] = null,
        ["ASPNETCORE_URLS"] = null,
    };

    private readonly string _data = Path.Combine(Path.GetTempPath(), $"videosaas-data-{Guid.CreateVersion7():N}");

    public void Dispose()
    {
        foreach (var left in Started())
        {
            using var process = Process.GetProcessById(left);
            process.Kill();
        }

        StartData.Delete(_data);
    }

    [Fact]
    public async Task Start_EndedAndKilledAndStartedAgain_LeavesNothingRunningAndLosesNothing()
    {
        var token = TestContext.Current.CancellationToken;
        var port = FreePort.Next();
        string people;

        await using (var run = Run(port))
        {
            await run.SaysAsync("Ready: ", Patience);
            using var client = new HttpClient();
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri($"http://localhost:{port}/account/sign-in"), token)).StatusCode);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_data, "demo.json")));
            people = await PeopleAsync(token);
            Assert.Contains("creator", people, StringComparison.Ordinal);

            var (exitCode, output) = await ScriptRun.RunAsync(SourceTree.PathOf("start"), Built, "--port", $"{FreePort.Next()}", "--data", _data);
            Assert.Equal(2, exitCode);
            Assert.Contains("already running", output, StringComparison.Ordinal);

            run.Signal("TERM");
            Assert.Equal(0, await run.EndAsync(TimeSpan.FromSeconds(60)));
            Assert.Empty(Started());
        }

        await using (var run = Run(port))
        {
            await run.SaysAsync("Ready: ", Patience);
            Assert.Equal(people, await PeopleAsync(token));
            Assert.Equal(3, await CountAsync("users", token));
            Assert.Equal(1, await CountAsync("videos", token));

            // A power cut: nobody is asked, PostgreSQL's file about itself stays.
            foreach (var id in Started())
            {
                Kill(id);
            }

            await Eventually.HoldsAsync(() => Started().Count == 0);
        }

        await using (var run = Run(port))
        {
            await run.SaysAsync("Ready: ", Patience);
            Assert.Equal(3, await CountAsync("users", token));

            // Only the script dies: what it started must not stay behind.
            using (var script = Process.GetProcessById(run.ProcessId))
            {
                script.Kill();
            }

            await Eventually.HoldsAsync(() => Started().Count == 0, TimeSpan.FromSeconds(40));
        }
    }

    private ScriptRun Run(int port) =>
        ScriptRun.Start(SourceTree.PathOf("start"), Built, "--port", port.ToString(CultureInfo.InvariantCulture), "--data", _data);

    /// <summary>Processes that were told of the data folder, by argument or environment.</summary>
    private List<int> Started() =>
    [
        .. Directory.GetDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id != 0 && id != Environment.ProcessId && (Read(id, "cmdline") + Read(id, "environ")).Contains(_data, StringComparison.Ordinal)),
    ];

    /// <summary>PostgreSQL's workers come and go: one may be gone since it was listed, or go with its parent.</summary>
    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            Assert.False(Directory.Exists($"/proc/{id}") && Read(id, "cmdline").Length > 0, gone.Message);
        }
    }

    private static string Read(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private async Task<string> PeopleAsync(CancellationToken token)
    {
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_data, "demo.json"), token));
        return document.RootElement.GetProperty("people").GetRawText();
    }

    private async Task<long> CountAsync(string table, CancellationToken token)
    {
        var port = (await File.ReadAllLinesAsync(Path.Combine(StartData.Cluster(_data), "postmaster.pid"), token))[3];
        var password = await File.ReadAllTextAsync(Path.Combine(_data, "postgres.password"), token);
        await using var connection = new NpgsqlConnection(
            $"Host=127.0.0.1;Port={port};Username=videosaas;Password={password};Database=videosaas;Pooling=false");
        await connection.OpenAsync(token);
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM {table}", connection);
        return (long)(await command.ExecuteScalarAsync(token))!;
    }
}
