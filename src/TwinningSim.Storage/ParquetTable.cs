using System.IO.Compression;
using Parquet;
using Parquet.Schema;
using TwinningSim.Kernel.Tables;

namespace TwinningSim.Storage;

/// <summary>How a table becomes a Parquet file: whole numbers are int32, real numbers double, texts UTF-8; a missing number (NaN) is null.</summary>
internal static class ParquetTable
{
    // A new file has the same bytes every time only as long as these two stay.
    private static readonly ParquetOptions Options = new()
    {
        CompressionMethod = CompressionMethod.Zstd,
        CompressionLevel = CompressionLevel.Fastest,
    };

    public static ParquetSchema SchemaOf(TableDefinition table) => new(table.Columns.Select(FieldOf));

    public static Task<ParquetWriter> OpenWriter(TableDefinition table, Stream stream) => ParquetWriter.CreateAsync(SchemaOf(table), stream, Options);

    /// <summary>Names, units and meanings for the footer of a file, so that it explains itself wherever it ends up.</summary>
    public static Dictionary<string, string> MetadataOf(TableDefinition table)
    {
        var metadata = new Dictionary<string, string> { ["table"] = table.Name, ["table.meaning"] = table.Meaning };
        foreach (ColumnDefinition column in table.Columns)
        {
            metadata[$"column.{column.Name}.unit"] = column.Unit;
            metadata[$"column.{column.Name}.meaning"] = column.Meaning;
        }
        return metadata;
    }

    /// <summary>Writes rows as one row group.</summary>
    /// <exception cref="InvalidOperationException">A number does not fit its column: the model that made it is wrong.</exception>
    public static async Task WriteRows(ParquetWriter writer, TableBuffer rows)
    {
        DataField[] fields = FieldsOf(rows.Definition);
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        for (int c = 0; c < fields.Length; c++)
        {
            ColumnDefinition column = rows.Definition.Columns[c];
            switch (column.Type)
            {
                case ColumnType.Text:
                    await group.WriteAsync(fields[c], Texts(rows, c));
                    break;
                case ColumnType.Whole when column.Nullable:
                    await group.WriteAsync<int>(fields[c], Convert(rows, c, value => double.IsNaN(value) ? (int?)null : Whole(value)));
                    break;
                case ColumnType.Whole:
                    await group.WriteAsync<int>(fields[c], Convert(rows, c, Whole));
                    break;
                case ColumnType.Real when column.Nullable:
                    await group.WriteAsync<double>(fields[c], Convert(rows, c, value => double.IsNaN(value) ? (double?)null : Real(value)));
                    break;
                default:
                    await group.WriteAsync<double>(fields[c], Convert(rows, c, Real));
                    break;
            }
        }
        group.CompleteValidate();
    }

    /// <summary>Number of rows of a file, from its footer.</summary>
    public static async Task<long> CountRows(byte[] file)
    {
        await using ParquetReader reader = await ParquetReader.CreateAsync(new MemoryStream(file, writable: false));
        return reader.RowGroups.Sum(group => group.RowCount);
    }

    /// <summary>Appends some columns of a file to lists.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="table">The table that it must hold.</param>
    /// <param name="columns">Positions of the columns wanted.</param>
    /// <param name="into">For each column wanted a <see cref="List{T}"/> of double or of string.</param>
    /// <exception cref="InvalidDataException">The file has other columns than the table.</exception>
    public static async Task ReadColumns(byte[] file, TableDefinition table, IReadOnlyList<int> columns, IReadOnlyList<object> into)
    {
        await using ParquetReader reader = await ParquetReader.CreateAsync(new MemoryStream(file, writable: false));
        DataField[] fields = reader.Schema.GetDataFields();
        for (int i = 0; i < columns.Count; i++) Check(table.Columns[columns[i]], columns[i] < fields.Length ? fields[columns[i]] : null);
        foreach (ParquetRowGroupReader group in reader.RowGroups)
        {
            int rows = checked((int)group.RowCount);
            for (int i = 0; i < columns.Count; i++)
            {
                ColumnDefinition column = table.Columns[columns[i]];
                DataField field = fields[columns[i]];
                switch (column.Type)
                {
                    case ColumnType.Text:
                        string?[] texts = new string?[rows];
                        await group.ReadAsync(field, texts.AsMemory());
                        ((List<string>)into[i]).AddRange(texts.Select(text => text ?? ""));
                        break;
                    case ColumnType.Whole when column.Nullable:
                        int?[] optionalWholes = new int?[rows];
                        await group.ReadAsync<int>(field, optionalWholes.AsMemory());
                        foreach (int? value in optionalWholes) ((List<double>)into[i]).Add(value ?? double.NaN);
                        break;
                    case ColumnType.Whole:
                        int[] wholes = new int[rows];
                        await group.ReadAsync<int>(field, wholes.AsMemory());
                        foreach (int value in wholes) ((List<double>)into[i]).Add(value);
                        break;
                    case ColumnType.Real when column.Nullable:
                        double?[] optionalReals = new double?[rows];
                        await group.ReadAsync<double>(field, optionalReals.AsMemory());
                        foreach (double? value in optionalReals) ((List<double>)into[i]).Add(value ?? double.NaN);
                        break;
                    default:
                        double[] reals = new double[rows];
                        await group.ReadAsync<double>(field, reals.AsMemory());
                        ((List<double>)into[i]).AddRange(reals);
                        break;
                }
            }
        }
    }

    private static DataField[] FieldsOf(TableDefinition table) => SchemaOf(table).GetDataFields();

    private static DataField FieldOf(ColumnDefinition column) => column.Type switch
    {
        ColumnType.Text => new DataField(column.Name, typeof(string), isNullable: false),
        ColumnType.Whole => new DataField(column.Name, typeof(int), isNullable: column.Nullable),
        _ => new DataField(column.Name, typeof(double), isNullable: column.Nullable),
    };

    private static void Check(ColumnDefinition column, DataField? field)
    {
        bool fits = field is not null && field.Name == column.Name && column.Type switch
        {
            // The library reads a text back as another type than it was given; the file's own type is the same.
            ColumnType.Text => field.SchemaElement?.Type == Parquet.Meta.Type.BYTE_ARRAY,
            ColumnType.Whole => field.ClrType == typeof(int) && field.IsNullable == column.Nullable,
            _ => field.ClrType == typeof(double) && field.IsNullable == column.Nullable,
        };
        if (!fits)
            throw new InvalidDataException($"column '{column.Name}' is not as the manifest describes it");
    }

    private static string[] Texts(TableBuffer rows, int column)
    {
        string[] texts = new string[rows.Count];
        ReadOnlySpan<string?> source = rows.Texts(column);
        for (int i = 0; i < texts.Length; i++) texts[i] = source[i] ?? "";
        return texts;
    }

    private static ReadOnlyMemory<T> Convert<T>(TableBuffer rows, int column, Func<double, T> convert)
    {
        T[] values = new T[rows.Count];
        ReadOnlySpan<double> source = rows.Numbers(column);
        for (int i = 0; i < values.Length; i++)
        {
            try
            {
                values[i] = convert(source[i]);
            }
            catch (ArithmeticException)
            {
                ColumnDefinition definition = rows.Definition.Columns[column];
                throw new InvalidOperationException(
                    $"Table '{rows.Definition.Name}', column '{definition.Name}', row {i}: {source[i]:R} is not a value that the column can hold ({definition.Type}, {definition.Unit}).");
            }
        }
        return values;
    }

    private static int Whole(double value)
    {
        int whole = checked((int)value);
        return whole == value ? whole : throw new ArithmeticException();
    }

    private static double Real(double value) => double.IsFinite(value) ? value : throw new ArithmeticException();
}
