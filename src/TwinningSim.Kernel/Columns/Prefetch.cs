using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TwinningSim.Kernel.Columns;

/// <summary>Hints to the processor about what is looked at soon. They change no result, and nothing at all where the processor takes no hints.</summary>
public static class Prefetch
{
    /// <summary>Asks for the line of a value of a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="at">Any number near those of the rows: the row need not exist.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Line<T>(T[] column, int at)
        where T : unmanaged
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(column), at)));
    }

    /// <inheritdoc cref="Line{T}(T[], int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Line<T>(AlignedColumn<T> column, int at)
        where T : unmanaged
    {
        if (Sse.IsSupported) Sse.Prefetch0(column.Pointer + at);
    }
}
