using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Schema;
using TwinningSim.Storage.Disk;

namespace TwinningSim.Storage;

/// <summary>A small table of numbers from a file that somebody made: CSV with a line of names, or Parquet. For draws of parameters, say.</summary>
public sealed class NumberTable
{
    private readonly Dictionary<string, double[]> _columns;

    private NumberTable(Dictionary<string, double[]> columns) => _columns = columns;

    /// <summary>Names of the columns of numbers, in the order of the file.</summary>
    public IReadOnlyCollection<string> Names => _columns.Keys;

    /// <summary>Number of rows.</summary>
    public int Rows => _columns.Values.First().Length;

    /// <summary>The numbers of a column, or null if there is no such column.</summary>
    public double[]? Find(string name) => _columns.GetValueOrDefault(name);

    /// <summary>Reads a file. Columns of a Parquet file that hold no numbers are left out.</summary>
    /// <param name="path">A file whose name ends with .csv or .parquet.</param>
    /// <exception cref="StorageException">It cannot be read, or is no such table; the message says where.</exception>
    public static NumberTable Read(string path)
    {
        try
        {
            byte[] bytes = RealDisk.Instance.Read(path);
            Dictionary<string, double[]> columns = path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) ? ReadParquet(bytes).GetAwaiter().GetResult()
                : path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? ReadCsv(path, Encoding.UTF8.GetString(bytes))
                : throw new StorageException($"'{path}' is neither a .csv nor a .parquet file.");
            if (columns.Count == 0 || columns.Values.First().Length == 0) throw new StorageException($"'{path}' holds no numbers.");
            return new NumberTable(columns);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StorageException($"There is no file '{path}'.", e);
        }
        catch (Exception e) when (StorageFailure.IsOfTheDisk(e))
        {
            throw StorageFailure.WhileReading(path, e);
        }
        catch (Exception e) when (e is not StorageException)
        {
            throw new StorageException($"'{path}' cannot be read as a table: {e.Message}", e);
        }
    }

    private static Dictionary<string, double[]> ReadCsv(string path, string text)
    {
        string[] lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        string[] names = [.. lines[0].Split(',').Select(Unquoted)];
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Length) throw new StorageException($"{path}:1:1: two columns have the same name.");
        var columns = names.Select(_ => new double[lines.Length - 1]).ToArray();
        for (int row = 1; row < lines.Length; row++)
        {
            string[] values = lines[row].Split(',');
            if (values.Length != names.Length) throw new StorageException($"{path}:{row + 1}:1: the line has {values.Length} values, but there are {names.Length} columns.");
            for (int c = 0; c < names.Length; c++)
            {
                if (!double.TryParse(Unquoted(values[c]), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number))
                    throw new StorageException($"{path}:{row + 1}:{1 + values.Take(c).Sum(v => v.Length + 1)}: '{values[c].Trim()}' of the column '{names[c]}' is not a number.");
                columns[c][row - 1] = number;
            }
        }
        return names.Zip(columns).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal);
    }

    private static string Unquoted(string word) => word.Trim() is ['"', .. var inner, '"'] ? inner : word.Trim();

    private static async Task<Dictionary<string, double[]>> ReadParquet(byte[] bytes)
    {
        await using ParquetReader reader = await ParquetReader.CreateAsync(new MemoryStream(bytes));
        var columns = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        for (int g = 0; g < reader.RowGroupCount; g++)
        {
            using ParquetRowGroupReader group = reader.OpenRowGroupReader(g);
            foreach (DataField field in reader.Schema.GetDataFields())
            {
                double?[] values = new double?[group.RowCount];
                if (field.ClrType == typeof(double) && field.IsNullable) await group.ReadAsync<double>(field, values.AsMemory());
                else if (field.ClrType == typeof(double)) values = await Widen<double>(group, field, v => v);
                else if (field.ClrType == typeof(float)) values = await Widen<float>(group, field, v => v);
                else if (field.ClrType == typeof(int)) values = await Widen<int>(group, field, v => v);
                else if (field.ClrType == typeof(long)) values = await Widen<long>(group, field, v => v);
                else continue;
                if (Array.FindIndex(values, v => v is not { } number || !double.IsFinite(number)) is var bad and >= 0)
                    throw new InvalidDataException($"row {bad + 1} of the column '{field.Name}' is no number.");
                if (!columns.TryGetValue(field.Name, out List<double>? column)) columns.Add(field.Name, column = []);
                column.AddRange(values.Select(v => v!.Value));
            }
        }
        return columns.ToDictionary(c => c.Key, c => c.Value.ToArray(), StringComparer.Ordinal);
    }

    private static async Task<double?[]> Widen<T>(ParquetRowGroupReader group, DataField field, Func<T, double> widen)
        where T : struct
    {
        if (field.IsNullable)
        {
            T?[] optional = new T?[group.RowCount];
            await group.ReadAsync(field, optional.AsMemory());
            return Array.ConvertAll(optional, v => v is { } there ? widen(there) : (double?)null);
        }
        T[] values = new T[group.RowCount];
        await group.ReadAsync(field, values.AsMemory());
        return Array.ConvertAll(values, v => (double?)widen(v));
    }
}
