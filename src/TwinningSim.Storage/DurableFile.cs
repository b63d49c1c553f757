using TwinningSim.Storage.Disk;

namespace TwinningSim.Storage;

/// <summary>
/// A file on its way to its name, by the steps that make it last: a temporary name, a flush that is never tried again, reading back and comparing, renaming, and
/// syncing the folder. Until <see cref="Publish"/> it does not exist under its name, and disposing of it throws it away.
/// </summary>
internal sealed class DurableFile : IDisposable
{
    private readonly ExperimentFolder _folder;
    private readonly IDisk _disk;
    private readonly string _temporary;
    private readonly HashingStream _stream;
    private bool _published;

    /// <param name="folder">The experiment's folder.</param>
    /// <param name="disk">Its disk.</param>
    /// <param name="path">Path in the folder, with forward slashes; its folder must be there.</param>
    public DurableFile(ExperimentFolder folder, IDisk disk, string path)
    {
        _folder = folder;
        _disk = disk;
        Path = path;
        int name = path.LastIndexOf('/') + 1;
        _temporary = $"{path[..name]}.{path[name..]}.tmp";
        _stream = new HashingStream(disk.Create(folder.Full(_temporary)));
    }

    /// <summary>Path in the experiment's folder.</summary>
    public string Path { get; }

    /// <summary>Where the bytes go.</summary>
    public Stream Stream => _stream;

    /// <summary>Waits for the device and reads the file back.</summary>
    /// <returns>Its length in bytes and their SHA-256.</returns>
    /// <exception cref="StorageException">It reads back with other bytes than were written.</exception>
    public (long Length, string Sha256) Finish()
    {
        _stream.FlushToDisk();
        string hash = _stream.Hash();
        long length = _stream.Length;
        _stream.Dispose();
        if (ExperimentFolder.HashOf(_disk, _folder.Full(_temporary)) != hash)
        {
            throw new StorageException(
                $"'{_folder.Full(Path)}' reads back with other bytes than were written: the disk or its driver is at fault. Use another disk (--out).");
        }
        return (length, hash);
    }

    /// <summary>Gives the file its name. The name lasts once the folder has been synced, which the caller does for all files of a folder at once.</summary>
    public void Publish()
    {
        string source = _folder.Full(_temporary), target = _folder.Full(Path);
        _disk.Rename(source, target);
        // The ledger must never name a file that kept its temporary name.
        if (_disk.FileExists(source) || !_disk.FileExists(target)) throw new IOException("renaming a file had no effect");
        _published = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        if (_published) return;
        try
        {
            _disk.DeleteFile(_folder.Full(_temporary));
        }
        catch (Exception e) when (StorageFailure.IsOfTheDisk(e))
        {
            // It is no result, and the next start removes it.
        }
    }
}
