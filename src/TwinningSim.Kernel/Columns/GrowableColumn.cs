namespace TwinningSim.Kernel.Columns;

/// <summary>
/// A column whose number of rows changes: an array that grows by doubling and never gives memory back, so that a replicate after the first one allocates nothing.
/// Columns of one table are kept in step by calling the same method with the same argument on each.
/// </summary>
/// <typeparam name="T">A plain value.</typeparam>
/// <param name="capacity">Rows that fit before the column has to grow, 0 or more.</param>
public sealed class GrowableColumn<T>(int capacity = 16)
    where T : unmanaged
{
    private T[] _values = new T[capacity];

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Rows that fit before the column has to grow.</summary>
    public int Capacity => _values.Length;

    /// <summary>The value of a row, to read or to change in place. The reference is stale after the next <see cref="Add"/>.</summary>
    /// <param name="row">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ref T this[int row]
    {
        get
        {
            if ((uint)row >= (uint)Count) ThrowNoRow(row);
            return ref _values[row];
        }
    }

    /// <summary>All rows; stale after the next <see cref="Add"/>.</summary>
    public Span<T> Span => new(_values, 0, Count);

    /// <summary>Appends a value and returns its row.</summary>
    public int Add(T value)
    {
        if (Count == _values.Length) Array.Resize(ref _values, Math.Max(4, Count * 2));
        _values[Count] = value;
        return Count++;
    }

    /// <summary>Forgets all rows and keeps the memory.</summary>
    public void Clear() => Count = 0;

    /// <summary>Removes one row at once by moving the last row into its place: the order changes.</summary>
    /// <param name="row">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public void RemoveBySwap(int row)
    {
        if ((uint)row >= (uint)Count) ThrowNoRow(row);
        _values[row] = _values[--Count];
    }

    /// <summary>Keeps the marked rows and removes all others: the order stays. Takes a pass over the whole column, so mark first and compact once.</summary>
    /// <param name="keep">One mark for each row.</param>
    /// <exception cref="ArgumentException">There are more or fewer marks than rows.</exception>
    public void Compact(ReadOnlySpan<bool> keep)
    {
        if (keep.Length != Count) throw new ArgumentException($"There are {keep.Length} marks for {Count} rows.", nameof(keep));
        int kept = 0;
        for (int row = 0; row < keep.Length; row++)
        {
            if (keep[row]) _values[kept++] = _values[row];
        }
        Count = kept;
    }

    private void ThrowNoRow(int row) => throw new ArgumentOutOfRangeException(nameof(row), row, $"The column has {Count} rows.");
}
