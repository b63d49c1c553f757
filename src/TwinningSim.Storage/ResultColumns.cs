namespace TwinningSim.Storage;

/// <summary>Columns of numbers as they stand in the files of a table. What a design has in them is put together when it is asked for.</summary>
public sealed class ResultColumns
{
    private readonly Dictionary<string, int> _columns;
    private readonly Dictionary<string, List<(TableColumns File, DesignRows Rows)>> _places = new(StringComparer.Ordinal);

    internal ResultColumns(IReadOnlyList<string> columns, IEnumerable<TableColumns> files)
    {
        _columns = columns.Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i, StringComparer.Ordinal);
        foreach (TableColumns file in files)
        {
            foreach (DesignRows rows in file.Designs)
            {
                if (!_places.TryGetValue(rows.Design, out List<(TableColumns, DesignRows)>? places)) _places.Add(rows.Design, places = []);
                places.Add((file, rows));
            }
        }
    }

    /// <summary>The numbers of a column, in the order of replicates; a missing number is NaN. A design without rows has none.</summary>
    /// <param name="design">Identifier of the design.</param>
    /// <param name="column">Name of one of the columns that were read.</param>
    /// <returns>The caller's own array.</returns>
    public double[] Numbers(string design, string column)
    {
        if (!_places.TryGetValue(design, out List<(TableColumns File, DesignRows Rows)>? places)) return [];
        int c = _columns[column], at = 0;
        double[] numbers = GC.AllocateUninitializedArray<double>(places.Sum(p => p.Rows.Count));
        foreach ((TableColumns file, DesignRows rows) in places)
        {
            ((double[])file.Columns[c]).AsSpan(rows.Start, rows.Count).CopyTo(numbers.AsSpan(at));
            at += rows.Count;
        }
        return numbers;
    }

    internal bool Has(string design) => _places.ContainsKey(design);
}
