namespace TwinningSim.Kernel.Tables;

/// <summary>Rows of one table on their way to a file: a growable array for each column. Numbers of both kinds are doubles here; a missing number is NaN.</summary>
public sealed class TableBuffer
{
    private readonly double[]?[] _numbers;
    private readonly string?[]?[] _texts;
    private int _capacity;

    /// <summary>An empty buffer.</summary>
    /// <param name="definition">The table.</param>
    /// <param name="capacity">Rows that fit before the buffer has to grow.</param>
    public TableBuffer(TableDefinition definition, int capacity = 256)
    {
        Definition = definition;
        _capacity = Math.Max(1, capacity);
        _numbers = new double[definition.Columns.Length][];
        _texts = new string?[definition.Columns.Length][];
        for (int c = 0; c < definition.Columns.Length; c++)
        {
            if (definition.Columns[c].Type == ColumnType.Text) _texts[c] = new string?[_capacity];
            else _numbers[c] = new double[_capacity];
        }
    }

    /// <summary>The table that the rows belong to.</summary>
    public TableDefinition Definition { get; }

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an empty row (zeros, null texts) and returns its number.</summary>
    public int AddRow()
    {
        if (Count == _capacity) Grow();
        for (int c = 0; c < _numbers.Length; c++)
        {
            if (_numbers[c] is { } numbers) numbers[Count] = 0;
            else _texts[c]![Count] = null;
        }
        return Count++;
    }

    /// <summary>Adds a copy of a row of another buffer of the same table and returns its number.</summary>
    public int AddRow(TableBuffer other, int row)
    {
        int added = AddRow();
        for (int c = 0; c < _numbers.Length; c++)
        {
            if (_numbers[c] is { } numbers) numbers[added] = other._numbers[c]![row];
            else _texts[c]![added] = other._texts[c]![row];
        }
        return added;
    }

    /// <summary>Sets a number of a row.</summary>
    public void Set(int row, int column, double value) => _numbers[column]![row] = value;

    /// <summary>Sets a text of a row.</summary>
    public void Set(int row, int column, string? value) => _texts[column]![row] = value;

    /// <summary>The numbers of a column, one for each row.</summary>
    public ReadOnlySpan<double> Numbers(int column) => _numbers[column].AsSpan(0, Count);

    /// <summary><see cref="Numbers"/> for what waits for a writer.</summary>
    public ReadOnlyMemory<double> NumbersMemory(int column) => _numbers[column].AsMemory(0, Count);

    /// <summary>The texts of a column, one for each row.</summary>
    public ReadOnlySpan<string?> Texts(int column) => _texts[column].AsSpan(0, Count);

    /// <summary>Forgets all rows and keeps the memory.</summary>
    public void Clear() => Truncate(0);

    /// <summary>Forgets the rows from a number on.</summary>
    /// <param name="count">Rows that stay, 0 to <see cref="Count"/>.</param>
    public void Truncate(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)Count, nameof(count));
        Count = count;
    }

    private void Grow()
    {
        _capacity *= 2;
        for (int c = 0; c < _numbers.Length; c++)
        {
            if (_numbers[c] is not null) Array.Resize(ref _numbers[c], _capacity);
            else Array.Resize(ref _texts[c], _capacity);
        }
    }
}
