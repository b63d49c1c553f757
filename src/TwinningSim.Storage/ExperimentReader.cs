using System.Collections.Immutable;
using System.Text.Json;
using TwinningSim.Kernel.Tables;
using TwinningSim.Storage.Disk;

namespace TwinningSim.Storage;

/// <summary>Reads the results of an experiment. Only what the ledger names is read, and every file's hash is checked before its rows are used.</summary>
public sealed class ExperimentReader
{
    private readonly IDisk _disk;
    private readonly string _path;
    private readonly ImmutableArray<CommittedShard> _shards;

    private ExperimentReader(IDisk disk, string path, Manifest manifest, ImmutableArray<CommittedShard> shards)
    {
        _disk = disk;
        _path = path;
        Manifest = manifest;
        // A shard that lacks a table is being made anew.
        _shards = [.. shards.Where(shard => manifest.Tables.All(table => shard.Find(table.Name) is not null)).OrderBy(s => s.Shard.First)];
    }

    /// <summary>What the experiment is: seed, scenario, designs, tables, parameters.</summary>
    public Manifest Manifest { get; }

    /// <summary>Identifiers of the designs, in the scenario's order.</summary>
    public ImmutableArray<string> Designs => [.. Manifest.Designs.Select(d => d.Id)];

    /// <summary>The tables with their columns.</summary>
    public ImmutableArray<TableDefinition> Tables => Manifest.Tables;

    /// <summary>Opens the folder of an experiment; it may be incomplete.</summary>
    /// <exception cref="DamagedResultException">The folder, its manifest or its ledger is missing or damaged.</exception>
    public static ExperimentReader Open(string folder) => Open(RealDisk.Instance, folder);

    internal static ExperimentReader Open(IDisk disk, string folder)
    {
        if (!disk.FolderExists(folder)) throw new DamagedResultException($"There is no folder '{folder}'.");
        if (!disk.FileExists(Path.Combine(folder, Manifest.FileName)))
            throw new DamagedResultException($"'{folder}' holds no results of an experiment: there is no {Manifest.FileName} in it.");
        Manifest manifest;
        try
        {
            manifest = Storage.Manifest.FromJson(Read(disk, Path.Combine(folder, Manifest.FileName)));
        }
        catch (JsonException e)
        {
            throw new DamagedResultException($"'{Path.Combine(folder, Manifest.FileName)}' is damaged: {e.Message}", e);
        }
        catch (FolderMismatchException e)
        {
            throw new FolderMismatchException($"'{Path.Combine(folder, Manifest.FileName)}' cannot be read here: {e.Message}.");
        }
        string ledger = Path.Combine(folder, Ledger.FileName);
        (ImmutableArray<CommittedShard> shards, ImmutableArray<int> damaged, _) = Ledger.Parse(disk.FileExists(ledger) ? Read(disk, ledger) : []);
        if (!damaged.IsEmpty)
            throw new DamagedResultException($"'{ledger}', line {damaged[0]} is damaged. Run the experiment again with the same command: it replaces what is missing.");
        if (manifest.Complete && !manifest.Files.OrderBy(f => f.Path, StringComparer.Ordinal).SequenceEqual(shards.SelectMany(s => s.Files).DistinctBy(f => f.Path).OrderBy(f => f.Path, StringComparer.Ordinal)))
            throw new DamagedResultException($"'{folder}': {Manifest.FileName} and {Ledger.FileName} name different files. Run the experiment again with the same command.");
        return new ExperimentReader(disk, folder, manifest, shards);
    }

    /// <summary>The table of that name; the table of failures is always there, if only without rows.</summary>
    /// <exception cref="ArgumentException">The experiment has no such table.</exception>
    public TableDefinition Table(string name)
        => name == FailureTable.Definition.Name ? FailureTable.Definition
            : Tables.FirstOrDefault(t => t.Name == name) ?? throw new ArgumentException($"'{_path}' has no table '{name}'; it has {string.Join(", ", Tables.Select(t => t.Name))}.", nameof(name));

    /// <summary>Runs that are finished, of all designs.</summary>
    public int Runs => _shards.Sum(s => s.Shard.Runs - s.Failed.Length);

    /// <summary>Number of finished replicates of a design; those that failed do not count.</summary>
    public int Replicates(string design)
        => _shards.Where(s => s.Shard.Designs.Contains(design)).Sum(s => s.Shard.Count - s.Failed.Count(run => run.Design == design));

    /// <summary>The runs that failed, in the order of designs and replicates.</summary>
    /// <exception cref="DamagedResultException">A file is missing or damaged.</exception>
    public IEnumerable<(string Design, int Replicate, double Month, string Message, string Command)> Failures()
    {
        foreach ((TableBuffer rows, string[] designs) in Files(FailureTable.Definition.Name, null))
        {
            for (int r = 0; r < rows.Count; r++) yield return (designs[r], (int)rows.Numbers(0)[r], rows.Numbers(1)[r], rows.Texts(2)[r]!, rows.Texts(3)[r]!);
        }
    }

    /// <summary>The numbers of a column, in the order of replicates; a missing number is NaN.</summary>
    /// <param name="table">Name of the table.</param>
    /// <param name="design">Identifier of the design.</param>
    /// <param name="column">Name of a column that is not a text.</param>
    /// <exception cref="ArgumentException">There is no such table or column.</exception>
    /// <exception cref="DamagedResultException">A file is missing or damaged.</exception>
    public double[] Numbers(string table, string design, string column) => Numbers(table, design, [column])[0];

    /// <summary>The numbers of several columns at once, which reads each file only once.</summary>
    /// <inheritdoc cref="Numbers(string, string, string)"/>
    public double[][] Numbers(string table, string design, IReadOnlyList<string> columns)
        => Numbers(table, [design], columns).TryGetValue(design, out double[][]? numbers) ? numbers : [.. columns.Select(_ => Array.Empty<double>())];

    /// <summary>The numbers of several columns of many designs, which reads each file only once.</summary>
    /// <param name="table">Name of the table.</param>
    /// <param name="designs">Identifiers of the designs.</param>
    /// <param name="columns">Names of columns that are not texts, each once.</param>
    /// <returns>For each design that has rows, for each column the numbers in the order of replicates; a missing number is NaN.</returns>
    /// <exception cref="ArgumentException">There is no such table or column.</exception>
    /// <exception cref="DamagedResultException">A file is missing or damaged.</exception>
    public IReadOnlyDictionary<string, double[][]> Numbers(string table, IReadOnlyCollection<string> designs, IReadOnlyList<string> columns)
    {
        ResultColumns read = Columns(table, designs, columns);
        return designs.Where(read.Has).ToDictionary(design => design, design => columns.Select(column => read.Numbers(design, column)).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The same without a copy of what may never be asked for: for folders of millions of rows.</summary>
    /// <inheritdoc cref="Numbers(string, IReadOnlyCollection{string}, IReadOnlyList{string})" path="param"/>
    /// <inheritdoc cref="Numbers(string, IReadOnlyCollection{string}, IReadOnlyList{string})" path="exception"/>
    public ResultColumns Columns(string table, IReadOnlyCollection<string> designs, IReadOnlyList<string> columns)
    {
        TableDefinition definition = Table(table);
        int[] positions = [.. columns.Select(definition.IndexOf)];
        foreach (int position in positions)
        {
            if (definition.Columns[position].Type == ColumnType.Text)
                throw new ArgumentException($"Column '{definition.Columns[position].Name}' of table '{table}' is a text.", nameof(columns));
        }
        (CommittedFile File, string First)[] files = [.. FilesOf(table, designs)];
        var read = new List<TableColumns>[files.Length];
        Workers.Run(files.Length, Environment.ProcessorCount, f => read[f] = ReadFile(files[f].File, files[f].First, definition, positions, byDesign: true));
        return new ResultColumns(columns, read.SelectMany(groups => groups));
    }

    /// <summary>The texts of a column, in the order of replicates.</summary>
    /// <inheritdoc cref="Numbers(string, string, string)"/>
    public string[] Texts(string table, string design, string column)
    {
        TableDefinition definition = Table(table);
        int position = definition.IndexOf(column);
        if (definition.Columns[position].Type != ColumnType.Text) throw new ArgumentException($"Column '{column}' of table '{table}' is not a text.", nameof(column));
        return [.. Rows(table, design).SelectMany(rows => rows.Texts(position).ToArray().Select(text => text!))];
    }

    /// <summary>The rows of a table and design, file by file, so that a table of any size can pass through a small memory.</summary>
    /// <exception cref="ArgumentException">There is no such table.</exception>
    /// <exception cref="DamagedResultException">A file is missing or damaged.</exception>
    public IEnumerable<TableBuffer> Rows(string table, string design)
    {
        foreach ((TableBuffer rows, string[] designs) in Files(table, [design]))
        {
            if (Array.TrueForAll(designs, d => d == design))
            {
                yield return rows;
                continue;
            }
            var own = new TableBuffer(rows.Definition);
            for (int r = 0; r < rows.Count; r++)
            {
                if (designs[r] == design) own.AddRow(rows, r);
            }
            yield return own;
        }
    }

    /// <summary>A hash of what a table says for all designs: the same for the same rows, however they are spread over files.</summary>
    /// <exception cref="DamagedResultException">A file is missing or damaged.</exception>
    public string HashOf(string table)
    {
        var hash = new ContentHash(Table(table));
        foreach ((TableBuffer rows, string[] designs) in Files(table, null)) hash.Add(rows, designs);
        return hash.ToString();
    }

    /// <summary>The same for one design.</summary>
    /// <inheritdoc cref="HashOf(string)"/>
    public string HashOf(string table, string design)
    {
        var hash = new ContentHash(Table(table));
        foreach (TableBuffer rows in Rows(table, design)) hash.Add(rows, design);
        return hash.ToString();
    }

    /// <summary>Checks the bytes of every file against the hash that was committed.</summary>
    /// <exception cref="DamagedResultException">A file is missing or damaged.</exception>
    public void Verify()
    {
        foreach (CommittedFile file in _shards.SelectMany(s => s.Files).DistinctBy(f => f.Path)) _ = ReadChecked(file);
    }

    /// <summary>The finished shards, by their first replicate.</summary>
    internal ImmutableArray<CommittedShard> Shards => _shards;

    /// <summary>The bytes of a file, checked.</summary>
    /// <exception cref="DamagedResultException">It is missing or damaged.</exception>
    internal byte[] ReadChecked(CommittedFile file)
    {
        string path = Path.Combine(_path, file.Path);
        byte[] bytes = Read(_disk, path);
        if (bytes.Length != file.Bytes || ExperimentFolder.HashOf(bytes) != file.Sha256)
            throw new DamagedResultException($"'{path}' is damaged: its bytes are not those that were written. Run the experiment again with the same command: it replaces the file.");
        return bytes;
    }

    private static byte[] Read(IDisk disk, string path)
    {
        try
        {
            return disk.Read(path);
        }
        catch (Exception e) when (StorageFailure.IsOfTheDisk(e))
        {
            throw StorageFailure.WhileReading(path, e);
        }
    }

    /// <summary>The files of a table that hold rows of some designs (null: of any), each with the first design of its shard.</summary>
    private IEnumerable<(CommittedFile File, string First)> FilesOf(string table, IReadOnlyCollection<string>? designs)
    {
        HashSet<string>? wanted = designs?.ToHashSet(StringComparer.Ordinal);
        return _shards.Where(s => wanted is null || s.Shard.Designs.Any(wanted.Contains))
            .Select(s => (File: s.Find(table), First: s.Shard.Designs[0]))
            .Where(s => s.File is not null)
            .DistinctBy(s => s.File!.Path)!;
    }

    private IEnumerable<(TableBuffer Rows, string[] Designs)> Files(string table, IReadOnlyCollection<string>? designs)
    {
        TableDefinition definition = Table(table);
        int[] positions = [.. Enumerable.Range(0, definition.Columns.Length)];
        foreach ((CommittedFile file, string first) in FilesOf(table, designs))
        {
            foreach (TableColumns read in ReadFile(file, first, definition, positions))
            {
                var rows = new TableBuffer(definition, read.Rows);
                for (int r = 0; r < read.Rows; r++)
                {
                    int row = rows.AddRow();
                    for (int c = 0; c < positions.Length; c++)
                    {
                        if (read.Columns[c] is double[] numbers) rows.Set(row, c, numbers[row]);
                        else rows.Set(row, c, ((string[])read.Columns[c])[row]);
                    }
                }
                string[] of = new string[read.Rows];
                foreach (DesignRows part in read.Designs) Array.Fill(of, part.Design, part.Start, part.Count);
                yield return (rows, of);
            }
        }
    }

    /// <summary>Reads columns of a file whose bytes are those that were committed.</summary>
    private List<TableColumns> ReadFile(CommittedFile file, string first, TableDefinition table, IReadOnlyList<int> columns, bool byDesign = false)
    {
        byte[] bytes = ReadChecked(file);
        try
        {
            List<TableColumns> read = ParquetTable.ReadColumns(bytes, table, columns, Manifest.DesignColumn, byDesign).GetAwaiter().GetResult();
            if (!Manifest.DesignColumn) read.ForEach(group => group.Designs.Add(new(first, 0, group.Rows)));
            return read;
        }
        catch (Exception e) when (e is InvalidDataException or Parquet.ParquetException)
        {
            throw new DamagedResultException($"'{Path.Combine(_path, file.Path)}' does not hold the table '{table.Name}': {e.Message}.", e);
        }
    }
}
