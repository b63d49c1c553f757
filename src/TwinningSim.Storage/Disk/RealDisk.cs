using System.ComponentModel;
using System.Runtime.InteropServices;

namespace TwinningSim.Storage.Disk;

/// <summary>The operating system's files.</summary>
/// <param name="waits">Whether a flush waits for the device; tests that fail thousands of operations do not wait.</param>
internal sealed partial class RealDisk(bool waits) : IDisk
{
    public static RealDisk Instance { get; } = new(waits: true);

    public static RealDisk Hasty { get; } = new(waits: false);

    public bool FileExists(string path) => File.Exists(path);

    public bool FolderExists(string path) => Directory.Exists(path);

    public string[] Entries(string folder)
    {
        string[] entries = Directory.GetFileSystemEntries(folder);
        Array.Sort(entries, StringComparer.Ordinal);
        return entries;
    }

    public void CreateFolder(string path) => Directory.CreateDirectory(path);

    public IDiskFile Create(string path) => new RealFile(path, FileMode.Create, waits);

    public IDiskFile Append(string path) => new RealFile(path, FileMode.Append, waits);

    public byte[] Read(string path) => File.ReadAllBytes(path);

    // No buffer of .NET's: who reads brings one.
    public Stream OpenRead(string path) => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public void SyncFolder(string path)
    {
        // Windows offers no such call; its file systems keep names by their own journal.
        if (OperatingSystem.IsWindows() || !waits) return;
        int handle = Open(path, OpenReadOnly);
        if (handle < 0) throw Failed("open", path);
        try
        {
            if (FSync(handle) != 0) throw Failed("fsync", path);
        }
        finally
        {
            _ = Close(handle);
        }
    }

    public void DeleteFile(string path) => File.Delete(path);

    public void DeleteFolder(string path) => Directory.Delete(path, recursive: false);

    public IDisposable? TryLock(string path)
    {
        try
        {
            // FileShare.None is flock(LOCK_EX) on Unix: gone with the process, so that a killed run leaves no stale lock.
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (e.HResult is WouldBlockOnLinux or WouldBlockOnMac or SharingViolation or LockViolation)
        {
            return null;
        }
    }

    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockViolation = unchecked((int)0x80070021);
    private const int OpenReadOnly = 0;

    private static IOException Failed(string call, string path)
    {
        int error = Marshal.GetLastPInvokeError();
        return new IOException($"{call} of the folder '{path}': {new Win32Exception(error).Message}", error);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FSync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int handle);

    private sealed class RealFile(string path, FileMode mode, bool waits) : IDiskFile
    {
        // No buffer of .NET's: what Write was given has been handed to the operating system when it returns.
        private readonly FileStream _stream = new(path, mode, FileAccess.Write, FileShare.Read, bufferSize: 0);

        public void Write(ReadOnlySpan<byte> bytes) => _stream.Write(bytes);

        public void FlushToDisk() => _stream.Flush(flushToDisk: waits);

        public void Dispose() => _stream.Dispose();
    }
}
