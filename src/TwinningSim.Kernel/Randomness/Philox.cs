using System.Runtime.CompilerServices;

namespace TwinningSim.Kernel.Randomness;

/// <summary>
/// Philox 4x32-10, a counter-based generator: 128 bits of counter and 64 bits of key give 128 random bits, with no state in between.
/// Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
/// </summary>
public static class Philox
{
    internal const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57, Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;

    /// <summary>The four words of one counter under one key.</summary>
    /// <returns>Four 32-bit words, each uniform over its whole range.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PhiloxBlock Block(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        // Ten rounds written out: the JIT does not unroll the loop by itself.
        Round(ref c0, ref c1, ref c2, ref c3, k0, k1);
        Round(ref c0, ref c1, ref c2, ref c3, k0 += Weyl0, k1 += Weyl1);
        Round(ref c0, ref c1, ref c2, ref c3, k0 += Weyl0, k1 += Weyl1);
        Round(ref c0, ref c1, ref c2, ref c3, k0 += Weyl0, k1 += Weyl1);
        Round(ref c0, ref c1, ref c2, ref c3, k0 += Weyl0, k1 += Weyl1);
        Round(ref c0, ref c1, ref c2, ref c3, k0 += Weyl0, k1 += Weyl1);
        Round(ref c0, ref c1, ref c2, ref c3, k0 += Weyl0, k1 += Weyl1);
        Round(ref c0, ref c1, ref c2, ref c3, k0 += Weyl0, k1 += Weyl1);
        Round(ref c0, ref c1, ref c2, ref c3, k0 += Weyl0, k1 += Weyl1);
        Round(ref c0, ref c1, ref c2, ref c3, k0 + Weyl0, k1 + Weyl1);
        return new PhiloxBlock(c0, c1, c2, c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref uint c0, ref uint c1, ref uint c2, ref uint c3, uint k0, uint k1)
    {
        ulong product0 = (ulong)Multiplier0 * c0, product1 = (ulong)Multiplier1 * c2;
        c0 = (uint)(product1 >> 32) ^ c1 ^ k0;
        c2 = (uint)(product0 >> 32) ^ c3 ^ k1;
        c1 = (uint)product1;
        c3 = (uint)product0;
    }
}

/// <summary>128 random bits as four words.</summary>
public readonly record struct PhiloxBlock(uint W0, uint W1, uint W2, uint W3)
{
    /// <summary>The word at <paramref name="index"/>, 0 to 3; only its two lowest bits count.</summary>
    public uint this[int index] => (index & 3) switch { 0 => W0, 1 => W1, 2 => W2, _ => W3 };
}
