using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TwinningSim.Kernel.Randomness;

/// <summary>Eight counters of <see cref="Philox"/> at once: the same words, made in vectors. The plain function stays as its oracle and its measure.</summary>
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
        if (Avx2.IsSupported)
        {
            BlocksAvx2(c0, firstC1, c2, c3, k0, k1, words);
            return;
        }
        for (int lane = 0; lane < 8; lane++)
        {
            PhiloxBlock block = Philox.Block(c0, firstC1 + (uint)lane, c2, c3, k0, k1);
            (words[lane], words[8 + lane], words[16 + lane], words[24 + lane]) = (block.W0, block.W1, block.W2, block.W3);
        }
    }

    private static void BlocksAvx2(uint c0, uint firstC1, uint c2, uint c3, uint k0, uint k1, Span<uint> words)
    {
        Vector256<uint> w0 = Vector256.Create(c0), w1 = Vector256.Create(firstC1) + Vector256<uint>.Indices, w2 = Vector256.Create(c2), w3 = Vector256.Create(c3);
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
        w0.CopyTo(words);
        w1.CopyTo(words[8..]);
        w2.CopyTo(words[16..]);
        w3.CopyTo(words[24..]);
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
}
