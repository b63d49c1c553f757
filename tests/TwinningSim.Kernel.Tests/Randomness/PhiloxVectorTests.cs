using CsCheck;
using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Kernel.Tests.Randomness;

public class PhiloxVectorTests
{
    [Fact]
    public void Vectors_make_the_words_of_the_plain_function()
        => Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt).Sample((c0, c1, c2, c3, k0, k1) =>
        {
            var words = new uint[32];
            PhiloxVector.Blocks(c0, c1, c2, c3, k0, k1, words);
            for (int lane = 0; lane < 8; lane++)
            {
                PhiloxBlock block = Philox.Block(c0, unchecked(c1 + (uint)lane), c2, c3, k0, k1);
                for (int w = 0; w < 4; w++) Assert.Equal(block[w], words[(8 * w) + lane]);
            }
        });

    [Fact]
    public void Words_of_four_agents_at_eight_indices_are_their_single_draws()
    {
        var draws = new Draws(0xDEADBEEFCAFEUL, 17);
        var words = new uint[32];
        draws.Words(new DrawPurpose(9), 21, 33, 8, words);
        for (int w = 0; w < 4; w++)
        {
            for (int l = 0; l < 8; l++) Assert.Equal(draws.Bits(new DrawPurpose(9), (4 * 21) + w, 33, 8 + l), words[(8 * w) + l]);
        }
    }

    [Fact]
    public void A_pair_of_blocks_is_two_of_them_and_a_row_has_the_words_of_neighbouring_agents_in_their_order()
        => Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt).Sample((c0, c1, c2, c3, k0, k1) =>
        {
            uint[] pair = new uint[64], first = new uint[32], second = new uint[32], row = new uint[32];
            PhiloxVector.PairOfBlocks(c0, c1, c2, c3, k0, k1, pair);
            PhiloxVector.Blocks(c0, c1, c2, c3, k0, k1, first);
            PhiloxVector.Blocks(unchecked(c0 + 1), c1, c2, c3, k0, k1, second);
            Assert.Equal([.. first, .. second], pair);
            PhiloxVector.Row(c0, c1, c2, c3, k0, k1, row);
            for (int n = 0; n < 32; n++) Assert.Equal(Philox.Block(unchecked(c0 + (uint)(n / 4)), c1, c2, c3, k0, k1)[n], row[n]);
        });

    [Fact]
    public void Words_of_eight_and_of_32_agents_are_their_single_draws()
    {
        var draws = new Draws(0xDEADBEEFCAFEUL, 17);
        uint[] eight = new uint[64], row = new uint[32];
        draws.WordsOfEight(new DrawPurpose(9), 22, 33, 8, eight);
        draws.WordsOfAgents(new DrawPurpose(9), 24, 33, 5, row);
        for (int w = 0; w < 8; w++)
        {
            for (int l = 0; l < 8; l++) Assert.Equal(draws.Bits(new DrawPurpose(9), (4 * 22) + w, 33, 8 + l), eight[(8 * w) + l]);
        }
        for (int w = 0; w < 32; w++) Assert.Equal(draws.Bits(new DrawPurpose(9), (4 * 24) + w, 33, 5), row[w]);
    }
}
