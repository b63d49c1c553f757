using System.Buffers;
using System.IO.Compression;
using System.Numerics;
using System.Runtime.Intrinsics;
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

    /// <summary>The name of the column that says the design, where a file holds several.</summary>
    public const string DesignColumn = "design";

    private static readonly DataField DesignField = new(DesignColumn, typeof(string), isNullable: false);

    public static ParquetSchema SchemaOf(TableDefinition table, bool withDesign)
        => new(withDesign ? table.Columns.Select(FieldOf).Prepend(DesignField) : table.Columns.Select(FieldOf));

    public static Task<ParquetWriter> OpenWriter(TableDefinition table, bool withDesign, Stream stream)
        => ParquetWriter.CreateAsync(SchemaOf(table, withDesign), stream, Options);

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
    /// <param name="writer">Where to.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="designs">The design of each, if the file has a column that says it.</param>
    /// <exception cref="InvalidOperationException">A number does not fit its column: the model that made it is wrong.</exception>
    public static async Task WriteRows(ParquetWriter writer, TableBuffer rows, IReadOnlyList<string>? designs)
    {
        if (FindMisfit(rows, 0) is { } misfit) throw new InvalidOperationException(misfit);
        DataField[] fields = FieldsOf(rows.Definition);
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        if (designs is not null) await WriteTexts(group, DesignField, designs.Count, row => designs[row]);
        for (int c = 0; c < fields.Length; c++)
        {
            ColumnDefinition column = rows.Definition.Columns[c];
            int position = c;
            await (column.Type switch
            {
                ColumnType.Text => WriteTexts(group, fields[c], rows.Count, row => rows.Texts(position)[row]),
                ColumnType.Whole => WriteNumbers<int>(group, fields[c], rows.Numbers(c), column.Nullable),
                _ when column.Nullable => WriteNumbers<double>(group, fields[c], rows.Numbers(c), nullable: true),
                _ => group.WriteAsync<double>(fields[c], rows.NumbersMemory(c)),
            });
        }
        group.CompleteValidate();
    }

    /// <summary>Writes the rows of other files of the same table, column by column, as row groups of at least a given number of rows.</summary>
    /// <returns>Number of rows written.</returns>
    public static async Task<long> CopyRows(ParquetWriter writer, TableDefinition table, bool withDesign, IEnumerable<byte[]> files, int rowGroup)
    {
        DataField[] fields = SchemaOf(table, withDesign).GetDataFields();
        List<Array>[] pending = [.. fields.Select(_ => new List<Array>())];
        long rows = 0;
        int pendingRows = 0;
        foreach (byte[] file in files)
        {
            await using ParquetReader reader = await ParquetReader.CreateAsync(new MemoryStream(file, writable: false));
            DataField[] theirs = reader.Schema.GetDataFields();
            foreach (ParquetRowGroupReader group in reader.RowGroups)
            {
                int count = checked((int)group.RowCount);
                for (int c = 0; c < fields.Length; c++) pending[c].Add(await ReadArray(group, theirs[c], fields[c], count));
                pendingRows += count;
                if (pendingRows >= rowGroup) await Write();
            }
        }
        if (pendingRows > 0) await Write();
        return rows;

        async Task Write()
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            for (int c = 0; c < fields.Length; c++)
            {
                switch (pending[c][0])
                {
                    case string[]:
                        await group.WriteAsync(fields[c], Joined<string>(pending[c]));
                        break;
                    case int[]:
                        await group.WriteAsync<int>(fields[c], Joined<int>(pending[c]));
                        break;
                    case int?[]:
                        await group.WriteAsync<int>(fields[c], Joined<int?>(pending[c]));
                        break;
                    case double[]:
                        await group.WriteAsync<double>(fields[c], Joined<double>(pending[c]));
                        break;
                    default:
                        await group.WriteAsync<double>(fields[c], Joined<double?>(pending[c]));
                        break;
                }
                pending[c].Clear();
            }
            group.CompleteValidate();
            rows += pendingRows;
            pendingRows = 0;
        }

        T[] Joined<T>(List<Array> parts)
        {
            T[] joined = new T[pendingRows];
            int at = 0;
            foreach (T[] part in parts)
            {
                part.CopyTo(joined, at);
                at += part.Length;
            }
            return joined;
        }
    }

    /// <summary>Reads some columns of a file.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="table">The table that it must hold.</param>
    /// <param name="columns">Positions of the columns wanted.</param>
    /// <param name="withDesign">Whether the file says the design of each row.</param>
    /// <param name="byDesign">Whether the rows of a design are put together, in their order.</param>
    /// <returns>Each row group of the file.</returns>
    /// <exception cref="InvalidDataException">The file has other columns than the table.</exception>
    public static async Task<List<TableColumns>> ReadColumns(byte[] file, TableDefinition table, IReadOnlyList<int> columns, bool withDesign, bool byDesign = false)
    {
        await using ParquetReader reader = await ParquetReader.CreateAsync(new MemoryStream(file, writable: false));
        DataField[] fields = reader.Schema.GetDataFields();
        if (withDesign && (fields.Length == 0 || fields[0].Name != DesignColumn)) throw new InvalidDataException($"there is no column '{DesignColumn}'");
        DataField[] wanted = [.. columns.Select(c => Checked(table.Columns[c], c + (withDesign ? 1 : 0) < fields.Length ? fields[c + (withDesign ? 1 : 0)] : null))];
        var groups = new List<TableColumns>();
        foreach (ParquetRowGroupReader group in reader.RowGroups)
        {
            int rows = checked((int)group.RowCount);
            List<DesignRows> designs = withDesign ? await DesignsOf(group, fields[0], rows) : [];
            RowOrder order = byDesign ? RowOrder.ByDesign(designs) : RowOrder.AsTheyAre;
            var read = new Array[wanted.Length];
            for (int i = 0; i < wanted.Length; i++) read[i] = order.Of(await ReadArray(group, wanted[i], FieldOf(table.Columns[columns[i]]), rows));
            groups.Add(new(rows, read, order.Designs ?? designs));
        }
        return groups;
    }

    /// <summary>Which rows belong to which design: rows of one design mostly follow each other.</summary>
    private static async Task<List<DesignRows>> DesignsOf(ParquetRowGroupReader group, DataField field, int rows)
    {
        var designs = new List<DesignRows>();
        var names = new ReadOnlyMemory<char>[rows];
        await group.ReadAsync<ReadOnlyMemory<char>>(field, names.AsMemory());
        var known = new Dictionary<ReadOnlyMemory<char>, string>();
        for (int from = 0, to; from < rows; from = to)
        {
            ReadOnlyMemory<char> name = names[from];
            for (to = from + 1; to < rows && (names[to].Equals(name) || names[to].Span.SequenceEqual(name.Span));) to++;
            if (!known.TryGetValue(name, out string? design)) known.Add(name, design = name.ToString());
            designs.Add(new(design, from, to - from));
        }
        return designs;
    }

    /// <summary>A column of a row group: an array of string, int, int?, double or double?.</summary>
    private static async Task<Array> ReadArray(ParquetRowGroupReader group, DataField field, DataField declared, int rows)
    {
        // The library gives a text another type than it was declared with.
        if (declared.ClrType != typeof(int) && declared.ClrType != typeof(double))
        {
            string?[] texts = new string?[rows];
            await group.ReadAsync(field, texts.AsMemory());
            for (int i = 0; i < rows; i++) texts[i] ??= "";
            return texts;
        }
        if (declared.ClrType == typeof(int))
        {
            if (!declared.IsNullable) return await Read(new int[rows]);
            int?[] optionalWholes = new int?[rows];
            await group.ReadAsync<int>(field, optionalWholes.AsMemory());
            return optionalWholes;
        }
        if (!declared.IsNullable) return await Read(new double[rows]);
        double?[] optionalReals = new double?[rows];
        await group.ReadAsync<double>(field, optionalReals.AsMemory());
        return optionalReals;

        async Task<Array> Read<T>(T[] values) where T : struct
        {
            await group.ReadAsync<T>(field, values.AsMemory());
            return values;
        }
    }

    private static DataField[] FieldsOf(TableDefinition table) => SchemaOf(table, withDesign: false).GetDataFields();

    private static DataField FieldOf(ColumnDefinition column) => column.Type switch
    {
        ColumnType.Text => new DataField(column.Name, typeof(string), isNullable: false),
        ColumnType.Whole => new DataField(column.Name, typeof(int), isNullable: column.Nullable),
        _ => new DataField(column.Name, typeof(double), isNullable: column.Nullable),
    };

    private static DataField Checked(ColumnDefinition column, DataField? field)
    {
        bool fits = field is not null && field.Name == column.Name && column.Type switch
        {
            // The library reads a text back as another type than it was given; the file's own type is the same.
            ColumnType.Text => field.SchemaElement?.Type == Parquet.Meta.Type.BYTE_ARRAY,
            ColumnType.Whole => field.ClrType == typeof(int) && field.IsNullable == column.Nullable,
            _ => field.ClrType == typeof(double) && field.IsNullable == column.Nullable,
        };
        return fits ? field! : throw new InvalidDataException($"column '{column.Name}' is not as the manifest describes it");
    }

    /// <summary>Looks for a number that its column cannot hold.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="from">The first row to look at.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? FindMisfit(TableBuffer rows, int from)
    {
        for (int c = 0; c < rows.Definition.Columns.Length; c++)
        {
            ColumnDefinition column = rows.Definition.Columns[c];
            if (column.Type == ColumnType.Text) continue;
            ReadOnlySpan<double> values = rows.Numbers(c);
            for (int row = from + CountFits(values[from..], column); row < values.Length; row++)
            {
                double value = values[row];
                bool fits = double.IsNaN(value) ? column.Nullable : column.Type == ColumnType.Real ? double.IsFinite(value) : value == (int)value;
                if (!fits) return $"Table '{rows.Definition.Name}', column '{column.Name}', row {row - from}: {value:R} is not a value that the column can hold ({column.Type}, {column.Unit}).";
            }
        }
        return null;
    }

    /// <summary>How many numbers from the first on are seen to fit, eight at a time.</summary>
    private static int CountFits(ReadOnlySpan<double> values, ColumnDefinition column)
    {
        Vector512<double> missing = column.Nullable ? Vector512<double>.AllBitsSet : Vector512<double>.Zero;
        int row = 0;
        for (; row + 8 <= values.Length; row += 8)
        {
            Vector512<double> v = Vector512.Create(values[row..]);
            Vector512<double> fits = column.Type == ColumnType.Real
                ? Vector512.LessThanOrEqual(Vector512.Abs(v), Vector512.Create(double.MaxValue))
                : Vector512.Equals(Vector512.Floor(v), v) & Vector512.GreaterThanOrEqual(v, Vector512.Create((double)int.MinValue)) & Vector512.LessThanOrEqual(v, Vector512.Create((double)int.MaxValue));
            // As whole numbers: all bits set are no number, which would equal nothing.
            if ((fits | (~Vector512.Equals(v, v) & missing)).AsUInt64() != Vector512<ulong>.AllBitsSet) break;
        }
        return row;
    }

    // What a column needs while it is written is lent to it: a sweep would otherwise fill the heap of large objects with every shard.
    private static async Task WriteTexts(ParquetRowGroupWriter group, DataField field, int rows, Func<int, string?> text)
    {
        ReadOnlyMemory<char>[] texts = ArrayPool<ReadOnlyMemory<char>>.Shared.Rent(rows);
        try
        {
            for (int row = 0; row < rows; row++) texts[row] = text(row).AsMemory();
            await group.WriteAsync<ReadOnlyMemory<char>>(field, texts.AsMemory(0, rows));
        }
        finally
        {
            ArrayPool<ReadOnlyMemory<char>>.Shared.Return(texts, clearArray: true);
        }
    }

    /// <summary>Writes numbers in the type that they have in the file; where some may be missing, those that are there and which they are.</summary>
    private static Task WriteNumbers<T>(ParquetRowGroupWriter group, DataField field, ReadOnlySpan<double> numbers, bool nullable) where T : struct, INumberBase<T>
    {
        T[] values = ArrayPool<T>.Shared.Rent(numbers.Length);
        int[] there = ArrayPool<int>.Shared.Rent(numbers.Length);
        int count = 0;
        for (int row = 0; row < numbers.Length; row++)
        {
            // Written in any case and kept if it is there.
            values[count] = T.CreateTruncating(numbers[row]);
            there[row] = double.IsNaN(numbers[row]) ? 0 : 1;
            count += there[row];
        }
        return Write(numbers.Length);

        async Task Write(int rows)
        {
            try
            {
                if (nullable) await group.WriteAllPartsAsync<T>(field, values.AsMemory(0, count), there.AsMemory(0, rows), null, CancellationToken.None);
                else await group.WriteAsync<T>(field, values.AsMemory(0, rows));
            }
            finally
            {
                ArrayPool<T>.Shared.Return(values);
                ArrayPool<int>.Shared.Return(there);
            }
        }
    }
}
