using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TwinningSim.Kernel.Tables;
using TwinningSim.Storage.Disk;

namespace TwinningSim.Storage;

/// <summary>
/// The folder of an experiment, open for writing by this process alone. Its sentence: a shard exists if and only if a line of the ledger says so.
/// </summary>
public sealed class ExperimentFolder : IDisposable
{
    /// <summary>Name of the folder in an experiment's folder that keeps answers of analyses; nothing of the experiment itself.</summary>
    public const string AnalysesName = "analyses";

    internal const string LockName = ".lock";
    internal const string ScenarioName = "scenario.yaml";

    private readonly IDisk _disk;
    private readonly IDisposable _lock;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Design, int First), CommittedShard> _committed = [];
    private readonly Dictionary<string, int> _positions;
    private Manifest _manifest;
    private StorageException? _broken;

    private ExperimentFolder(IDisk disk, string path, IDisposable locked, Manifest manifest)
    {
        _disk = disk;
        _lock = locked;
        _manifest = manifest;
        _positions = manifest.Designs.Select((d, i) => (d.Id, i)).ToDictionary(d => d.Id, d => d.i, StringComparer.Ordinal);
        Path = path;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The tables that are written: those wanted, and those that the folder holds already, so that no table covers only some of the replicates.</summary>
    public ImmutableArray<TableDefinition> Tables => _manifest.Tables;

    /// <summary>Opens or creates the folder, takes its lock and clears away what was never committed.</summary>
    /// <param name="path">The folder; created if need be.</param>
    /// <param name="wanted">The experiment that is to be written.</param>
    /// <param name="fresh">Whether to delete the results that the folder holds.</param>
    /// <exception cref="FolderInUseException">Another program writes to it.</exception>
    /// <exception cref="FolderMismatchException">It holds another experiment, more replicates than wanted, or something that is no experiment.</exception>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public static ExperimentFolder Open(string path, Manifest wanted, bool fresh = false) => Open(RealDisk.Instance, path, wanted, fresh);

    internal static ExperimentFolder Open(IDisk disk, string path, Manifest wanted, bool fresh = false)
    {
        foreach (ManifestDesign design in wanted.Designs) CheckName(design.Id);
        try
        {
            string full = System.IO.Path.GetFullPath(path);
            CreateFolders(disk, full);
            IDisposable locked = disk.TryLock(System.IO.Path.Combine(full, LockName))
                ?? throw new FolderInUseException($"Another twinsim is writing to '{path}'. Wait until it has finished, or give another folder with --out.");
            try
            {
                var folder = new ExperimentFolder(disk, path, locked, wanted);
                folder.Prepare(fresh);
                return folder;
            }
            catch
            {
                locked.Dispose();
                throw;
            }
        }
        catch (Exception e) when (StorageFailure.IsOfTheDisk(e))
        {
            throw StorageFailure.WhileWriting(path, e);
        }
    }

    /// <summary>Whether files hold several designs and say which in a column.</summary>
    internal bool HasDesignColumn => _manifest.DesignColumn;

    /// <summary>Replicates in a full block.</summary>
    internal int Block => _manifest.Block;

    /// <summary>The finished shard in the place of another one (the same designs from the same replicate on), or null.</summary>
    public CommittedShard? Find(ShardName shard)
    {
        lock (_gate) return _committed.GetValueOrDefault(shard.Place);
    }

    /// <summary>The finished shards.</summary>
    internal CommittedShard[] Committed()
    {
        lock (_gate) return [.. _committed.Values];
    }

    /// <summary>Tables that a finished shard lacks.</summary>
    public ImmutableArray<string> Missing(CommittedShard shard)
        => [.. Tables.Select(t => t.Name).Concat(shard.Failed.IsEmpty ? [] : [FailureTable.Definition.Name]).Where(table => shard.Find(table) is null)];

    /// <summary>
    /// Compares every file with the hash that was committed. Damaged and missing ones are taken out of the ledger and deleted at once, so that none of their rows is used;
    /// their shards lack a table from then on.
    /// </summary>
    /// <param name="threads">Number of threads.</param>
    /// <returns>What was wrong: path and reason.</returns>
    /// <exception cref="StorageException">The ledger cannot be written.</exception>
    public IReadOnlyDictionary<string, string> RemoveDamaged(int threads)
    {
        CommittedFile[] files = [.. Committed().SelectMany(s => s.Files).DistinctBy(f => f.Path)];
        string?[] reasons = new string?[files.Length];
        Workers.Run(files.Length, threads, i => reasons[i] = DamageOf(files[i]));
        var damaged = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < files.Length; i++)
        {
            if (reasons[i] is { } reason) damaged[files[i].Path] = reason;
        }
        if (damaged.Count == 0) return damaged;
        lock (_gate)
        {
            foreach (CommittedShard shard in _committed.Values.ToArray())
                _committed[shard.Shard.Place] = shard with { Files = [.. shard.Files.Where(f => !damaged.ContainsKey(f.Path))] };
            WriteLedger();
        }
        RemoveUnused(damaged.Keys);
        return damaged;
    }

    /// <summary>Lets files take the place of others with the same rows, all at once.</summary>
    /// <param name="joined">The new files, each with the paths of the old ones.</param>
    /// <exception cref="StorageException">The ledger cannot be written; the old files then go on counting.</exception>
    internal void Replace(IReadOnlyCollection<(CommittedFile File, ImmutableArray<string> Parts)> joined)
    {
        Dictionary<string, CommittedFile> byPart = joined.SelectMany(j => j.Parts.Select(part => (part, j.File))).ToDictionary(p => p.part, p => p.File, StringComparer.Ordinal);
        lock (_gate)
        {
            foreach (CommittedShard shard in _committed.Values.ToArray())
                _committed[shard.Shard.Place] = shard with { Files = [.. shard.Files.Select(f => byPart.GetValueOrDefault(f.Path, f))] };
            WriteLedger();
        }
        RemoveUnused(byPart.Keys);
    }

    /// <summary>Starts a shard. Any number of them can be under way on any threads.</summary>
    public ShardWriter Begin(ShardName shard) => new(this, _disk, shard);

    /// <summary>Takes a shard over from another folder of the same experiment, byte for byte.</summary>
    /// <exception cref="DamagedResultException">A file there is missing or damaged.</exception>
    /// <exception cref="StorageException">It could not be written in full; it then does not exist here.</exception>
    internal void Adopt(CommittedShard shard, ExperimentReader from)
    {
        var files = new List<DurableFile>();
        string name = "";
        try
        {
            foreach (CommittedFile file in shard.Files)
            {
                name = file.Path;
                byte[] bytes = from.ReadChecked(file);
                EnsureFolderOf(file.Path);
                files.Add(new DurableFile(this, _disk, file.Path));
                files[^1].Stream.Write(bytes);
                _ = files[^1].Finish();
            }
            foreach (DurableFile file in files) file.Publish();
            foreach (string folder in shard.Files.Select(f => FolderOf(f.Path)).Distinct()) _disk.SyncFolder(Full(folder));
        }
        catch (Exception e) when (StorageFailure.IsOfTheDisk(e))
        {
            throw StorageFailure.WhileWriting(Full(name), e);
        }
        finally
        {
            foreach (DurableFile file in files) file.Dispose();
        }
        Commit(shard);
    }

    /// <summary>Joins small files into large ones. To be called when every shard is there and none is under way.</summary>
    /// <param name="threads">Number of threads.</param>
    /// <exception cref="StorageException">It could not be done; every row is still there.</exception>
    public void Compact(int threads) => Compaction.Run(this, _disk, threads);

    /// <summary>Position of a design in the experiment.</summary>
    internal int PositionOf(string design) => _positions.TryGetValue(design, out int position) ? position : -1;

    /// <summary>Writes the manifest with what the folder holds now.</summary>
    /// <param name="complete">Whether that is everything that was wanted.</param>
    /// <exception cref="StorageException">It cannot be written; what is committed stays so.</exception>
    public void WriteManifest(bool complete)
    {
        CommittedShard[] shards = Committed();
        string[] tables = [.. Tables.Select(t => t.Name), FailureTable.Definition.Name];
        var files = new List<(int Table, int Design, int First, CommittedFile File)>();
        foreach (CommittedShard shard in shards)
        {
            foreach (CommittedFile file in shard.Files)
            {
                int table = Array.IndexOf(tables, file.Table);
                if (table >= 0) files.Add((table, PositionOf(shard.Shard.Designs[0]), shard.Shard.First, file));
            }
        }
        // By design where each has its folder, otherwise by block, as the shards are run.
        files.Sort((a, b) => HasDesignColumn ? (a.Table, a.First, a.Design).CompareTo((b.Table, b.First, b.Design)) : (a.Table, a.Design, a.First).CompareTo((b.Table, b.Design, b.First)));
        files = [.. files.DistinctBy(f => f.File.Path)];
        _manifest = _manifest with
        {
            Complete = complete,
            Failed = shards.Sum(s => s.Failed.Length),
            Files = [.. files.Select(f => f.File)],
            Rows = [.. files.GroupBy(f => (f.Table, Design: HasDesignColumn ? -1 : f.Design))
                .Select(g => new ManifestRows(tables[g.Key.Table], g.Key.Design < 0 ? null : _manifest.Designs[g.Key.Design].Id, g.Sum(f => f.File.Rows)))],
        };
        WriteWhole(Manifest.FileName, _manifest.ToJson());
    }

    /// <summary>Gives the lock back. Files of shards that were not committed stay behind and are removed at the next start.</summary>
    public void Dispose() => _lock.Dispose();

    internal static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The same of a file, of whatever size.</summary>
    internal static string HashOf(IDisk disk, string path)
    {
        using Stream file = disk.OpenRead(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 18);
        try
        {
            while (file.Read(buffer) is > 0 and var count) hash.AppendData(buffer.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The folder part of a path with forward slashes.</summary>
    internal static string FolderOf(string path) => path[..path.LastIndexOf('/')];

    /// <summary>Path of the file of a table and shard.</summary>
    internal string PathOf(string table, ShardName shard)
    {
        string replicates = string.Create(CultureInfo.InvariantCulture, $"part-{shard.First:D5}-{shard.First + shard.Count - 1:D5}");
        return HasDesignColumn ? $"{table}/{replicates}-{shard.Designs[0]}.parquet" : $"{table}/design={shard.Designs[0]}/{replicates}.parquet";
    }

    internal string Full(string relative) => System.IO.Path.Combine(System.IO.Path.GetFullPath(Path), relative.Replace('/', System.IO.Path.DirectorySeparatorChar));

    /// <summary>What the footer of a file says, so that it can be understood on its own.</summary>
    internal Dictionary<string, string> MetadataOf(TableDefinition table, ShardName shard)
    {
        Dictionary<string, string> metadata = ParquetTable.MetadataOf(table);
        metadata["schema_version"] = _manifest.Format.ToString(CultureInfo.InvariantCulture);
        metadata["experiment"] = _manifest.Experiment;
        metadata["design"] = HasDesignColumn ? "see the column 'design'" : shard.Designs[0];
        metadata["seed"] = _manifest.Seed.ToString(CultureInfo.InvariantCulture);
        metadata["replicate_first"] = shard.First.ToString(CultureInfo.InvariantCulture);
        metadata["replicate_last"] = (shard.First + shard.Count - 1).ToString(CultureInfo.InvariantCulture);
        metadata["scenario_hash"] = _manifest.ScenarioHash;
        metadata["program"] = _manifest.Program;
        return metadata;
    }

    /// <summary>Makes sure that the folder of a file is there and stays there.</summary>
    internal void EnsureFolderOf(string path)
    {
        lock (_gate)
        {
            for (int slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
            {
                string relative = path[..slash];
                if (_folders.Contains(relative)) continue;
                CreateFolders(_disk, Full(relative));
                _folders.Add(relative);
            }
        }
    }

    /// <summary>The commit: from the return of this call on, the shard exists.</summary>
    internal void Commit(CommittedShard shard)
    {
        CommittedShard? replaced;
        lock (_gate)
        {
            if (_broken is not null) throw _broken;
            string path = Full(Ledger.FileName);
            try
            {
                using IDiskFile ledger = _disk.Append(path);
                ledger.Write(Ledger.LineOf(shard));
                ledger.FlushToDisk();
            }
            catch (Exception e) when (StorageFailure.IsOfTheDisk(e))
            {
                // The line may be there, in part or not at all. Another line after it would be glued to it: no more commits from this process.
                _broken = StorageFailure.WhileWriting(path, e);
                throw _broken;
            }
            replaced = _committed.GetValueOrDefault(shard.Shard.Place);
            _committed[shard.Shard.Place] = shard;
        }
        if (replaced is not null) RemoveUnused(replaced.Files.Select(f => f.Path).Except(shard.Files.Select(f => f.Path), StringComparer.Ordinal));
    }

    private static void CreateFolders(IDisk disk, string path)
    {
        if (disk.FolderExists(path)) return;
        string? parent = System.IO.Path.GetDirectoryName(path);
        if (parent is null) throw new DirectoryNotFoundException($"There is no '{path}'.");
        CreateFolders(disk, parent);
        disk.CreateFolder(path);
        disk.SyncFolder(parent);
    }

    private static void CheckName(string design)
    {
        if (design.Length is 0 or > 100 || design[0] == '.' || !design.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw new ArgumentException($"'{design}' cannot be the name of a folder: use letters, digits, '-', '_' and '.'.", nameof(design));
    }

    private static string? NameOf(string path) => System.IO.Path.GetFileName(path);

    private void Prepare(bool fresh)
    {
        bool hasManifest = _disk.FileExists(Full(Manifest.FileName));
        bool hasLedger = _disk.FileExists(Full(Ledger.FileName));
        if (!hasManifest && !hasLedger && _disk.Entries(Full("")).FirstOrDefault(entry => NameOf(entry)![0] != '.' && NameOf(entry) is not (ManifestPart.FolderName or AnalysesName)) is { } stranger)
        {
            throw new FolderMismatchException(
                $"'{Path}' is not empty and holds no experiment (there is '{NameOf(stranger)}' in it). It was left as it is: give another folder with --out.");
        }
        if (fresh)
        {
            // The ledger first: without it nothing else counts, however far this gets.
            if (hasLedger) _disk.DeleteFile(Full(Ledger.FileName));
            _disk.SyncFolder(Full(""));
        }
        else
        {
            if (hasManifest) Compare();
            if (hasLedger) ReadLedger();
        }
        RemoveUncommitted();
        WriteManifest(complete: false);
        WriteWhole(ScenarioName, Encoding.UTF8.GetBytes(_manifest.ScenarioText));
        if (!_disk.FileExists(Full(Ledger.FileName))) WriteWhole(Ledger.FileName, []);
    }

    private void Compare()
    {
        const string next = "It was left as it is. Give another folder with --out, or start afresh with --fresh, which deletes the results in it.";
        Manifest there;
        try
        {
            there = Manifest.FromJson(_disk.Read(Full(Manifest.FileName)));
        }
        catch (JsonException e)
        {
            throw new FolderMismatchException($"'{Path}/{Manifest.FileName}' is damaged ({e.Message}), so that nobody can say what the folder holds. {next}");
        }
        catch (FolderMismatchException e)
        {
            throw new FolderMismatchException($"'{Path}/{Manifest.FileName}' cannot be read here: {e.Message}. {next}");
        }
        string[] differences = [.. there.DifferencesTo(_manifest)];
        if (differences.Length > 0)
        {
            string more = differences.Length > 5 ? $"; and {differences.Length - 5} more" : "";
            throw new FolderMismatchException($"'{Path}' holds another experiment: {string.Join("; ", differences.Take(5))}{more}. {next}");
        }
        IEnumerable<TableDefinition> kept = there.Tables.Where(table => _manifest.Tables.All(mine => mine.Name != table.Name));
        _manifest = _manifest with { Tables = [.. _manifest.Tables, .. kept] };
    }

    private void ReadLedger()
    {
        Ledger.Contents ledger = Ledger.Parse(_disk.Read(Full(Ledger.FileName)));
        ImmutableArray<CommittedShard> shards = ledger.Shards;
        int most = shards.IsEmpty ? 0 : shards.Max(s => s.Shard.First + s.Shard.Count);
        if (most > _manifest.Replicates)
        {
            throw new FolderMismatchException(
                $"'{Path}' holds {most} replicates of a design, and {_manifest.Replicates} are wanted. An experiment can grow but not shrink: ask for at least {most}, "
                + "give another folder with --out, or start afresh with --fresh, which deletes the results in it.");
        }
        foreach (CommittedShard shard in shards)
        {
            if (shard.Shard.Designs.All(_positions.ContainsKey)) _committed[shard.Shard.Place] = shard;
        }
        if (!ledger.Torn && ledger.Damaged.IsEmpty && _committed.Count == shards.Length) return;
        // A line that was torn by a crash was never a commit. The good ones are written anew, so that the next line starts on a line of its own.
        WriteLedger();
    }

    /// <summary>Writes the ledger anew, in one step.</summary>
    private void WriteLedger() => WriteWhole(Ledger.FileName, [.. _committed.Values.OrderBy(s => s.Shard.First).ThenBy(s => s.Shard.Designs[0], StringComparer.Ordinal).SelectMany(Ledger.LineOf)]);

    /// <summary>What is wrong with a file, or null.</summary>
    private string? DamageOf(CommittedFile file)
    {
        try
        {
            string hash = HashOf(_disk, Full(file.Path));
            return hash == file.Sha256 ? null : $"its SHA-256 is {hash[..12]}... instead of {file.Sha256[..Math.Min(12, file.Sha256.Length)]}...";
        }
        catch (FileNotFoundException)
        {
            return "it is missing";
        }
        catch (Exception e) when (StorageFailure.IsOfTheDisk(e))
        {
            return $"it cannot be read: {e.Message}";
        }
    }

    /// <summary>Deletes our files that no line of the ledger names. Files with other names than ours are left alone.</summary>
    private void RemoveUncommitted()
    {
        HashSet<string> committed = [.. _committed.Values.SelectMany(s => s.Files).Select(f => Full(f.Path))];
        foreach (string table in _disk.Entries(Full("")))
        {
            if (NameOf(table)![0] == '.' && table.EndsWith(".tmp", StringComparison.Ordinal)) _disk.DeleteFile(table);
            if (!_disk.FolderExists(table) || NameOf(table) is ManifestPart.FolderName or AnalysesName) continue;
            string[] entries = _disk.Entries(table);
            int left = entries.Length - DeleteUnused(entries);
            foreach (string design in entries)
            {
                if (!NameOf(design)!.StartsWith("design=", StringComparison.Ordinal) || !_disk.FolderExists(design)) continue;
                string[] files = _disk.Entries(design);
                // An empty folder of a design that is no more would be a design without rows to every reader.
                if (DeleteUnused(files) < files.Length) continue;
                _disk.DeleteFolder(design);
                left--;
            }
            if (left == 0 && entries.Length > 0) _disk.DeleteFolder(table);
        }

        int DeleteUnused(string[] files)
        {
            string[] unused = [.. files.Where(file => IsOurs(NameOf(file)!) && !committed.Contains(file))];
            foreach (string file in unused) _disk.DeleteFile(file);
            return unused.Length;
        }

        static bool IsOurs(string name) => (name.StartsWith("part-", StringComparison.Ordinal) && name.EndsWith(".parquet", StringComparison.Ordinal))
            || (name.StartsWith(".part-", StringComparison.Ordinal) && name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    private void RemoveUnused(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            try
            {
                _disk.DeleteFile(Full(path));
            }
            catch (Exception e) when (StorageFailure.IsOfTheDisk(e))
            {
                // No line names it any more; the next start tries again.
            }
        }
    }

    /// <summary>Writes a small file so that there is always either the old one or the new one.</summary>
    private void WriteWhole(string name, byte[] bytes)
    {
        try
        {
            using var file = new DurableFile(this, _disk, name);
            file.Stream.Write(bytes);
            _ = file.Finish();
            file.Publish();
            _disk.SyncFolder(Full(""));
        }
        catch (Exception e) when (StorageFailure.IsOfTheDisk(e))
        {
            throw StorageFailure.WhileWriting(Full(name), e);
        }
    }
}
