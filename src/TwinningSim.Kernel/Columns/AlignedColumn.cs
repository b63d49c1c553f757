using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TwinningSim.Kernel.Columns;

/// <summary>A column of floats that begins at the start of a cache line and never moves: a row of eight never straddles two lines, which halves the misses of reads in random order.</summary>
public sealed unsafe class AlignedColumn
{
    private const int Line = 64;

    private readonly float[] _memory;
    private readonly int _first;

    /// <summary>A column of zeros.</summary>
    /// <param name="length">Number of floats, 0 or more.</param>
    public AlignedColumn(int length)
    {
        Length = length;
        // Pinned for as long as it lives, and a line longer than asked for, so that an aligned part of the wanted length lies inside.
        _memory = GC.AllocateArray<float>(length + (Line / sizeof(float)), pinned: true);
        nint start = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory));
        _first = (int)((-start & (Line - 1)) / sizeof(float));
    }

    /// <summary>Number of floats.</summary>
    public int Length { get; }

    /// <summary>All floats.</summary>
    public Span<float> Span => _memory.AsSpan(_first, Length);

    /// <summary>The first float; valid as long as the column is alive.</summary>
    internal float* Pointer => (float*)Unsafe.AsPointer(ref _memory[_first]);
}
