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
}
