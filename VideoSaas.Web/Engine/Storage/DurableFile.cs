using System.Runtime.InteropServices;
using System.Text;

namespace VideoSaas.Web.Engine.Storage;

/// <summary>
/// Puts files and names on disk for good. A file's bytes and its name in the folder are two things to the disk: after a rename
/// the folder must be synced as well, or a power cut can undo it.
/// </summary>
internal static class DurableFile
{
    private const int ReadOnlyFolder = 0x10000 | 0x80000; // O_DIRECTORY | O_CLOEXEC on Linux

    public static void SyncFile(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(handle);
    }

    /// <exception cref="IOException">The folder is gone or the disk refused.</exception>
    public static void SyncFolder(string path)
    {
        // The framework opens no folders, hence the C library.
        var descriptor = Open(Encoding.UTF8.GetBytes(path + '\0'), ReadOnlyFolder);
        if (descriptor < 0)
        {
            throw new IOException($"Cannot open folder '{path}': error {Marshal.GetLastPInvokeError()}.");
        }

        var result = Fsync(descriptor);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (result != 0)
        {
            throw new IOException($"Cannot sync folder '{path}': error {error}.");
        }
    }

    /// <summary>Makes the folder and all above it that are missing, durable on return.</summary>
    public static void MakeFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        var parent = Path.GetDirectoryName(path) ?? throw new ArgumentException("A folder of ours has a parent.", nameof(path));
        MakeFolder(parent);
        Directory.CreateDirectory(path);
        SyncFolder(parent);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
