using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Data;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace VideoSaas.Tests.Fixtures;

/// <summary>
/// One server for the whole run and one migrated template in it; every database of a test is a copy. The server is that of
/// <c>VIDEOSAAS_TEST_POSTGRES</c> (an administrator's connection string), or a private one.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly ConcurrentBag<string> _made = [];
    private readonly string _run = Guid.CreateVersion7().ToString("N")[20..];
    private readonly SemaphoreSlim _templateGate = new(1);
    private PostgresServer? _server;
    private string _administrator = "";
    private bool _templateReady;
    private int _count;

    private string Template => $"vs_{_run}_template";

    public async ValueTask InitializeAsync()
    {
        _administrator = Environment.GetEnvironmentVariable("VIDEOSAAS_TEST_POSTGRES") ?? "";
        if (_administrator.Length == 0)
        {
            _server = await PostgresServer.StartAsync();
            _administrator = _server.ConnectionString;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
        else
        {
            foreach (var name in _made)
            {
                await DropAsync(name);
            }
        }

        _templateGate.Dispose();
    }

    /// <summary>A database as an install leaves it.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        await PrepareTemplateAsync();
        return await CreateAsync($"TEMPLATE {Template}");
    }

    /// <summary>A database without anything in it.</summary>
    public Task<string> CreateEmptyDatabaseAsync() => CreateAsync("TEMPLATE template0 ENCODING 'UTF8'");

    public async Task DropDatabaseAsync(string connectionString) =>
        await DropAsync(new NpgsqlConnectionStringBuilder(connectionString).Database!);

    /// <summary>Services of the data layer alone, on a database.</summary>
    public static ServiceProvider Services(string connectionString, Action<IServiceCollection>? configure = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("ConnectionStrings:Default", connectionString)]).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration);
        services.AddSingleton(TimeProvider.System);
        configure?.Invoke(services);
        services.AddData(configuration);
        return services.BuildServiceProvider();
    }

    private async Task PrepareTemplateAsync()
    {
        await _templateGate.WaitAsync();
        try
        {
            if (_templateReady)
            {
                return;
            }

            _made.Add(Template);
            await ExecuteAsync($"CREATE DATABASE {Template} TEMPLATE template0 ENCODING 'UTF8'");
            await using (var services = Services(To(Template)))
            {
                await services.GetRequiredService<DatabaseInstaller>().InstallAsync();
            }

            _templateReady = true;
        }
        finally
        {
            _templateGate.Release();
        }
    }

    private async Task<string> CreateAsync(string how)
    {
        var name = $"vs_{_run}_{Interlocked.Increment(ref _count)}";
        _made.Add(name);
        await ExecuteAsync($"CREATE DATABASE {name} {how}");
        return To(name);
    }

    private Task DropAsync(string name) => ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    private string To(string database) =>
        new NpgsqlConnectionStringBuilder(_administrator) { Database = database, Timeout = 15 }.ConnectionString;

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_administrator + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}
