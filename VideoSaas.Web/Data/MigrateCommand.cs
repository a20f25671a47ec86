using Npgsql;

namespace VideoSaas.Web.Data;

/// <summary>
/// <c>VideoSaas.Web migrate [--to NAME]</c>: brings the database of <c>ConnectionStrings__Default</c> to this version, or to the
/// named migration. Needs nothing else: no data folder, no tools, no settings file.
/// </summary>
internal static class MigrateCommand
{
    public const string Name = "migrate";

    /// <returns>0 done, 1 failed, 2 not understood.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken token = default)
    {
        string? target = null;
        if (args is [_, "--to", var name])
        {
            target = name;
        }
        else if (args is not [_])
        {
            await Console.Error.WriteLineAsync("Usage: VideoSaas.Web migrate [--to NAME]   (NAME 0 undoes every migration)");
            return 2;
        }

        try
        {
            var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
            await using var source = DataRegistration.OpenDataSource(configuration);
            await using var services = new ServiceCollection()
                .AddLogging(logging => logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning))
                .AddDbContextFactory<AppDb>(options => options.UseAppDatabase(source))
                .AddSingleton(source)
                .AddSingleton<DatabaseInstaller>()
                .BuildServiceProvider();
            await services.GetRequiredService<DatabaseInstaller>().InstallAsync(target, token);
            await Console.Out.WriteLineAsync(target is null ? "The database is up to date." : $"The database is at '{target}'.");
            return 0;
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException or TimeoutException or ArgumentException)
        {
            await Console.Error.WriteLineAsync($"The database was not migrated: {failure.Message}");
            return 1;
        }
    }
}
