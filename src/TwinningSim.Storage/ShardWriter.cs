using System.Collections.Immutable;
using TwinningSim.Kernel.Tables;
using TwinningSim.Storage.Disk;

namespace TwinningSim.Storage;

/// <summary>
/// Writes the files of one shard: rows go to temporary names; <see cref="Commit"/> checks, flushes, re-reads and renames them and then writes the line of the ledger
/// that makes them results. Tables of the shard that are there already are left as they are. Not for use by two threads at once.
/// </summary>
public sealed class ShardWriter : IDisposable
{
    private readonly ExperimentFolder _folder;
    private readonly IDisk _disk;
    private readonly ShardName _shard;
    private readonly ImmutableArray<CommittedFile> _there;
    private readonly List<TableFile> _files = [];
    private readonly List<FailedRun> _failed = [];

    internal ShardWriter(ExperimentFolder folder, IDisk disk, ShardName shard)
    {
        _folder = folder;
        _disk = disk;
        _shard = shard;
        _there = folder.Find(shard) is { } there && there.Shard.Key == shard.Key ? there.Files : [];
    }

    /// <summary>Adds rows of a shard with a single design to a table, as one row group.</summary>
    /// <inheritdoc cref="Append(TableBuffer, IReadOnlyList{string})"/>
    public void Append(TableBuffer rows) => Append(rows, [.. Enumerable.Repeat(_shard.Designs[0], rows.Count)]);

    /// <summary>Adds rows to a table of the shard, as one row group. A table that may have no rows needs a call with an empty buffer, so that it has a file.</summary>
    /// <param name="rows">The rows, by design in the order of the shard and then by replicate.</param>
    /// <param name="designs">The design of each row.</param>
    /// <exception cref="StorageException">They cannot be written.</exception>
    /// <exception cref="InvalidOperationException">A number does not fit its column: the model that made it is wrong.</exception>
    public void Append(TableBuffer rows, IReadOnlyList<string> designs)
    {
        string table = rows.Definition.Name;
        if (_there.Any(file => file.Table == table)) return;
        string path = _folder.PathOf(table, _shard);
        try
        {
            TableFile? file = _files.Find(f => f.Table.Name == table);
            if (file is null) _files.Add(file = new TableFile(_folder, _disk, rows.Definition, path, _folder.MetadataOf(rows.Definition, _shard)));
            file.Append(rows, designs);
        }
        catch (Exception e) when (StorageFailure.IsOfTheDisk(e))
        {
            throw StorageFailure.WhileWriting(_folder.Full(path), e);
        }
    }

    /// <summary>Counts a run as failed. Its row in the table of failures is appended like any other.</summary>
    public void AddFailed(FailedRun run) => _failed.Add(run);

    /// <summary>Makes the shard exist.</summary>
    /// <exception cref="StorageException">It could not be written in full; it then does not exist.</exception>
    public CommittedShard Commit()
    {
        var files = ImmutableArray.CreateBuilder<CommittedFile>();
        files.AddRange(_there);
        string name = "";
        try
        {
            foreach (TableFile file in _files)
            {
                name = file.Path;
                files.Add(file.Finish());
            }
            TableFile.Publish(_files);
        }
        catch (Exception e) when (StorageFailure.IsOfTheDisk(e))
        {
            throw StorageFailure.WhileWriting(_folder.Full(name), e);
        }
        var shard = new CommittedShard(_shard, files.ToImmutable(), [.. _failed]);
        _folder.Commit(shard);
        return shard;
    }

    /// <summary>Throws the rows away unless they were committed.</summary>
    public void Dispose()
    {
        foreach (TableFile file in _files) file.Dispose();
    }
}
