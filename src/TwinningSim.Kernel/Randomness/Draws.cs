using System.Runtime.CompilerServices;
using TwinningSim.Kernel.Numerics;

namespace TwinningSim.Kernel.Randomness;

/// <summary>
/// The random numbers of one replicate. Stateless: a draw is a pure function of (seed, replicate, purpose, agent, month, index), so that neither threads nor
/// the order of visits nor the other draws of a run can change it.
/// </summary>
/// <remarks>
/// The key is the seed. The counter is (agent div 4, index, purpose : 8 bits | month : 12 bits | block : 12 bits, replicate), and word (agent mod 4) of that block is the
/// draw. So one block serves four neighbouring agents, which is what lets a vector loop make the very same numbers eight at a time.
/// </remarks>
public readonly record struct Draws(ulong Seed, uint Replicate)
{
    /// <summary>The largest month that a key can hold.</summary>
    public const int MaxMonth = 4095;

    /// <summary>32 random bits.</summary>
    /// <param name="purpose">What the draw is for.</param>
    /// <param name="agent">Who draws: 0 or more.</param>
    /// <param name="month">When: 0 to <see cref="MaxMonth"/>.</param>
    /// <param name="index">Which of the agent's draws of that month.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Bits(DrawPurpose purpose, int agent, int month, int index = 0)
        => Block(purpose, agent >> 2, month, index)[agent];

    /// <summary>The block of four agents 4g .. 4g+3; word w belongs to agent 4g+w.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PhiloxBlock Block(DrawPurpose purpose, int agentGroup, int month, int index)
        => Philox.Block((uint)agentGroup, (uint)index, ((uint)purpose.Code << 24) | ((uint)month << 12), Replicate, (uint)Seed, (uint)(Seed >> 32));

    /// <summary>The words of four agents 4g .. 4g+3 at eight indices: the word of agent 4g+w at firstIndex+l is words[8 w + l]. The same as <see cref="Bits"/>, made in vectors.</summary>
    /// <param name="purpose">What the draws are for.</param>
    /// <param name="agentGroup">g.</param>
    /// <param name="month">When.</param>
    /// <param name="firstIndex">The first of the eight indices.</param>
    /// <param name="words">Room for 32 words.</param>
    public void Words(DrawPurpose purpose, int agentGroup, int month, int firstIndex, Span<uint> words)
        => PhiloxVector.Blocks((uint)agentGroup, (uint)firstIndex, ((uint)purpose.Code << 24) | ((uint)month << 12), Replicate, (uint)Seed, (uint)(Seed >> 32), words);

    /// <summary>The words of eight agents 4g .. 4g+7, as two calls of <see cref="Words"/> would make them: the word of agent 4g+w at firstIndex+l is words[8 w + l].</summary>
    /// <param name="purpose">What the draws are for.</param>
    /// <param name="agentGroup">g.</param>
    /// <param name="month">When.</param>
    /// <param name="firstIndex">The first of the eight indices.</param>
    /// <param name="words">Room for 64 words.</param>
    public void WordsOfEight(DrawPurpose purpose, int agentGroup, int month, int firstIndex, Span<uint> words)
        => PhiloxVector.PairOfBlocks((uint)agentGroup, (uint)firstIndex, ((uint)purpose.Code << 24) | ((uint)month << 12), Replicate, (uint)Seed, (uint)(Seed >> 32), words);

    /// <summary>The words of 32 agents 4g .. 4g+31 at one index, in their order. The same as <see cref="Bits"/>, made in vectors.</summary>
    /// <param name="purpose">What the draws are for.</param>
    /// <param name="agentGroup">g.</param>
    /// <param name="month">When.</param>
    /// <param name="index">Which of the agents' draws of that month.</param>
    /// <param name="words">Room for 32 words.</param>
    public void WordsOfAgents(DrawPurpose purpose, int agentGroup, int month, int index, Span<uint> words)
        => PhiloxVector.Row((uint)agentGroup, (uint)index, ((uint)purpose.Code << 24) | ((uint)month << 12), Replicate, (uint)Seed, (uint)(Seed >> 32), words);

    /// <summary>A uniform number strictly between 0 and 1: (bits + 1/2) / 2^32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Uniform(DrawPurpose purpose, int agent, int month, int index = 0) => ToUniform(Bits(purpose, agent, month, index));

    /// <summary>True with the given probability.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Happens(double probability, DrawPurpose purpose, int agent, int month, int index = 0)
        => Uniform(purpose, agent, month, index) < probability;

    /// <summary>A standard normal number, by inversion of one uniform.</summary>
    public double Normal(DrawPurpose purpose, int agent, int month, int index = 0) => Distributions.NormalQuantile(Uniform(purpose, agent, month, index));

    /// <summary>A whole number from 0 to <paramref name="count"/> - 1, by multiplication.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Below(int count, DrawPurpose purpose, int agent, int month, int index = 0)
        => ToBelow(Bits(purpose, agent, month, index), count);

    /// <summary>As many numbers as a rejection sampler may need, all from one key.</summary>
    public DrawStream Stream(DrawPurpose purpose, int agent, int month, int index = 0) => new(this, purpose, agent, month, index);

    /// <summary>The whole number from 0 to <paramref name="count"/> - 1 that stands for 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ToBelow(uint bits, int count) => (int)(((ulong)bits * (uint)count) >> 32);

    /// <summary>The uniform number that stands for 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToUniform(uint bits) => (bits + 0.5) * (1.0 / 4294967296.0);
}
