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
        _shards = shards;
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
        string ledger = Path.Combine(folder, Ledger.FileName);
        (ImmutableArray<CommittedShard> shards, ImmutableArray<int> damaged, _) = Ledger.Parse(disk.FileExists(ledger) ? Read(disk, ledger) : []);
        if (!damaged.IsEmpty)
            throw new DamagedResultException($"'{ledger}', line {damaged[0]} is damaged. Run the experiment again with the same command: it replaces what is missing.");
        if (manifest.Complete && !manifest.Files.OrderBy(f => f.Path, StringComparer.Ordinal).SequenceEqual(shards.SelectMany(s => s.Files).OrderBy(f => f.Path, StringComparer.Ordinal)))
            throw new DamagedResultException($"'{folder}': {Manifest.FileName} and {Ledger.FileName} name different files. Run the experiment again with the same command.");
        return new ExperimentReader(disk, folder, manifest, shards);
    }

    /// <summary>The table of that name.</summary>
    /// <exception cref="ArgumentException">The experiment has no such table.</exception>
    public TableDefinition Table(string name)
        => Tables.FirstOrDefault(t => t.Name == name) ?? throw new ArgumentException($"'{_path}' has no table '{name}'; it has {string.Join(", ", Tables.Select(t => t.Name))}.", nameof(name));

    /// <summary>Number of finished replicates of a design.</summary>
    public int Replicates(string design) => _shards.Where(s => s.Shard.Design == design).Sum(s => s.Shard.Count);

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
    {
        TableDefinition definition = Table(table);
        int[] positions = [.. columns.Select(definition.IndexOf)];
        foreach (int position in positions)
        {
            if (definition.Columns[position].Type == ColumnType.Text)
                throw new ArgumentException($"Column '{definition.Columns[position].Name}' of table '{table}' is a text.", nameof(columns));
        }
        object[] lists = [.. positions.Select(_ => (object)new List<double>())];
        foreach (CommittedFile file in FilesOf(table, design)) ReadFile(file, definition, positions, lists);
        return [.. lists.Select(list => ((List<double>)list).ToArray())];
    }

    /// <summary>The texts of a column, in the order of replicates.</summary>
    /// <inheritdoc cref="Numbers(string, string, string)"/>
    public string[] Texts(string table, string design, string column)
    {
        TableDefinition definition = Table(table);
        int position = definition.IndexOf(column);
        if (definition.Columns[position].Type != ColumnType.Text) throw new ArgumentException($"Column '{column}' of table '{table}' is not a text.", nameof(column));
        object[] list = [new List<string>()];
        foreach (CommittedFile file in FilesOf(table, design)) ReadFile(file, definition, [position], list);
        return [.. (List<string>)list[0]];
    }

    /// <summary>The rows of a table, shard by shard, so that a table of any size can pass through a small memory.</summary>
    /// <exception cref="ArgumentException">There is no such table.</exception>
    /// <exception cref="DamagedResultException">A file is missing or damaged.</exception>
    public IEnumerable<TableBuffer> Rows(string table, string design)
    {
        TableDefinition definition = Table(table);
        int[] positions = [.. Enumerable.Range(0, definition.Columns.Length)];
        foreach (CommittedFile file in FilesOf(table, design))
        {
            object[] lists = [.. definition.Columns.Select(c => c.Type == ColumnType.Text ? (object)new List<string>() : new List<double>())];
            ReadFile(file, definition, positions, lists);
            var rows = new TableBuffer(definition, (int)file.Rows);
            for (long r = 0; r < file.Rows; r++)
            {
                int row = rows.AddRow();
                for (int c = 0; c < lists.Length; c++)
                {
                    if (lists[c] is List<double> numbers) rows.Set(row, c, numbers[row]);
                    else rows.Set(row, c, ((List<string>)lists[c])[row]);
                }
            }
            yield return rows;
        }
    }

    /// <summary>A hash of what a table says for all designs: the same for the same rows, however they are spread over files.</summary>
    /// <exception cref="DamagedResultException">A file is missing or damaged.</exception>
    public string HashOf(string table) => HashOf(table, Designs);

    /// <summary>The same for one design.</summary>
    /// <inheritdoc cref="HashOf(string)"/>
    public string HashOf(string table, string design) => HashOf(table, [design]);

    /// <summary>Checks the bytes of every file against the hash that was committed.</summary>
    /// <exception cref="DamagedResultException">A file is missing or damaged.</exception>
    public void Verify()
    {
        foreach (CommittedFile file in _shards.SelectMany(s => s.Files)) _ = ReadChecked(file);
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

    private string HashOf(string table, IEnumerable<string> designs)
    {
        var hash = new ContentHash(Table(table));
        foreach (string design in designs)
        {
            foreach (TableBuffer rows in Rows(table, design)) hash.Add(rows, design);
        }
        return hash.ToString();
    }

    private IEnumerable<CommittedFile> FilesOf(string table, string design) => _shards
        .Where(s => s.Shard.Design == design)
        .OrderBy(s => s.Shard.First)
        .SelectMany(s => s.Files.Where(f => f.Table == table));

    private byte[] ReadChecked(CommittedFile file)
    {
        string path = Path.Combine(_path, file.Path);
        byte[] bytes = Read(_disk, path);
        if (bytes.Length != file.Bytes || ExperimentFolder.HashOf(bytes) != file.Sha256)
            throw new DamagedResultException($"'{path}' is damaged: its bytes are not those that were written. Run the experiment again with the same command: it replaces the file.");
        return bytes;
    }

    private void ReadFile(CommittedFile file, TableDefinition table, IReadOnlyList<int> columns, IReadOnlyList<object> into)
    {
        byte[] bytes = ReadChecked(file);
        try
        {
            ParquetTable.ReadColumns(bytes, table, columns, into).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is InvalidDataException or Parquet.ParquetException)
        {
            throw new DamagedResultException($"'{Path.Combine(_path, file.Path)}' does not hold the table '{table.Name}': {e.Message}.", e);
        }
    }
}
