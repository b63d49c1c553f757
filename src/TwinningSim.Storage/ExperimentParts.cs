using System.Collections.Immutable;
using System.Globalization;
using TwinningSim.Storage.Disk;

namespace TwinningSim.Storage;

/// <summary>How far a folder of results is.</summary>
/// <param name="Part">Which part of the experiment it is; null if it is the whole.</param>
/// <param name="Total">Runs wanted.</param>
/// <param name="Done">Runs that are over, those that failed included.</param>
/// <param name="Failed">Of these, runs that failed.</param>
public sealed record FolderState(ManifestPart? Part, int Total, int Done, int Failed)
{
    /// <summary>Whether every run is over.</summary>
    public bool Complete => Done == Total;
}

/// <summary>How far an experiment and its parts are.</summary>
/// <param name="Whole">The experiment's own folder; null if nothing has been run or merged there.</param>
/// <param name="Of">Number of parts that it is divided into; 0 if it is not.</param>
/// <param name="Parts">The parts that have been started and not been merged, by number.</param>
public sealed record ExperimentState(FolderState? Whole, int Of, ImmutableArray<FolderState> Parts)
{
    /// <summary>Numbers of the parts that have not been started.</summary>
    public IEnumerable<int> NotStarted => Enumerable.Range(0, Of).Except(Parts.Select(p => p.Part!.Index));

    /// <summary>Numbers of the parts that are not complete.</summary>
    public IEnumerable<int> Unfinished => NotStarted.Concat(Parts.Where(p => !p.Complete).Select(p => p.Part!.Index)).Order();
}

/// <summary>The parts of an experiment, each run for itself: how far they are, and their union.</summary>
public static class ExperimentParts
{
    /// <summary>Looks how far an experiment is. Reads only, and can be asked while it runs.</summary>
    /// <param name="folder">The experiment's folder.</param>
    /// <exception cref="DamagedResultException">There is nothing of an experiment, or a manifest or ledger is damaged.</exception>
    /// <exception cref="FolderMismatchException">The parts are of different divisions.</exception>
    public static ExperimentState Read(string folder) => Read(RealDisk.Instance, folder);

    /// <summary>
    /// Checks the parts of an experiment and takes their shards into its own folder, each by the same steps as when it was made. Can be given again, and with parts missing:
    /// what is there is taken. When everything is there, small files are joined and the folders of the parts are deleted.
    /// </summary>
    /// <param name="folder">The experiment's folder.</param>
    /// <param name="threads">Number of threads.</param>
    /// <returns>How far the experiment is afterwards.</returns>
    /// <exception cref="DamagedResultException">There are no parts, or a file of one is damaged: run that part again.</exception>
    /// <exception cref="FolderMismatchException">The parts are of different experiments or divisions, or the folder holds another one.</exception>
    /// <exception cref="StorageException">The folder cannot be written, or another program writes to it.</exception>
    public static ExperimentState Merge(string folder, int threads) => Merge(RealDisk.Instance, folder, threads);

    internal static ExperimentState Read(IDisk disk, string folder)
    {
        (string Path, ExperimentReader Reader)[] parts = Open(disk, folder);
        bool hasWhole = disk.FileExists(Path.Combine(folder, Manifest.FileName));
        if (!hasWhole && parts.Length == 0) throw new DamagedResultException($"'{folder}' holds no experiment and no parts of one.");
        return new ExperimentState(
            hasWhole ? StateOf(ExperimentReader.Open(disk, folder)) : null, parts.Length == 0 ? 0 : parts[0].Reader.Manifest.Part!.Of, [.. parts.Select(p => StateOf(p.Reader))]);
    }

    internal static ExperimentState Merge(IDisk disk, string folder, int threads)
    {
        (string Path, ExperimentReader Reader)[] parts = Open(disk, folder);
        if (parts.Length == 0) throw new DamagedResultException($"There are no parts to merge in '{Path.Combine(folder, ManifestPart.FolderName)}'.");
        Manifest manifest = Whole(parts[0].Reader.Manifest);
        foreach ((string path, ExperimentReader reader) in parts)
        {
            string[] differences = [.. Whole(reader.Manifest).DifferencesTo(manifest)];
            if (reader.Manifest.Replicates != manifest.Replicates) differences = [.. differences, $"{reader.Manifest.Replicates} replicates there, {manifest.Replicates} here"];
            if (differences.Length > 0) throw new FolderMismatchException($"'{path}' is no part of the same experiment as '{parts[0].Path}': {string.Join("; ", differences)}. Nothing was merged.");
        }
        bool complete;
        using (ExperimentFolder whole = ExperimentFolder.Open(disk, folder, manifest))
        {
            whole.RemoveDamaged(threads);
            (ExperimentReader Reader, CommittedShard Shard)[] wanted =
            [
                .. parts.SelectMany(p => p.Reader.Shards.Select(shard => (p.Reader, shard)))
                    .Where(s => whole.Find(s.shard.Shard) is not { } there || there.Shard.Key != s.shard.Shard.Key || !whole.Missing(there).IsEmpty),
            ];
            Workers.Run(wanted.Length, threads, i => whole.Adopt(wanted[i].Shard, wanted[i].Reader));
            complete = whole.Committed().Where(s => whole.Missing(s).IsEmpty).Sum(s => s.Shard.Runs) == manifest.Designs.Length * manifest.Replicates;
            if (complete) whole.Compact(threads);
            whole.WriteManifest(complete);
        }
        ExperimentState state = Read(disk, folder);
        if (complete)
        {
            // Everything is in the experiment's own folder, written and read back.
            foreach ((string path, _) in parts) Directory.Delete(path, recursive: true);
            string all = Path.Combine(folder, ManifestPart.FolderName);
            if (disk.Entries(all).Length == 0) disk.DeleteFolder(all);
        }
        return state;
    }

    private static Manifest Whole(Manifest part) => part with { Part = null, Complete = false, Files = [], Rows = [], Failed = 0 };

    private static FolderState StateOf(ExperimentReader reader)
        => new(
            reader.Manifest.Part,
            reader.Manifest.Part?.Runs ?? reader.Manifest.Designs.Length * reader.Manifest.Replicates,
            reader.Shards.Sum(s => s.Shard.Runs),
            reader.Shards.Sum(s => s.Failed.Length));

    /// <summary>The parts that have been started, by number.</summary>
    private static (string Path, ExperimentReader Reader)[] Open(IDisk disk, string folder)
    {
        string all = Path.Combine(folder, ManifestPart.FolderName);
        if (!disk.FolderExists(all)) return [];
        (string Path, ExperimentReader Reader)[] parts =
        [
            // A part that has just been started has a folder and no manifest yet.
            .. disk.Entries(all).Where(path => disk.FolderExists(path) && disk.FileExists(Path.Combine(path, Manifest.FileName)))
                .Select(path => (path, ExperimentReader.Open(disk, path))).Where(p => p.Item2.Manifest.Part is not null).OrderBy(p => p.Item2.Manifest.Part!.Index),
        ];
        if (parts.FirstOrDefault(p => p.Reader.Manifest.Part!.Of != parts[0].Reader.Manifest.Part!.Of) is { Reader: not null } other)
        {
            throw new FolderMismatchException(string.Create(CultureInfo.InvariantCulture,
                $"'{parts[0].Path}' and '{other.Path}' are parts of different divisions. Delete the folders of the one that is not wanted."));
        }
        return parts;
    }
}
