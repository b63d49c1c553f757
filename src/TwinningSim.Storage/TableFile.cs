using Parquet;
using TwinningSim.Kernel.Tables;
using TwinningSim.Storage.Disk;

namespace TwinningSim.Storage;

/// <summary>A Parquet file of one table on its way to its name.</summary>
internal sealed class TableFile : IDisposable
{
    private readonly ExperimentFolder _folder;
    private readonly IDisk _disk;
    private readonly DurableFile _file;
    private long _rows;

    public TableFile(ExperimentFolder folder, IDisk disk, TableDefinition table, string path, Dictionary<string, string> metadata)
    {
        _folder = folder;
        _disk = disk;
        Table = table;
        folder.EnsureFolderOf(path);
        _file = new DurableFile(folder, disk, path);
        try
        {
            Parquet = Wait(ParquetTable.OpenWriter(table, folder.HasDesignColumn, _file.Stream));
            Parquet.CustomMetadata = metadata;
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public TableDefinition Table { get; }

    public string Path => _file.Path;

    private ParquetWriter Parquet { get; }

    /// <summary>Adds rows as one row group.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="designs">The design of each row; needed only where a column says it.</param>
    public void Append(TableBuffer rows, IReadOnlyList<string>? designs)
    {
        if (rows.Count == 0) return;
        Wait(ParquetTable.WriteRows(Parquet, rows, _folder.HasDesignColumn ? designs : null));
        _rows += rows.Count;
    }

    /// <summary>Adds the rows of finished files of the same table, gathered into row groups of at least a given number of rows.</summary>
    public void Append(IEnumerable<byte[]> files, int rowGroup) => _rows += Wait(ParquetTable.CopyRows(Parquet, Table, _folder.HasDesignColumn, files, rowGroup));

    /// <summary>Completes the file under its temporary name.</summary>
    /// <exception cref="StorageException">What is on the disk is not what was written.</exception>
    public CommittedFile Finish()
    {
        // Only here, where every row has been written: disposing of the writer writes a footer that makes whatever came before look whole.
        Wait(Parquet.DisposeAsync().AsTask());
        (long length, string hash) = _file.Finish();
        return new CommittedFile(Table.Name, Path, _rows, length, hash);
    }

    /// <summary>Gives files their names and makes these last.</summary>
    public static void Publish(IReadOnlyCollection<TableFile> files)
    {
        foreach (TableFile file in files) file._file.Publish();
        foreach (TableFile file in files.DistinctBy(f => ExperimentFolder.FolderOf(f.Path))) file._disk.SyncFolder(file._folder.Full(ExperimentFolder.FolderOf(file.Path)));
    }

    /// <summary>Throws the file away unless it has its name.</summary>
    public void Dispose() => _file.Dispose();

    // The stream never waits for anything but the disk, so that the library's tasks are finished when they are returned.
    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
