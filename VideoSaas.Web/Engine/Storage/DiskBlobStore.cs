using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Engine.Storage;

/// <summary>Stored files as plain files under <c>media</c> of the data folder.</summary>
internal sealed class DiskBlobStore(IOptions<DataOptions> options, WorkFolders workFolders) : IBlobStore
{
    private readonly string _root = options.Value.PathOf("media");

    public Task CreateAsync(string key, CancellationToken token) => Task.Run(
        () => InItsFolder(key, path =>
        {
            using (File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            {
            }

            DurableFile.SyncFolder(Path.GetDirectoryName(path)!);
        }),
        token);

    public Task<Stream> OpenAppendAsync(string key, long offset, CancellationToken token) => Task.Run(
        Stream () =>
        {
            // Who may write is decided by the upload's lease; a file lock would only outlive a lost request.
            var stream = new FileStream(PathOf(key), new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
            });
            if (stream.Length < offset)
            {
                var length = stream.Length;
                stream.Dispose();
                throw new EndOfStreamException($"'{key}' holds {length} bytes, not {offset}.");
            }

            if (stream.Length > offset)
            {
                stream.SetLength(offset);
            }

            stream.Position = offset;
            return stream;
        },
        token);

    public Task FlushAsync(Stream appended, CancellationToken token)
    {
        var file = (FileStream)appended;
        return Task.Run(() => file.Flush(flushToDisk: true), token);
    }

    public Task<Stream> OpenReadAsync(string key, CancellationToken token) => Task.Run(
        Stream () =>
        {
            try
            {
                return new FileStream(PathOf(key), new FileStreamOptions
                {
                    Mode = FileMode.Open,
                    Access = FileAccess.Read,
                    Share = FileShare.ReadWrite | FileShare.Delete,
                    BufferSize = 0,
                    Options = FileOptions.Asynchronous,
                });
            }
            catch (DirectoryNotFoundException missing)
            {
                throw new FileNotFoundException("No such key.", key, missing);
            }
        },
        token);

    public Task<long?> LengthAsync(string key, CancellationToken token)
    {
        var file = new FileInfo(PathOf(key));
        return Task.FromResult(file.Exists ? file.Length : (long?)null);
    }

    public Task<LocalFile> BorrowAsync(string key, CancellationToken token)
    {
        var path = PathOf(key);
        return File.Exists(path)
            ? Task.FromResult<LocalFile>(new StoredFile(path))
            : Task.FromException<LocalFile>(new FileNotFoundException("No such key.", key));
    }

    public WorkFolder NewWorkFolder() => workFolders.New();

    public Task StoreAsync(string localPath, string key, CancellationToken token) => Task.Run(
        () =>
        {
            DurableFile.SyncFile(localPath);
            InItsFolder(key, path =>
            {
                File.Move(localPath, path, overwrite: true);
                DurableFile.SyncFolder(Path.GetDirectoryName(path)!);
            });
        },
        token);

    public Task DeleteAsync(string key, CancellationToken token) => Task.Run(
        () =>
        {
            var path = PathOf(key);
            try
            {
                File.Delete(path);
            }
            catch (DirectoryNotFoundException)
            {
                return;
            }

            RemoveEmptyFolders(Path.GetDirectoryName(path)!);
        },
        token);

    private string PathOf(string key) => Path.Combine(_root, BlobKey.Demand(key));

    /// <summary>A delete beside us may take the folder away between its making and its use: then it is made again.</summary>
    private void InItsFolder(string key, Action<string> act)
    {
        var path = PathOf(key);
        for (var attempt = 1; ; attempt++)
        {
            DurableFile.MakeFolder(Path.GetDirectoryName(path)!);
            try
            {
                act(path);
                return;
            }
            catch (IOException gone) when (attempt < 20 && gone is (DirectoryNotFoundException or FileNotFoundException))
            {
                // A move into a folder that is gone names the file, not the folder.
            }
        }
    }

    private void RemoveEmptyFolders(string folder)
    {
        try
        {
            while (folder.Length > _root.Length && !Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
                folder = Path.GetDirectoryName(folder)!;
            }
        }
        catch (IOException)
        {
            // Somebody put a file there in between: the folder is wanted.
        }
    }

    private sealed class StoredFile(string path) : LocalFile
    {
        public override string Path { get; } = path;

        public override void Dispose()
        {
        }
    }
}
