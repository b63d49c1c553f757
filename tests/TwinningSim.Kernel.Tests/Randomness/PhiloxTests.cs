using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Kernel.Tests.Randomness;

public sealed class PhiloxTests
{
    /// <summary>The known answers for philox4x32-10 that its authors publish with the Random123 library (kat_vectors).</summary>
    [Theory]
    [InlineData(0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8)]
    [InlineData(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd)]
    [InlineData(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1)]
    public void The_published_known_answers_come_out(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint w0, uint w1, uint w2, uint w3)
        => Assert.Equal(new PhiloxBlock(w0, w1, w2, w3), Philox.Block(c0, c1, c2, c3, k0, k1));

    [Fact]
    public void A_block_is_indexed_by_the_two_lowest_bits()
    {
        var block = new PhiloxBlock(10, 11, 12, 13);
        Assert.Equal([10u, 11, 12, 13, 10, 13], new[] { 0, 1, 2, 3, 4, 1_000_003 }.Select(i => block[i]));
    }
}
