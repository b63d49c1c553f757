using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TwinningSim.Kernel.Randomness;

/// <summary>Many counters of <see cref="Philox"/> at once: the same words, made in vectors. The plain function stays as its oracle and its measure.</summary>
public static class PhiloxVector
{
    /// <summary>Blocks of the counters (c0, firstC1 + lane, c2, c3), lane 0 to 7. Word w of lane l goes to words[8 w + l].</summary>
    /// <param name="c0">First word of all counters.</param>
    /// <param name="firstC1">Second word of the first counter.</param>
    /// <param name="c2">Third word of all counters.</param>
    /// <param name="c3">Fourth word of all counters.</param>
    /// <param name="k0">First word of the key.</param>
    /// <param name="k1">Second word of the key.</param>
    /// <param name="words">Room for 32 words.</param>
    public static void Blocks(uint c0, uint firstC1, uint c2, uint c3, uint k0, uint k1, Span<uint> words)
    {
        words = words[..32];
        if (Avx2.IsSupported)
        {
            Vector256<uint> w0 = Vector256.Create(c0), w1 = Vector256.Create(firstC1) + Vector256<uint>.Indices, w2 = Vector256.Create(c2), w3 = Vector256.Create(c3);
            Rounds(ref w0, ref w1, ref w2, ref w3, k0, k1);
            w0.CopyTo(words);
            w1.CopyTo(words[8..]);
            w2.CopyTo(words[16..]);
            w3.CopyTo(words[24..]);
            return;
        }
        for (int lane = 0; lane < 8; lane++)
        {
            PhiloxBlock block = Philox.Block(c0, firstC1 + (uint)lane, c2, c3, k0, k1);
            (words[lane], words[8 + lane], words[16 + lane], words[24 + lane]) = (block.W0, block.W1, block.W2, block.W3);
        }
    }

    /// <summary>The blocks of c0 and of c0 + 1, each as <see cref="Blocks"/> makes it, one after the other.</summary>
    /// <param name="c0">First word of the first eight counters.</param>
    /// <param name="firstC1">Second word of the first counter.</param>
    /// <param name="c2">Third word of all counters.</param>
    /// <param name="c3">Fourth word of all counters.</param>
    /// <param name="k0">First word of the key.</param>
    /// <param name="k1">Second word of the key.</param>
    /// <param name="words">Room for 64 words.</param>
    public static void PairOfBlocks(uint c0, uint firstC1, uint c2, uint c3, uint k0, uint k1, Span<uint> words)
    {
        words = words[..64];
        if (Avx512F.IsSupported)
        {
            Vector256<uint> eight = Vector256.Create(firstC1) + Vector256<uint>.Indices;
            Vector512<uint> w0 = Vector512.Create(Vector256.Create(c0), Vector256.Create(c0 + 1)), w1 = Vector512.Create(eight, eight), w2 = Vector512.Create(c2), w3 = Vector512.Create(c3);
            Rounds(ref w0, ref w1, ref w2, ref w3, k0, k1);
            Avx512F.Shuffle4x128(w0, w1, 0x44).CopyTo(words);
            Avx512F.Shuffle4x128(w2, w3, 0x44).CopyTo(words[16..]);
            Avx512F.Shuffle4x128(w0, w1, 0xEE).CopyTo(words[32..]);
            Avx512F.Shuffle4x128(w2, w3, 0xEE).CopyTo(words[48..]);
            return;
        }
        Blocks(c0, firstC1, c2, c3, k0, k1, words);
        Blocks(c0 + 1, firstC1, c2, c3, k0, k1, words[32..]);
    }

    /// <summary>Blocks of the counters (firstC0 + n, c1, c2, c3), n = 0 to 7. Word w of block n goes to words[4 n + w]: the words of 32 neighbouring agents in their order.</summary>
    /// <param name="firstC0">First word of the first counter.</param>
    /// <param name="c1">Second word of all counters.</param>
    /// <param name="c2">Third word of all counters.</param>
    /// <param name="c3">Fourth word of all counters.</param>
    /// <param name="k0">First word of the key.</param>
    /// <param name="k1">Second word of the key.</param>
    /// <param name="words">Room for 32 words.</param>
    public static void Row(uint firstC0, uint c1, uint c2, uint c3, uint k0, uint k1, Span<uint> words)
    {
        words = words[..32];
        if (Avx2.IsSupported)
        {
            Vector256<uint> w0 = Vector256.Create(firstC0) + Vector256<uint>.Indices, w1 = Vector256.Create(c1), w2 = Vector256.Create(c2), w3 = Vector256.Create(c3);
            Rounds(ref w0, ref w1, ref w2, ref w3, k0, k1);
            // A transposition of eight rows of four: pairs of words, then of pairs, then the two halves of 128 bits.
            Vector256<ulong> low01 = Avx2.UnpackLow(w0, w1).AsUInt64(), high01 = Avx2.UnpackHigh(w0, w1).AsUInt64();
            Vector256<ulong> low23 = Avx2.UnpackLow(w2, w3).AsUInt64(), high23 = Avx2.UnpackHigh(w2, w3).AsUInt64();
            Vector256<ulong> n04 = Avx2.UnpackLow(low01, low23), n15 = Avx2.UnpackHigh(low01, low23), n26 = Avx2.UnpackLow(high01, high23), n37 = Avx2.UnpackHigh(high01, high23);
            Avx2.Permute2x128(n04, n15, 0x20).AsUInt32().CopyTo(words);
            Avx2.Permute2x128(n26, n37, 0x20).AsUInt32().CopyTo(words[8..]);
            Avx2.Permute2x128(n04, n15, 0x31).AsUInt32().CopyTo(words[16..]);
            Avx2.Permute2x128(n26, n37, 0x31).AsUInt32().CopyTo(words[24..]);
            return;
        }
        for (int n = 0; n < 8; n++)
        {
            PhiloxBlock block = Philox.Block(firstC0 + (uint)n, c1, c2, c3, k0, k1);
            (words[4 * n], words[(4 * n) + 1], words[(4 * n) + 2], words[(4 * n) + 3]) = (block.W0, block.W1, block.W2, block.W3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rounds(ref Vector256<uint> w0, ref Vector256<uint> w1, ref Vector256<uint> w2, ref Vector256<uint> w3, uint k0, uint k1)
    {
        for (int round = 0; round < 10; round++)
        {
            (Vector256<uint> high0, Vector256<uint> low0) = Multiply(w0, Philox.Multiplier0);
            (Vector256<uint> high1, Vector256<uint> low1) = Multiply(w2, Philox.Multiplier1);
            w0 = high1 ^ w1 ^ Vector256.Create(k0);
            w2 = high0 ^ w3 ^ Vector256.Create(k1);
            w1 = low1;
            w3 = low0;
            k0 += Philox.Weyl0;
            k1 += Philox.Weyl1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rounds(ref Vector512<uint> w0, ref Vector512<uint> w1, ref Vector512<uint> w2, ref Vector512<uint> w3, uint k0, uint k1)
    {
        for (int round = 0; round < 10; round++)
        {
            (Vector512<uint> high0, Vector512<uint> low0) = Multiply(w0, Philox.Multiplier0);
            (Vector512<uint> high1, Vector512<uint> low1) = Multiply(w2, Philox.Multiplier1);
            w0 = high1 ^ w1 ^ Vector512.Create(k0);
            w2 = high0 ^ w3 ^ Vector512.Create(k1);
            w1 = low1;
            w3 = low0;
            k0 += Philox.Weyl0;
            k1 += Philox.Weyl1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<uint> High, Vector256<uint> Low) Multiply(Vector256<uint> a, uint multiplier)
    {
        Vector256<uint> m = Vector256.Create(multiplier);
        Vector256<uint> even = Avx2.Multiply(a, m).AsUInt32(), odd = Avx2.Multiply(Avx2.ShiftRightLogical(a.AsUInt64(), 32).AsUInt32(), m).AsUInt32();
        // Lanes of 64-bit products: low words sit in the even, high words in the odd places.
        Vector256<uint> low = Avx2.Blend(even, Avx2.ShiftLeftLogical(odd.AsUInt64(), 32).AsUInt32(), 0b10101010);
        Vector256<uint> high = Avx2.Blend(Avx2.ShiftRightLogical(even.AsUInt64(), 32).AsUInt32(), odd, 0b10101010);
        return (high, low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<uint> High, Vector512<uint> Low) Multiply(Vector512<uint> a, uint multiplier)
    {
        Vector512<uint> m = Vector512.Create(multiplier), odds = Vector512.Create(0xFFFFFFFF00000000UL).AsUInt32();
        Vector512<uint> even = Avx512F.Multiply(a, m).AsUInt32(), odd = Avx512F.Multiply(Avx512F.ShiftRightLogical(a.AsUInt64(), 32).AsUInt32(), m).AsUInt32();
        Vector512<uint> low = a * m;
        Vector512<uint> high = Vector512.ConditionalSelect(odds, odd, Avx512F.ShiftRightLogical(even.AsUInt64(), 32).AsUInt32());
        return (high, low);
    }
}
