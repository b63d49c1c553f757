using TwinningSim.Storage.Disk;

namespace TwinningSim.Storage.Tests;

/// <summary>How an operation goes wrong.</summary>
internal enum Fault
{
    /// <summary>This operation throws, the next ones work.</summary>
    Once,

    /// <summary>This operation and all after it throw: also what a killed process looks like.</summary>
    ForEver,

    /// <summary>Like <see cref="ForEver"/>, for want of space; a write gets half of its bytes out before.</summary>
    DiskFull,

    /// <summary>This operation does nothing and says that it did.</summary>
    Silent,
}

/// <summary>The real disk, whose n-th operation goes wrong.</summary>
internal sealed class FaultyDisk(int failAt, Fault fault) : IDisk
{
    private readonly RealDisk _disk = RealDisk.Hasty;
    private int _operations;

    /// <summary>Operations so far.</summary>
    public int Operations => _operations;

    /// <summary>What the operation that went wrong was.</summary>
    public string Failed { get; private set; } = "";

    public bool FileExists(string path) => _disk.FileExists(path);

    public bool FolderExists(string path) => _disk.FolderExists(path);

    // Nothing to read and no lock are no answers that a disk could give silently, so that these throw in every mode.
    public string[] Entries(string folder) => Do("list", folder) ? _disk.Entries(folder) : throw Error(folder);

    public byte[] Read(string path) => Do("read", path) ? _disk.Read(path) : throw Error(path);

    public Stream OpenRead(string path) => Do("open", path) ? _disk.OpenRead(path) : throw Error(path);

    public IDisposable? TryLock(string path) => Do("lock", path) ? _disk.TryLock(path) : throw Error(path);

    public IDiskFile Create(string path) => Do("create", path) ? new FaultyFile(this, path, _disk.Create(path)) : throw Error(path);

    public IDiskFile Append(string path) => Do("append", path) ? new FaultyFile(this, path, _disk.Append(path)) : throw Error(path);

    public void CreateFolder(string path)
    {
        if (Do("create folder", path)) _disk.CreateFolder(path);
    }

    public void Rename(string from, string to)
    {
        if (Do("rename", from)) _disk.Rename(from, to);
    }

    public void SyncFolder(string path)
    {
        if (Do("sync", path)) _disk.SyncFolder(path);
    }

    public void DeleteFile(string path)
    {
        if (Do("delete", path)) _disk.DeleteFile(path);
    }

    public void DeleteFolder(string path)
    {
        if (Do("delete folder", path)) _disk.DeleteFolder(path);
    }

    private bool Do(string what, string path)
    {
        int operation = Interlocked.Increment(ref _operations);
        bool fails = operation == failAt || (operation > failAt && fault is Fault.ForEver or Fault.DiskFull);
        if (operation == failAt) Failed = $"operation {failAt} ({what} {path})";
        if (fails && fault != Fault.Silent) throw Error(path);
        return !fails;
    }

    private IOException Error(string path) => fault == Fault.DiskFull ? new IOException($"No space left on device : '{path}'", 28) : new IOException($"Input/output error : '{path}'", 5);

    private sealed class FaultyFile(FaultyDisk disk, string path, IDiskFile file) : IDiskFile
    {
        public void Write(ReadOnlySpan<byte> bytes)
        {
            try
            {
                if (disk.Do("write", path)) file.Write(bytes);
            }
            catch (IOException)
            {
                file.Write(bytes[..(bytes.Length / 2)]);
                throw;
            }
        }

        public void FlushToDisk()
        {
            if (disk.Do("flush", path)) file.FlushToDisk();
        }

        public void Dispose() => file.Dispose();
    }
}

/// <summary>
/// The canary: a disk that loses the second half of every Parquet file and, asked at once, still gives it all back. No program can notice that while it writes;
/// the harness must.
/// </summary>
internal sealed class LyingDisk : IDisk
{
    private readonly RealDisk _disk = RealDisk.Hasty;
    private readonly Dictionary<string, MemoryStream> _remembered = new(StringComparer.Ordinal);

    public bool FileExists(string path) => _disk.FileExists(path);

    public bool FolderExists(string path) => _disk.FolderExists(path);

    public string[] Entries(string folder) => _disk.Entries(folder);

    public void CreateFolder(string path) => _disk.CreateFolder(path);

    public IDiskFile Create(string path)
        => path.Contains(".parquet", StringComparison.Ordinal) ? new LosingFile(_remembered[path] = new MemoryStream(), _disk.Create(path)) : _disk.Create(path);

    public IDiskFile Append(string path) => _disk.Append(path);

    public byte[] Read(string path) => _remembered.TryGetValue(path, out MemoryStream? bytes) ? bytes.ToArray() : _disk.Read(path);

    public Stream OpenRead(string path) => _remembered.TryGetValue(path, out MemoryStream? bytes) ? new MemoryStream(bytes.ToArray()) : _disk.OpenRead(path);

    public void Rename(string from, string to) => _disk.Rename(from, to);

    public void SyncFolder(string path) => _disk.SyncFolder(path);

    public void DeleteFile(string path) => _disk.DeleteFile(path);

    public void DeleteFolder(string path) => _disk.DeleteFolder(path);

    public IDisposable? TryLock(string path) => _disk.TryLock(path);

    private sealed class LosingFile(MemoryStream memory, IDiskFile file) : IDiskFile
    {
        public void Write(ReadOnlySpan<byte> bytes)
        {
            memory.Write(bytes);
            file.Write(bytes[..(bytes.Length / 2)]);
        }

        public void FlushToDisk() => file.FlushToDisk();

        public void Dispose() => file.Dispose();
    }
}
