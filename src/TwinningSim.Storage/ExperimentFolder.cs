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
    internal const string LockName = ".lock";
    internal const string ScenarioName = "scenario.yaml";

    private readonly IDisk _disk;
    private readonly IDisposable _lock;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Design, int First), CommittedShard> _committed = [];
    private Manifest _manifest;
    private StorageException? _broken;

    private ExperimentFolder(IDisk disk, string path, IDisposable locked, Manifest manifest)
    {
        _disk = disk;
        _lock = locked;
        _manifest = manifest;
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

    /// <summary>The finished shard of a design that starts with a replicate, or null.</summary>
    public CommittedShard? Find(string design, int first)
    {
        lock (_gate) return _committed.GetValueOrDefault((design, first));
    }

    /// <summary>Whether every file of a shard has the bytes that were committed, and none of the folder's tables is missing.</summary>
    public bool IsIntact(CommittedShard shard)
    {
        if (Tables.Any(table => shard.Files.All(file => file.Table != table.Name))) return false;
        foreach (CommittedFile file in shard.Files)
        {
            try
            {
                if (HashOf(_disk.Read(Full(file.Path))) != file.Sha256) return false;
            }
            catch (Exception e) when (StorageFailure.IsOfTheDisk(e))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Starts a shard. Any number of them can be under way on any threads.</summary>
    public ShardWriter Begin(ShardName shard) => new(this, _disk, shard);

    /// <summary>Writes the manifest with what the folder holds now.</summary>
    /// <param name="complete">Whether that is everything that was wanted.</param>
    /// <exception cref="StorageException">It cannot be written; what is committed stays so.</exception>
    public void WriteManifest(bool complete)
    {
        CommittedShard[] shards;
        lock (_gate) shards = [.. _committed.Values];
        var files = new List<(int Table, int Design, int First, string DesignId, CommittedFile File)>();
        for (int t = 0; t < Tables.Length; t++)
        {
            foreach (CommittedShard shard in shards)
            {
                int design = _manifest.Designs.IndexOf(_manifest.Designs.First(d => d.Id == shard.Shard.Design));
                foreach (CommittedFile file in shard.Files)
                {
                    if (file.Table == Tables[t].Name) files.Add((t, design, shard.Shard.First, shard.Shard.Design, file));
                }
            }
        }
        files.Sort((a, b) => (a.Table, a.Design, a.First).CompareTo((b.Table, b.Design, b.First)));
        _manifest = _manifest with
        {
            Complete = complete,
            Files = [.. files.Select(f => f.File)],
            Rows = [.. files.GroupBy(f => (f.Table, f.DesignId)).Select(g => new ManifestRows(Tables[g.Key.Table].Name, g.Key.DesignId, g.Sum(f => f.File.Rows)))],
        };
        WriteWhole(Manifest.FileName, _manifest.ToJson());
    }

    /// <summary>Gives the lock back. Files of shards that were not committed stay behind and are removed at the next start.</summary>
    public void Dispose() => _lock.Dispose();

    internal static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    internal static string FolderOf(string table, string design) => $"{table}/design={design}";

    internal static string FileNameOf(ShardName shard)
        => string.Create(CultureInfo.InvariantCulture, $"part-{shard.First:D5}-{shard.First + shard.Count - 1:D5}.parquet");

    internal string Full(string relative) => System.IO.Path.Combine(System.IO.Path.GetFullPath(Path), relative.Replace('/', System.IO.Path.DirectorySeparatorChar));

    /// <summary>What the footer of a file says, so that it can be understood on its own.</summary>
    internal Dictionary<string, string> MetadataOf(TableDefinition table, ShardName shard)
    {
        Dictionary<string, string> metadata = ParquetTable.MetadataOf(table);
        metadata["schema_version"] = _manifest.Format.ToString(CultureInfo.InvariantCulture);
        metadata["experiment"] = _manifest.Experiment;
        metadata["design"] = shard.Design;
        metadata["seed"] = _manifest.Seed.ToString(CultureInfo.InvariantCulture);
        metadata["replicate_first"] = shard.First.ToString(CultureInfo.InvariantCulture);
        metadata["replicate_last"] = (shard.First + shard.Count - 1).ToString(CultureInfo.InvariantCulture);
        metadata["scenario_hash"] = _manifest.ScenarioHash;
        metadata["program"] = _manifest.Program;
        return metadata;
    }

    /// <summary>Renames a file and looks whether that has happened: the ledger must never name a file that kept its temporary name.</summary>
    internal void Rename(string from, string to)
    {
        string source = Full(from), target = Full(to);
        _disk.Rename(source, target);
        if (_disk.FileExists(source) || !_disk.FileExists(target)) throw new IOException("renaming a file had no effect");
    }

    /// <summary>Makes sure that the folder of a table and design is there and stays there.</summary>
    internal void EnsureFolder(string table, string design)
    {
        lock (_gate)
        {
            foreach (string relative in (string[])[table, FolderOf(table, design)])
            {
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
            (string, int) place = (shard.Shard.Design, shard.Shard.First);
            replaced = _committed.GetValueOrDefault(place);
            _committed[place] = shard;
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
        if (!hasManifest && !hasLedger && _disk.Entries(Full("")).FirstOrDefault(entry => NameOf(entry)![0] != '.') is { } stranger)
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
            if (_manifest.Designs.Any(d => d.Id == shard.Shard.Design)) _committed[(shard.Shard.Design, shard.Shard.First)] = shard;
        }
        if (!ledger.Torn && ledger.Damaged.IsEmpty && _committed.Count == shards.Length) return;
        // A line that was torn by a crash was never a commit. The good ones are written anew, so that the next line starts on a line of its own.
        WriteWhole(Ledger.FileName, [.. shards.Where(s => _committed.ContainsKey((s.Shard.Design, s.Shard.First))).SelectMany(Ledger.LineOf)]);
    }

    /// <summary>Deletes our files that no line of the ledger names. Files with other names than ours are left alone.</summary>
    private void RemoveUncommitted()
    {
        HashSet<string> committed = [.. _committed.Values.SelectMany(s => s.Files).Select(f => Full(f.Path))];
        foreach (string table in _disk.Entries(Full("")))
        {
            if (NameOf(table)![0] == '.' && table.EndsWith(".tmp", StringComparison.Ordinal)) _disk.DeleteFile(table);
            if (!_disk.FolderExists(table)) continue;
            foreach (string design in _disk.Entries(table))
            {
                if (!NameOf(design)!.StartsWith("design=", StringComparison.Ordinal) || !_disk.FolderExists(design)) continue;
                string[] files = _disk.Entries(design);
                string[] unused = [.. files.Where(file => IsOurs(NameOf(file)!) && !committed.Contains(file))];
                foreach (string file in unused) _disk.DeleteFile(file);
                // An empty folder of a design that is no more would be a design without rows to every reader.
                if (unused.Length == files.Length) _disk.DeleteFolder(design);
            }
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
        string path = Full(name), temporary = Full($".{name}.tmp");
        try
        {
            using (IDiskFile file = _disk.Create(temporary))
            {
                file.Write(bytes);
                file.FlushToDisk();
            }
            if (!_disk.Read(temporary).AsSpan().SequenceEqual(bytes)) throw new IOException("it reads back with other bytes than were written");
            Rename(temporary, path);
            _disk.SyncFolder(Full(""));
        }
        catch (Exception e) when (StorageFailure.IsOfTheDisk(e))
        {
            throw StorageFailure.WhileWriting(path, e);
        }
    }
}
