using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TwinningSim.Kernel.Columns;

/// <summary>
/// A column that begins at the start of a cache line and never moves: a row of eight floats never straddles two lines, nor does a line of 64 bytes. That halves the misses of reads in random
/// order and the work of reads and writes of whole lines.
/// </summary>
/// <typeparam name="T">A plain value.</typeparam>
public sealed unsafe class AlignedColumn<T>
    where T : unmanaged
{
    private const int Line = 64;

    private readonly T[] _memory;
    private readonly int _first;

    /// <summary>A column of zeros.</summary>
    /// <param name="length">Number of values, 0 or more.</param>
    public AlignedColumn(int length)
    {
        Length = length;
        // Pinned for as long as it lives, and a line longer than asked for, so that an aligned part of the wanted length lies inside.
        _memory = GC.AllocateArray<T>(length + (Line / sizeof(T)), pinned: true);
        nint start = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory));
        _first = (int)((-start & (Line - 1)) / sizeof(T));
        Pointer = (T*)start + _first;
    }

    /// <summary>Number of values.</summary>
    public int Length { get; }

    /// <summary>All values.</summary>
    public Span<T> Span => _memory.AsSpan(_first, Length);

    /// <summary>The first value; valid as long as the column is alive.</summary>
    internal T* Pointer { get; }

    /// <summary>A value, to read or to change in place; valid as long as the column is alive.</summary>
    /// <param name="row">0 to <see cref="Length"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ref T this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)row >= (uint)Length) ThrowNoRow(row);
            return ref Pointer[row];
        }
    }

    /// <summary>The values from a row on.</summary>
    /// <param name="start">0 to <see cref="Length"/>.</param>
    public Span<T> AsSpan(int start) => Span[start..];

    /// <summary>Some values.</summary>
    /// <param name="start">0 to <see cref="Length"/>.</param>
    /// <param name="length">How many.</param>
    public Span<T> AsSpan(int start, int length) => Span.Slice(start, length);

    private void ThrowNoRow(int row) => throw new ArgumentOutOfRangeException(nameof(row), row, $"The column has {Length} values.");
}
