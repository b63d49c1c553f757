namespace TwinningSim.Storage.Disk;

/// <summary>Every operation on files that this project uses. One small face, so that a test can make the n-th operation fail.</summary>
internal interface IDisk
{
    bool FileExists(string path);

    bool FolderExists(string path);

    /// <summary>Full names of the files and folders directly in a folder, in ordinal order.</summary>
    string[] Entries(string folder);

    /// <summary>Creates a folder whose parent exists; nothing happens if it is there.</summary>
    void CreateFolder(string path);

    /// <summary>A new, empty file; an old one of that name is lost.</summary>
    IDiskFile Create(string path);

    /// <summary>A file that grows at its end; created if it is not there.</summary>
    IDiskFile Append(string path);

    /// <summary>All bytes of a file.</summary>
    byte[] Read(string path);

    /// <summary>A file from its beginning, for those who need not have all of it at once.</summary>
    Stream OpenRead(string path);

    /// <summary>Gives a file another name in the same folder, in one step; a file that had that name is replaced.</summary>
    void Rename(string from, string to);

    /// <summary>Makes names that were created, changed or deleted in a folder last through a power cut.</summary>
    void SyncFolder(string path);

    void DeleteFile(string path);

    /// <summary>Deletes an empty folder.</summary>
    void DeleteFolder(string path);

    /// <summary>Takes the operating system's lock on a file until disposed or until the process ends, however it ends. Null if another process has it.</summary>
    IDisposable? TryLock(string path);
}

/// <summary>A file open for writing.</summary>
internal interface IDiskFile : IDisposable
{
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Waits until the bytes have reached the device. After a failure nothing is known about them: never try again, write the file anew.</summary>
    void FlushToDisk();
}
