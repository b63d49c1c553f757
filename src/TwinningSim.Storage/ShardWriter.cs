using System.Collections.Immutable;
using Parquet;
using TwinningSim.Kernel.Tables;
using TwinningSim.Storage.Disk;

namespace TwinningSim.Storage;

/// <summary>
/// Writes the files of one shard: rows go to temporary names; <see cref="Commit"/> checks, flushes, re-reads and renames them and then writes the line of the ledger
/// that makes them results. Not for use by two threads at once.
/// </summary>
public sealed class ShardWriter : IDisposable
{
    private readonly ExperimentFolder _folder;
    private readonly IDisk _disk;
    private readonly ShardName _shard;
    private readonly List<OpenFile> _files = [];
    private bool _committed;

    internal ShardWriter(ExperimentFolder folder, IDisk disk, ShardName shard)
    {
        _folder = folder;
        _disk = disk;
        _shard = shard;
    }

    /// <summary>Adds rows to a table of the shard, as one row group. A table that may have no rows needs a call with an empty buffer, so that it has a file.</summary>
    /// <exception cref="StorageException">They cannot be written.</exception>
    /// <exception cref="InvalidOperationException">A number does not fit its column: the model that made it is wrong.</exception>
    public void Append(TableBuffer rows)
    {
        OpenFile? file = _files.Find(f => f.Table.Name == rows.Definition.Name);
        string name = file?.Temporary ?? ExperimentFolder.FolderOf(rows.Definition.Name, _shard.Design);
        try
        {
            if (file is null)
            {
                file = Create(rows.Definition);
                _files.Add(file);
            }
            if (rows.Count == 0) return;
            Wait(ParquetTable.WriteRows(file.Parquet, rows));
            file.Rows += rows.Count;
        }
        catch (Exception e) when (StorageFailure.IsOfTheDisk(e))
        {
            throw StorageFailure.WhileWriting(_folder.Full(name), e);
        }
    }

    /// <summary>Makes the shard exist.</summary>
    /// <exception cref="StorageException">It could not be written in full; it then does not exist.</exception>
    public CommittedShard Commit()
    {
        var files = ImmutableArray.CreateBuilder<CommittedFile>();
        string name = "";
        try
        {
            foreach (OpenFile file in _files)
            {
                name = file.Temporary;
                files.Add(Finish(file));
            }
            foreach (OpenFile file in _files)
            {
                name = file.Final;
                _folder.Rename(file.Temporary, file.Final);
            }
            foreach (OpenFile file in _files) _disk.SyncFolder(_folder.Full(ExperimentFolder.FolderOf(file.Table.Name, _shard.Design)));
        }
        catch (Exception e) when (StorageFailure.IsOfTheDisk(e))
        {
            throw StorageFailure.WhileWriting(_folder.Full(name), e);
        }
        var shard = new CommittedShard(_shard, files.ToImmutable());
        _folder.Commit(shard);
        _committed = true;
        return shard;
    }

    /// <summary>Throws the rows away unless they were committed.</summary>
    public void Dispose()
    {
        foreach (OpenFile file in _files)
        {
            file.Stream.Dispose();
            if (_committed) continue;
            try
            {
                _disk.DeleteFile(_folder.Full(file.Temporary));
            }
            catch (Exception e) when (StorageFailure.IsOfTheDisk(e))
            {
                // It is no result, and the next start removes it.
            }
        }
    }

    // The streams below never wait for anything but the disk, so that the library's tasks are finished when they are returned.
    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private OpenFile Create(TableDefinition table)
    {
        _folder.EnsureFolder(table.Name, _shard.Design);
        string folder = ExperimentFolder.FolderOf(table.Name, _shard.Design), file = ExperimentFolder.FileNameOf(_shard);
        string temporary = $"{folder}/.{file}.tmp";
        var stream = new HashingStream(_disk.Create(_folder.Full(temporary)));
        try
        {
            ParquetWriter parquet = Wait(ParquetTable.OpenWriter(table, stream));
            parquet.CustomMetadata = _folder.MetadataOf(table, _shard);
            return new OpenFile(table, temporary, $"{folder}/{file}", stream, parquet);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private CommittedFile Finish(OpenFile file)
    {
        // Only here, where every row has been written: disposing of the writer writes a footer that makes whatever came before look whole.
        Wait(file.Parquet.DisposeAsync().AsTask());
        file.Stream.FlushToDisk();
        string hash = file.Stream.Hash();
        long length = file.Stream.Length;
        file.Stream.Dispose();

        string path = _folder.Full(file.Temporary);
        byte[] onDisk = _disk.Read(path);
        if (onDisk.Length != length || ExperimentFolder.HashOf(onDisk) != hash)
            throw new StorageException($"'{path}' reads back with other bytes than were written: the disk or its driver is at fault. Use another disk (--out).");
        long rows = Wait(ParquetTable.CountRows(onDisk));
        if (rows != file.Rows) throw new StorageException($"'{path}' reads back with {rows} rows instead of {file.Rows}.");
        return new CommittedFile(file.Table.Name, file.Final, rows, length, hash);
    }

    private sealed class OpenFile(TableDefinition table, string temporary, string final, HashingStream stream, ParquetWriter parquet)
    {
        public TableDefinition Table { get; } = table;

        public string Temporary { get; } = temporary;

        public string Final { get; } = final;

        public HashingStream Stream { get; } = stream;

        public ParquetWriter Parquet { get; } = parquet;

        public long Rows { get; set; }
    }
}
