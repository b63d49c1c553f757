using BenchmarkDotNet.Attributes;
using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Benchmarks;

/// <summary>Time for one word of 32 random bits. The baseline is the plain draw, one block for each word.</summary>
public class RandomNumbers
{
    private const int Agents = 4096;
    private static readonly DrawPurpose Purpose = new(1);
    private readonly Draws _draws = new(20070226, 3);
    private readonly uint[] _words = new uint[32];

    [Benchmark(Baseline = true, OperationsPerInvoke = Agents)]
    public uint One_word_of_a_block()
    {
        uint sum = 0;
        for (int i = 0; i < Agents; i++) sum += _draws.Bits(Purpose, i, 5);
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Agents)]
    public uint Four_words_of_a_block()
    {
        uint sum = 0;
        for (int group = 0; group < Agents / 4; group++)
        {
            PhiloxBlock block = _draws.Block(Purpose, group, 5, 0);
            sum += block.W0 + block.W1 + block.W2 + block.W3;
        }
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Agents)]
    public uint Eight_blocks_in_vectors()
    {
        uint sum = 0;
        for (int group = 0; group < Agents / 32; group++)
        {
            _draws.Words(Purpose, group, 5, 0, _words);
            sum += _words[0] + _words[31];
        }
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Agents)]
    public double One_normal_number()
    {
        double sum = 0;
        for (int i = 0; i < Agents; i++) sum += _draws.Normal(Purpose, i, 5);
        return sum;
    }
}
