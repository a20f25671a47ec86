using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Engine.Storage;

/// <summary>
/// Folders for unfinished files under <c>work</c> of the data folder. Each process keeps its own part, marked by a file that it
/// holds locked for as long as it lives: a part whose lock is free belonged to a process that is gone, and is swept.
/// Process ids would not do, since a container gives the same ones again.
/// </summary>
internal sealed partial class WorkFolders : IDisposable
{
    private const string LockName = "alive";
    private readonly string _root;
    private readonly string _own;
    private readonly FileStream _lock;
    private readonly TimeProvider _time;
    private readonly ILogger<WorkFolders> _logger;
    private long _last;

    public WorkFolders(IOptions<DataOptions> options, TimeProvider time, ILogger<WorkFolders> logger)
    {
        _time = time;
        _logger = logger;
        _root = options.Value.PathOf("work");
        _own = Path.Combine(_root, "run-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
        Directory.CreateDirectory(_own);
        _lock = new FileStream(Path.Combine(_own, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>The folder above all work folders of all processes.</summary>
    public string Root => _root;

    /// <summary>This process's part.</summary>
    public string Own => _own;

    public WorkFolder New()
    {
        var path = Path.Combine(_own, Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(path);
        return new Folder(path, _logger);
    }

    /// <summary>Removes the parts of processes that are gone.</summary>
    /// <param name="beforeRemoval">Called with each part's path first: what still works in it must be ended.</param>
    public void Sweep(Action<string> beforeRemoval)
    {
        foreach (var part in Directory.EnumerateDirectories(_root, "run-*"))
        {
            if (part == _own || !IsAbandoned(part))
            {
                continue;
            }

            beforeRemoval(part);
            Remove(part, _logger);
        }
    }

    public void Dispose()
    {
        _lock.Dispose();
        Remove(_own, _logger);
    }

    private bool IsAbandoned(string part)
    {
        try
        {
            using var held = new FileStream(Path.Combine(part, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (FileNotFoundException)
        {
            // Between the making of the folder and of its lock lies a moment; an hour is no moment.
            return Directory.GetLastWriteTimeUtc(part) < _time.GetUtcNow().UtcDateTime.AddHours(-1);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void Remove(string folder, ILogger logger)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            NotRemoved(logger, folder, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Work folder {Folder} could not be removed; the next start tries again.")]
    private static partial void NotRemoved(ILogger logger, string folder, Exception failure);

    private sealed class Folder(string path, ILogger logger) : WorkFolder
    {
        public override string Path { get; } = path;

        public override void Dispose() => Remove(Path, logger);
    }
}
