using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Data;

namespace VideoSaas.Tests.Data;

public sealed class MigrationTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Model_AndMigrations_AreTheSame()
    {
        await using var services = PostgresFixture.Services("Host=127.0.0.1;Database=unused");
        await using var db = await services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(Token);
        Assert.False(db.Database.HasPendingModelChanges(), "The model has changed: add a migration.");
    }

    [Fact]
    public async Task EveryMigration_GoesUpDownAndUpAgain_WithRowsInTheTables()
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        await using var services = PostgresFixture.Services(connectionString);
        var installer = services.GetRequiredService<DatabaseInstaller>();
        List<string> migrations;
        await using (var db = await services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(Token))
        {
            migrations = [.. db.GetService<IMigrationsAssembly>().Migrations.Keys];
        }

        var installed = await ShapeAsync(services);
        await FillAsync(services);
        for (var last = migrations.Count - 1; last >= 0; last--)
        {
            await installer.InstallAsync(last == 0 ? "0" : migrations[last - 1], Token);
        }

        Assert.Equal(["public.__EFMigrationsHistory"], await RelationsAsync(services));

        await installer.InstallAsync(token: Token);
        Assert.Equal(installed, await ShapeAsync(services));
        await FillAsync(services);
        await postgres.DropDatabaseAsync(connectionString);
    }

    [Fact]
    public async Task MigrateCommand_NeedsOnlyTheConnectionString()
    {
        var connectionString = await postgres.CreateEmptyDatabaseAsync();
        var (code, output) = await MigrateAsync(connectionString);

        Assert.True(code == 0, output);
        await using var services = PostgresFixture.Services(connectionString);
        var relations = await RelationsAsync(services);
        Assert.Contains("public.jobs_queue", relations);
        Assert.Contains("public.platform_posts", relations);
        await postgres.DropDatabaseAsync(connectionString);
    }

    [Fact]
    public async Task MigrateCommand_ToAName_StopsThere_AndSaysWhenThereIsNone()
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        await using var services = PostgresFixture.Services(connectionString);

        var (code, output) = await MigrateAsync(connectionString, "--to", "Nonsense");
        Assert.Equal(1, code);
        Assert.Contains("Nonsense", output, StringComparison.Ordinal);
        Assert.Contains("public.videos", await RelationsAsync(services));

        (code, output) = await MigrateAsync(connectionString, "--to", "0");
        Assert.True(code == 0, output);
        Assert.Equal(["public.__EFMigrationsHistory"], await RelationsAsync(services));
        await postgres.DropDatabaseAsync(connectionString);
    }

    [Fact]
    public async Task MigrateCommand_TwiceAtOnce_BothSucceed()
    {
        var connectionString = await postgres.CreateEmptyDatabaseAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => MigrateAsync(connectionString)));

        Assert.All(results, result => Assert.True(result.Code == 0, result.Output));
        await using var services = PostgresFixture.Services(connectionString);
        Assert.Equal(["4"], await ReadAsync(services, "SELECT count(*) FROM subscription_tiers"));
        await postgres.DropDatabaseAsync(connectionString);
    }

    [Fact]
    public async Task MigrateCommand_WithoutADatabase_SaysSoInOneSentence()
    {
        var (code, output) = await MigrateAsync("");
        Assert.Equal(1, code);
        Assert.Contains("ConnectionStrings__Default", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_WithoutAServer_GivesTheGatesSentence()
    {
        await using var services = PostgresFixture.Services("Host=127.0.0.1;Port=1;Database=nowhere;Username=nobody");
        var gate = new DatabaseGate(services.GetRequiredService<DatabaseInstaller>());
        var failure = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => gate.StartingAsync(Token));
        Assert.StartsWith("VideoSaas does not start: its database could not be made ready", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pool_HasTheDocumentsFigures_UnlessTheConnectionStringSaysOtherwise()
    {
        using var usual = PostgresFixture.Services("Host=127.0.0.1;Database=unused");
        var figures = new NpgsqlConnectionStringBuilder(usual.GetRequiredService<NpgsqlDataSource>().ConnectionString);
        Assert.Equal((20, 30, 2), (figures.MaxPoolSize, figures.ConnectionIdleLifetime, figures.Timeout));

        using var own = PostgresFixture.Services("Host=127.0.0.1;Database=unused;Maximum Pool Size=7;Timeout=9");
        figures = new NpgsqlConnectionStringBuilder(own.GetRequiredService<NpgsqlDataSource>().ConnectionString);
        Assert.Equal((7, 30, 9), (figures.MaxPoolSize, figures.ConnectionIdleLifetime, figures.Timeout));
    }

    /// <summary>Runs the app as a newcomer would: an empty folder, an empty environment but for the connection string.</summary>
    private static async Task<(int Code, string Output)> MigrateAsync(string connectionString, params string[] more)
    {
        var folder = Directory.CreateTempSubdirectory("videosaas-migrate-");
        var start = new ProcessStartInfo(
            Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "VideoSaas.Web.dll"), "migrate", .. more])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var kept = new[] { "PATH", "HOME", "DOTNET_ROOT" }.ToDictionary(name => name, Environment.GetEnvironmentVariable);
        start.Environment.Clear();
        foreach (var (name, value) in kept.Where(pair => pair.Value is not null))
        {
            start.Environment[name] = value;
        }

        start.Environment["ConnectionStrings__Default"] = connectionString;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Token);
        var errors = process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        folder.Delete();
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>A person with one of everything.</summary>
    private static Task FillAsync(ServiceProvider services) => RunAsync(services, SampleRows.Sql);

    /// <summary>Every relation, column, index, constraint, trigger and function of ours.</summary>
    private static async Task<List<string>> ShapeAsync(ServiceProvider services) => await ReadAsync(
        services,
        """
        SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || coalesce(column_default, '') || ' ' || is_nullable
        FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
                  FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
        UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT 'function ' || oid::regprocedure FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT 'comment ' || obj_description(oid, 'pg_class') FROM pg_class
                  WHERE relnamespace = 'public'::regnamespace AND obj_description(oid, 'pg_class') IS NOT NULL
        ORDER BY 1
        """);

    private static Task<List<string>> RelationsAsync(ServiceProvider services) => ReadAsync(
        services,
        "SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1");

    private static async Task<List<string>> ReadAsync(ServiceProvider services, string sql)
    {
        await using var command = services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Token);
        var rows = new List<string>();
        while (await reader.ReadAsync(Token))
        {
            rows.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        }

        return rows;
    }

    private static async Task RunAsync(ServiceProvider services, string sql)
    {
        await using var command = services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }
}
