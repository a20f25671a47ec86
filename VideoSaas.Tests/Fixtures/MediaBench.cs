using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Web.Engine.Media;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Tests.Fixtures;

/// <summary>Storage and media engine over a data folder of their own, without web and database.</summary>
internal sealed class MediaBench : IDisposable
{
    private readonly ServiceProvider _services;

    public MediaBench(params (string Key, string Value)[] settings)
    {
        DataFolder = Directory.CreateTempSubdirectory("videosaas-data-").FullName;
        _services = Build(DataFolder, settings);
    }

    public string DataFolder { get; }

    public IBlobStore Blobs => _services.GetRequiredService<IBlobStore>();

    public IMediaTools Tools => _services.GetRequiredService<IMediaTools>();

    public WorkFolders WorkFolders => _services.GetRequiredService<WorkFolders>();

    public OrphanSweep Orphans => _services.GetRequiredService<OrphanSweep>();

    public static ServiceProvider Build(string dataFolder, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Append(("Data:Folder", dataFolder))
                .Select(setting => KeyValuePair.Create(setting.Item1, (string?)setting.Item2)))
            .Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddStorageEngine(configuration)
            .AddMediaEngine(configuration)
            .BuildServiceProvider();
    }

    /// <summary>All stored files, as keys.</summary>
    public IReadOnlyList<string> Stored()
    {
        var root = Path.Combine(DataFolder, "media");
        return Directory.Exists(root)
            ? [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path)).Order()]
            : [];
    }

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(DataFolder, recursive: true);
    }
}
