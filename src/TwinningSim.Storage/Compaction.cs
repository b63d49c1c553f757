using System.Collections.Immutable;
using TwinningSim.Kernel.Tables;
using TwinningSim.Storage.Disk;

namespace TwinningSim.Storage;

/// <summary>
/// Joins small files into few large ones once an experiment is complete. The joined files are written beside the old ones; one new ledger then names them instead,
/// and only then the old ones go: whenever this is interrupted, every row is there once.
/// </summary>
internal static class Compaction
{
    // Readers open a file in about a millisecond and read a megabyte in about as long: files above this size, or with as many rows, gain nothing by growing.
    private const long SmallBytes = 8 << 20;
    // Nor do files with this much for each of their shards: decoding and encoding it once more takes longer than a reader waits for the opening.
    private const long SmallBytesOfShard = 256 << 10;
    private const long SmallRows = RowGroupRows / 2;
    private const long EnoughBytes = 64 << 20;
    private const int RowGroupRows = 65_536;

    /// <summary>Joins what is small.</summary>
    /// <returns>Number of files that took the place of others.</returns>
    /// <exception cref="StorageException">A file cannot be read or written, or is damaged; the old files go on counting.</exception>
    public static int Run(ExperimentFolder folder, IDisk disk, int threads)
    {
        Join[] joins = [.. Plan(folder)];
        if (joins.Length == 0) return 0;
        var written = new CommittedFile[joins.Length];
        Workers.Run(joins.Length, threads, i => written[i] = Write(folder, disk, joins[i]));
        folder.Replace([.. joins.Select((join, i) => (written[i], join.Parts.Select(p => p.File.Path).ToImmutableArray()))]);
        return joins.Length;
    }

    /// <summary>Runs of small files that belong beside each other: the same table and, where designs have folders, the same design.</summary>
    private static IEnumerable<Join> Plan(ExperimentFolder folder)
    {
        // A block that is not full is replaced when the experiment grows: its files stay by themselves.
        CommittedShard[] shards = folder.Committed();
        HashSet<string> growing = [.. shards.Where(s => s.Shard.Count < folder.Block).SelectMany(s => s.Files).Select(f => f.Path)];
        foreach (TableDefinition table in folder.Tables)
        {
            IEnumerable<Part> parts = shards.Select(s => new Part(s.Shard, s.Find(table.Name)!)).Where(p => p.File is not null && !growing.Contains(p.File.Path));
            Dictionary<string, int> shardsOf = parts.CountBy(p => p.File.Path).ToDictionary(StringComparer.Ordinal);
            foreach (IGrouping<string, Part> beside in parts.GroupBy(p => ExperimentFolder.FolderOf(p.File.Path)))
            {
                var join = new List<Part>();
                // In the order in which shards are run; a file of many shards stands where its first one does.
                foreach (Part part in Ordered(folder, beside).Append(new Part(null!, null!)))
                {
                    bool small = part.File is { Bytes: < SmallBytes, Rows: < SmallRows } file && file.Bytes / shardsOf[file.Path] < SmallBytesOfShard;
                    if (small) join.Add(part);
                    if (small && join.Sum(p => p.File.Bytes) < EnoughBytes) continue;
                    if (join.Count > 1) yield return new Join(table, [.. join], LastOf(shards, table, join[^1].File));
                    join.Clear();
                }
            }
        }
    }

    private static IEnumerable<Part> Ordered(ExperimentFolder folder, IEnumerable<Part> parts)
        => parts.OrderBy(p => p.Shard.First).ThenBy(p => folder.PositionOf(p.Shard.Designs[0])).DistinctBy(p => p.File.Path);

    /// <summary>The last replicate of a file.</summary>
    private static int LastOf(CommittedShard[] shards, TableDefinition table, CommittedFile file)
        => shards.Where(s => s.Find(table.Name)?.Path == file.Path).Max(s => s.Shard.First + s.Shard.Count - 1);

    private static CommittedFile Write(ExperimentFolder folder, IDisk disk, Join join)
    {
        ShardName first = join.Parts[0].Shard;
        // The name says the replicates from the first to the last; it is no part's own, because there are at least two parts.
        ShardName name = first with { Count = join.Last - first.First + 1 };
        string path = folder.PathOf(join.Table.Name, name);
        if (folder.HasDesignColumn) path = path.Replace(".parquet", $"-joined-{join.Parts.Length}.parquet", StringComparison.Ordinal);
        try
        {
            using var file = new TableFile(folder, disk, join.Table, path, folder.MetadataOf(join.Table, name));
            file.Append(join.Parts.Select(part => ReadChecked(folder, disk, part.File)), RowGroupRows);
            CommittedFile committed = file.Finish();
            if (committed.Rows != join.Parts.Sum(p => p.File.Rows)) throw new StorageException($"'{folder.Full(path)}' has {committed.Rows} rows instead of {join.Parts.Sum(p => p.File.Rows)}.");
            TableFile.Publish([file]);
            return committed;
        }
        catch (Exception e) when (StorageFailure.IsOfTheDisk(e))
        {
            throw StorageFailure.WhileWriting(folder.Full(path), e);
        }
    }

    private static byte[] ReadChecked(ExperimentFolder folder, IDisk disk, CommittedFile file)
    {
        byte[] bytes = disk.Read(folder.Full(file.Path));
        return ExperimentFolder.HashOf(bytes) == file.Sha256 ? bytes
            : throw new DamagedResultException($"'{folder.Full(file.Path)}' was damaged after it was written. Give the same command again: it replaces the file.");
    }

    private sealed record Part(ShardName Shard, CommittedFile File);

    private sealed record Join(TableDefinition Table, Part[] Parts, int Last);
}
