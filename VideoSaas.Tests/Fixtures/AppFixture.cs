using Npgsql;

namespace VideoSaas.Tests.Fixtures;

/// <summary>
/// One app for the tests of a class, with a database and a data folder of its own. A class that needs other settings starts
/// its own <see cref="AppHost"/> by <see cref="AppSpace"/>.
/// </summary>
public sealed class AppFixture(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly AppSpace _space = new(postgres);

    public AppHost App { get; private set; } = default!;

    public async ValueTask InitializeAsync()
    {
        await _space.InitializeAsync();
        App = _space.Start(new Dictionary<string, string?> { ["Accounts:RevalidateSeconds"] = "0" });
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _space.DisposeAsync();
    }
}

/// <summary>A database and a data folder, in which apps can be started one after another or side by side.</summary>
public sealed class AppSpace(PostgresFixture postgres) : IAsyncLifetime
{
    public string ConnectionString { get; private set; } = "";

    public string DataFolder { get; } = Directory.CreateTempSubdirectory("videosaas-test-").FullName;

    public async ValueTask InitializeAsync() => ConnectionString = await postgres.CreateDatabaseAsync();

    public AppHost Start(
        IReadOnlyDictionary<string, string?>? settings = null,
        Action<Microsoft.Extensions.DependencyInjection.IServiceCollection>? configure = null) =>
        AppHost.Start(ConnectionString, DataFolder, settings, configure);

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await postgres.DropDatabaseAsync(ConnectionString);
        Directory.Delete(DataFolder, recursive: true);
    }
}
