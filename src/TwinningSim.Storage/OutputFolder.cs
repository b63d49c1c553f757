using System.Text;
using Parquet;
using TwinningSim.Kernel.Tables;
using TwinningSim.Storage.Disk;

namespace TwinningSim.Storage;

/// <summary>
/// A folder for finished documents: pages, pictures, small tables. Each file is written under a temporary name, flushed and renamed, so that a file that is there is whole;
/// one of the same name is replaced.
/// </summary>
public sealed class OutputFolder
{
    private readonly IDisk _disk;
    private readonly string _full;

    internal OutputFolder(IDisk disk, string path)
    {
        _disk = disk;
        Path = path;
        _full = System.IO.Path.GetFullPath(path);
        Guard(path, () => CreateFolders(_full));
    }

    /// <summary>Where it is, as it was given.</summary>
    public string Path { get; }

    /// <summary>Opens the folder; it is created if need be.</summary>
    /// <exception cref="StorageException">It cannot be created.</exception>
    public static OutputFolder Open(string path) => new(RealDisk.Instance, path);

    /// <summary>Writes bytes.</summary>
    /// <param name="name">Name of the file, without a folder.</param>
    /// <param name="bytes">What it holds.</param>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public void Write(string name, ReadOnlyMemory<byte> bytes) => Guard(System.IO.Path.Combine(Path, name), () =>
    {
        string file = System.IO.Path.Combine(_full, name), temporary = System.IO.Path.Combine(_full, $".{name}.tmp");
        using (IDiskFile to = _disk.Create(temporary))
        {
            to.Write(bytes.Span);
            to.FlushToDisk();
        }
        _disk.Rename(temporary, file);
        _disk.SyncFolder(_full);
    });

    /// <summary>Writes a text in UTF-8.</summary>
    /// <inheritdoc cref="Write(string, ReadOnlyMemory{byte})"/>
    public void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a table as a Parquet file of one row group, with units and meanings in its footer.</summary>
    /// <param name="name">Name of the file, without a folder.</param>
    /// <param name="rows">The rows.</param>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public void Write(string name, TableBuffer rows)
    {
        using var bytes = new MemoryStream();
        Task write = WriteTable(rows, bytes);
        write.GetAwaiter().GetResult();
        Write(name, bytes.ToArray());
    }

    private static async Task WriteTable(TableBuffer rows, Stream stream)
    {
        ParquetWriter writer = await ParquetTable.OpenWriter(rows.Definition, false, stream).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            writer.CustomMetadata = ParquetTable.MetadataOf(rows.Definition);
            await ParquetTable.WriteRows(writer, rows, null).ConfigureAwait(false);
        }
    }

    private void CreateFolders(string path)
    {
        if (_disk.FolderExists(path)) return;
        CreateFolders(System.IO.Path.GetDirectoryName(path) ?? throw new DirectoryNotFoundException($"There is no '{path}'."));
        _disk.CreateFolder(path);
    }

    private static void Guard(string path, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (StorageFailure.IsOfTheDisk(e))
        {
            throw StorageFailure.WhileWriting(path, e);
        }
    }
}
