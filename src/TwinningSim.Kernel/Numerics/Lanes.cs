using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using TwinningSim.Kernel.Columns;

namespace TwinningSim.Kernel.Numerics;

/// <summary>Moves of eight lanes between single and double precision, and between rows and columns. Every lane gets what the plain conversion of its value gives, on every machine.</summary>
public static class Lanes
{
    /// <summary>Eight neighbouring numbers of a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float[] column, int at) => Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(column), (nuint)at);

    /// <inheritdoc cref="Load(float[], int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(double[] column, int at) => Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(column), (nuint)at);

    /// <summary>Puts eight numbers back into a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, float[] column, int at) => value.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(column), (nuint)at);

    /// <inheritdoc cref="Store(Vector256{float}, float[], int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<double> value, double[] column, int at) => value.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(column), (nuint)at);

    /// <inheritdoc cref="Load(float[], int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<float> Load(AlignedColumn<float> column, int at) => Vector256.Load(column.Pointer + at);

    /// <inheritdoc cref="Load(float[], int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<double> Load(AlignedColumn<double> column, int at) => Vector512.Load(column.Pointer + at);

    /// <inheritdoc cref="Store(Vector256{float}, float[], int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Vector256<float> value, AlignedColumn<float> column, int at) => value.Store(column.Pointer + at);

    /// <inheritdoc cref="Store(Vector256{float}, float[], int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Vector512<double> value, AlignedColumn<double> column, int at) => value.Store(column.Pointer + at);

    /// <summary>One number in the lower eight of sixteen lanes and another in the upper eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Halves(float lower, float upper) => Vector256.Create(lower).ToVector512Unsafe().WithUpper(Vector256.Create(upper));

    /// <summary>
    /// Numbers that are at least the logistic function of <paramref name="x"/> and of everything up to 1/256 above it, and at most about a third more than that from -6 on: enough to see that
    /// sixteen lots are too high, without an exponential. At least 1 for NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SigmoidCeiling(Vector512<float> x)
    {
        Vector512<float> place = (x * Vector512.Create(4f)) + Vector512.Create(24f + (4f / 256));
        // In this order NaN becomes the last place.
        Vector512<int> at = Vector512.ConvertToInt32Native(Vector512.MaxNative(Vector512.MinNative(place, Vector512.Create(31f)), Vector512<float>.Zero));
        ref float ceilings = ref MemoryMarshal.GetArrayDataReference(Ceilings);
        if (Avx512F.IsSupported) return Avx512F.PermuteVar16x32x2(Vector512.LoadUnsafe(ref ceilings), at, Vector512.LoadUnsafe(ref ceilings, 16));
        return LookUp(at);
    }

    private static readonly float[] Ceilings = [.. Enumerable.Range(0, 32).Select(n => n == 31 ? 1.000001f : (float)(PortableMath.Sigmoid(((n + 1) / 4.0) - 6) * 1.000001))];

    internal static Vector512<float> LookUp(Vector512<int> places)
    {
        Span<float> found = stackalloc float[16];
        for (int lane = 0; lane < 16; lane++) found[lane] = Ceilings[places[lane]];
        return Vector512.Create<float>(found);
    }

    /// <summary>Eight bits as a mask of eight double-precision lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MaskOf(uint bits)
    {
        Vector512<ulong> lanes = Vector512.Create(1UL, 2, 4, 8, 16, 32, 64, 128);
        return Vector512.Equals(Vector512.Create((ulong)bits) & lanes, lanes).AsDouble();
    }

    /// <summary>Eight single-precision numbers in double precision: exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Widen(Vector256<float> v)
    {
        if (Avx512F.IsSupported) return Avx512F.ConvertToVector512Double(v);
        (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(v);
        return Vector512.Create(lower, upper);
    }

    /// <summary>Eight double-precision numbers rounded to single precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Narrow(Vector512<double> v)
        => Avx512F.IsSupported ? Avx512F.ConvertToVector256Single(v) : Vector256.Narrow(v.GetLower(), v.GetUpper());

    /// <summary>A mask of eight double-precision lanes (all bits or none) as one of single-precision lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> NarrowMask(Vector512<double> mask)
        => Vector256.Narrow(mask.GetLower().AsUInt64(), mask.GetUpper().AsUInt64()).AsSingle();

    /// <summary>The uniform numbers that stand for eight words of 32 bits, as <see cref="Randomness.Draws.ToUniform"/> makes them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ToUniform(Vector256<uint> bits)
    {
        Vector512<double> whole;
        if (Avx512F.IsSupported) whole = Avx512F.ConvertToVector512Double(bits);
        else
        {
            (Vector256<ulong> lower, Vector256<ulong> upper) = Vector256.Widen(bits);
            whole = Vector512.Create(Vector256.ConvertToDouble(lower), Vector256.ConvertToDouble(upper));
        }
        return (whole + Vector512.Create(0.5)) * Vector512.Create(1.0 / 4294967296.0);
    }

    /// <summary>The sum of eight lanes, always in the same order: halves, quarters, eighths.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumInOrder(Vector256<float> v)
    {
        Vector128<float> four = v.GetLower() + v.GetUpper();
        return four[0] + four[2] + (four[1] + four[3]);
    }

    /// <summary>The sums of eight rows of eight that stand one after the other in a column, each as <see cref="SumInOrder"/> makes it.</summary>
    /// <param name="column">The column.</param>
    /// <param name="at">Where the first row starts.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> SumsOfRows(AlignedColumn<float> column, int at)
    {
        if (!Avx.IsSupported)
        {
            return Vector256.Create(SumInOrder(Load(column, at)), SumInOrder(Load(column, at + 8)), SumInOrder(Load(column, at + 16)), SumInOrder(Load(column, at + 24)),
                SumInOrder(Load(column, at + 32)), SumInOrder(Load(column, at + 40)), SumInOrder(Load(column, at + 48)), SumInOrder(Load(column, at + 56)));
        }
        // Rows 0 to 3 in the lower halves of the register, rows 4 to 7 in the upper ones.
        Vector256<float> a = Halve(column, at, at + 32), b = Halve(column, at + 8, at + 40), c = Halve(column, at + 16, at + 48), d = Halve(column, at + 24, at + 56);
        Vector256<float> ab = Avx.Shuffle(a, b, 0x44) + Avx.Shuffle(a, b, 0xEE), cd = Avx.Shuffle(c, d, 0x44) + Avx.Shuffle(c, d, 0xEE);
        return Avx.Shuffle(ab, cd, 0x88) + Avx.Shuffle(ab, cd, 0xDD);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halve(AlignedColumn<float> column, int one, int other)
    {
        Vector256<float> v = Load(column, one), w = Load(column, other);
        return Avx.Permute2x128(v, w, 0x20) + Avx.Permute2x128(v, w, 0x31);
    }

    /// <summary>Turns eight rows of eight into eight columns: afterwards lane r of v_c is what lane c of v_r was.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(ref Vector512<double> v0, ref Vector512<double> v1, ref Vector512<double> v2, ref Vector512<double> v3,
        ref Vector512<double> v4, ref Vector512<double> v5, ref Vector512<double> v6, ref Vector512<double> v7)
    {
        if (!Avx512F.IsSupported)
        {
            TransposeByLane(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
            return;
        }
        // Pairs of lanes, then quarters of the register, in two steps.
        Vector512<double> a0 = Avx512F.UnpackLow(v0, v1), a1 = Avx512F.UnpackHigh(v0, v1), a2 = Avx512F.UnpackLow(v2, v3), a3 = Avx512F.UnpackHigh(v2, v3);
        Vector512<double> a4 = Avx512F.UnpackLow(v4, v5), a5 = Avx512F.UnpackHigh(v4, v5), a6 = Avx512F.UnpackLow(v6, v7), a7 = Avx512F.UnpackHigh(v6, v7);
        Vector512<double> b0 = Avx512F.Shuffle4x128(a0, a2, 0x88), b1 = Avx512F.Shuffle4x128(a1, a3, 0x88), b2 = Avx512F.Shuffle4x128(a0, a2, 0xDD), b3 = Avx512F.Shuffle4x128(a1, a3, 0xDD);
        Vector512<double> b4 = Avx512F.Shuffle4x128(a4, a6, 0x88), b5 = Avx512F.Shuffle4x128(a5, a7, 0x88), b6 = Avx512F.Shuffle4x128(a4, a6, 0xDD), b7 = Avx512F.Shuffle4x128(a5, a7, 0xDD);
        v0 = Avx512F.Shuffle4x128(b0, b4, 0x88);
        v1 = Avx512F.Shuffle4x128(b1, b5, 0x88);
        v2 = Avx512F.Shuffle4x128(b2, b6, 0x88);
        v3 = Avx512F.Shuffle4x128(b3, b7, 0x88);
        v4 = Avx512F.Shuffle4x128(b0, b4, 0xDD);
        v5 = Avx512F.Shuffle4x128(b1, b5, 0xDD);
        v6 = Avx512F.Shuffle4x128(b2, b6, 0xDD);
        v7 = Avx512F.Shuffle4x128(b3, b7, 0xDD);
    }

    internal static void TransposeByLane(ref Vector512<double> v0, ref Vector512<double> v1, ref Vector512<double> v2, ref Vector512<double> v3,
        ref Vector512<double> v4, ref Vector512<double> v5, ref Vector512<double> v6, ref Vector512<double> v7)
    {
        Span<double> rows = stackalloc double[64];
        v0.CopyTo(rows);
        v1.CopyTo(rows[8..]);
        v2.CopyTo(rows[16..]);
        v3.CopyTo(rows[24..]);
        v4.CopyTo(rows[32..]);
        v5.CopyTo(rows[40..]);
        v6.CopyTo(rows[48..]);
        v7.CopyTo(rows[56..]);
        v0 = Column(rows, 0);
        v1 = Column(rows, 1);
        v2 = Column(rows, 2);
        v3 = Column(rows, 3);
        v4 = Column(rows, 4);
        v5 = Column(rows, 5);
        v6 = Column(rows, 6);
        v7 = Column(rows, 7);
    }

    private static Vector512<double> Column(ReadOnlySpan<double> rows, int c)
        => Vector512.Create(rows[c], rows[8 + c], rows[16 + c], rows[24 + c], rows[32 + c], rows[40 + c], rows[48 + c], rows[56 + c]);
}
