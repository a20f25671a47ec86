using System.Diagnostics;
using Npgsql;

namespace VideoSaas.Tests.Fixtures;

/// <summary>
/// A private PostgreSQL in a temporary folder: loopback, durable in nothing. It ends with this process however that ends,
/// because the shell that runs it waits on a pipe that only this process holds open.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    // $1 binaries, $2 folder, $3 port.
    private const string Script =
        """
        set -e
        "$1/initdb" -D "$2/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$2/initdb.log" 2>&1
        "$1/postgres" -D "$2/data" -k "$2" -p "$3" -c listen_addresses=127.0.0.1 -c max_connections=200 \
          -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB >"$2/server.log" 2>&1 </dev/null &
        server=$!
        cat >/dev/null || true
        kill -QUIT $server
        wait $server || true
        rm -rf "$2"
        """;

    private readonly Process _shell;

    private PostgresServer(Process shell, string connectionString)
    {
        _shell = shell;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    public static async Task<PostgresServer> StartAsync()
    {
        var binaries = FindBinaries();
        var folder = Directory.CreateTempSubdirectory("videosaas-pg-").FullName;
        var port = FreePort.Next();
        var asRoot = Environment.UserName == "root";
        if (asRoot)
        {
            // PostgreSQL refuses to run as root.
            using var chown = Process.Start("chown", ["postgres", folder]);
            await chown.WaitForExitAsync();
        }

        string[] command = ["sh", "-c", Script, "sh", binaries, folder, $"{port}"];
        var start = asRoot
            ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", .. command])
            : new ProcessStartInfo(command[0], command[1..]);
        start.RedirectStandardInput = true;
        start.WorkingDirectory = folder;
        var shell = Process.Start(start)!;
        var server = new PostgresServer(
            shell, $"Host=127.0.0.1;Port={port};Database=postgres;Username=postgres;Timeout=15;Command Timeout=120");
        try
        {
            await server.WaitUntilReadyAsync(folder);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_shell.HasExited)
        {
            _shell.StandardInput.Close();
            await _shell.WaitForExitAsync();
        }

        _shell.Dispose();
    }

    private async Task WaitUntilReadyAsync(string folder)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (!_shell.HasExited && watch.Elapsed < TimeSpan.FromSeconds(60))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
            catch (NpgsqlException failure)
            {
                var log = Path.Combine(folder, "server.log");
                throw new InvalidOperationException(
                    $"The test server did not start: {(File.Exists(log) ? await File.ReadAllTextAsync(log) : failure.Message)}", failure);
            }
        }
    }

    private static string FindBinaries()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(path => int.TryParse(Path.GetFileName(path), out var major) ? major : 0)
                .Select(path => Path.Combine(path, "bin"))
            : [];
        return onPath.Concat(debian).FirstOrDefault(path => path.Length > 0 && File.Exists(Path.Combine(path, "initdb")))
            ?? throw new InvalidOperationException(
                "No PostgreSQL was found: install it (apt-get install postgresql), or set VIDEOSAAS_TEST_POSTGRES to an administrator's connection string.");
    }
}
