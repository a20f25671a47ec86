namespace VideoSaas.Web.Engine.Storage;

/// <summary>
/// Stored files by key. A key is ours alone: lower-case letters, digits, <c>-</c>, <c>.</c> and <c>/</c>, such as
/// <c>renditions/0197…/1080.mp4</c>; nothing a person wrote is ever in one.
/// </summary>
public interface IBlobStore
{
    /// <summary>Makes an empty file to append to; one that is there stays as it is.</summary>
    Task CreateAsync(string key, CancellationToken token);

    /// <summary>
    /// Opens for appending at <paramref name="offset"/>; a longer file is cut to it first (a torn tail).
    /// </summary>
    /// <exception cref="EndOfStreamException">The file is shorter than <paramref name="offset"/>.</exception>
    Task<Stream> OpenAppendAsync(string key, long offset, CancellationToken token);

    /// <summary>Puts what was written to <paramref name="appended"/> on disk for good.</summary>
    Task FlushAsync(Stream appended, CancellationToken token);

    /// <summary>Opens for reading, seekable; the file may still grow.</summary>
    /// <exception cref="FileNotFoundException">No such key.</exception>
    Task<Stream> OpenReadAsync(string key, CancellationToken token);

    /// <summary>Bytes, or null when there is no such file.</summary>
    Task<long?> LengthAsync(string key, CancellationToken token);

    /// <summary>A path that ffmpeg can read, for as long as the lease lives. On disk it is the file itself.</summary>
    Task<LocalFile> BorrowAsync(string key, CancellationToken token);

    /// <summary>A fresh empty folder for work, on the same volume as the store; swept at start if left behind.</summary>
    WorkFolder NewWorkFolder();

    /// <summary>Moves a finished work file under <paramref name="key"/>, replacing what is there, durable on return.</summary>
    Task StoreAsync(string localPath, string key, CancellationToken token);

    /// <summary>Removes it; nothing there is fine.</summary>
    Task DeleteAsync(string key, CancellationToken token);
}

public abstract class LocalFile : IDisposable
{
    public abstract string Path { get; }

    public abstract void Dispose();
}

/// <summary>Removed with all its content on dispose.</summary>
public abstract class WorkFolder : IDisposable
{
    public abstract string Path { get; }

    public abstract void Dispose();
}
