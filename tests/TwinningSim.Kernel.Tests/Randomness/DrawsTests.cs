using CsCheck;
using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Kernel.Tests.Randomness;

public sealed class DrawsTests
{
    private static readonly Draws Draws = new(0x0123456789ABCDEF, 9);
    private static readonly DrawPurpose Purpose = new(7), Other = new(8);

    /// <summary>Agent, month and index of a draw.</summary>
    private static readonly Gen<(int Agent, int Month, int Index)> Keys = Gen.Select(Gen.Int[0, 2_000_000], Gen.Int[0, Draws.MaxMonth], Gen.Int[0, 1000]);

    [Fact]
    public void The_key_is_laid_out_as_documented()
    {
        // Agent 13 = word 1 of group 3. A change here changes every result that was ever published.
        Assert.Equal(Philox.Block(3, 2, (7u << 24) | (5u << 12), 9, 0x89ABCDEF, 0x01234567).W1, Draws.Bits(Purpose, 13, 5, 2));
    }

    [Fact]
    public void Four_neighbouring_agents_share_a_block_and_each_has_a_word_of_its_own()
        => Keys.Sample(k => Assert.Equal(Draws.Block(Purpose, k.Agent / 4, k.Month, k.Index)[k.Agent % 4], Draws.Bits(Purpose, k.Agent, k.Month, k.Index)));

    [Fact]
    public void Different_keys_give_different_numbers()
    {
        // 2^15 numbers of 32 bits: 1/8 of a pair is equal by chance on average; more than 5 with a probability below 1e-8 (Poisson). A coordinate that is ignored gives thousands.
        var numbers = new List<uint>();
        for (int agent = 0; agent < 16; agent++)
        {
            for (int month = 0; month < 8; month++)
            {
                for (int index = 0; index < 8; index++)
                {
                    for (uint replicate = 0; replicate < 4; replicate++)
                    {
                        for (byte purpose = 0; purpose < 4; purpose++)
                        {
                            numbers.Add(new Draws(1, replicate).Bits(new DrawPurpose(purpose), agent, month, index));
                            numbers.Add(new Draws(1UL << 40, replicate).Bits(new DrawPurpose(purpose), agent, month, index));
                        }
                    }
                }
            }
        }
        Assert.Equal(32_768, numbers.Count);
        Assert.InRange(numbers.Count - numbers.Distinct().Count(), 0, 5);
    }

    [Theory]
    [InlineData(0u, 1.1641532182693481e-10)]
    [InlineData(0x80000000u, 0.50000000011641532)]
    [InlineData(uint.MaxValue, 0.99999999988358468)]
    public void A_uniform_number_lies_in_the_middle_of_its_cell_and_so_strictly_between_0_and_1(uint bits, double expected)
    {
        Assert.Equal(expected, Draws.ToUniform(bits));
        Assert.InRange(Draws.ToUniform(bits), double.Epsilon, 1 - 1e-16);
    }

    [Fact]
    public void Uniform_is_made_from_the_bits_of_the_same_key()
        => Keys.Sample(k => Assert.Equal(Draws.ToUniform(Draws.Bits(Purpose, k.Agent, k.Month, k.Index)), Draws.Uniform(Purpose, k.Agent, k.Month, k.Index)));

    [Fact]
    public void What_has_probability_0_never_happens_and_what_has_1_always_does()
        => Keys.Sample(k => Assert.True(!Draws.Happens(0, Purpose, k.Agent, k.Month, k.Index) && Draws.Happens(1, Purpose, k.Agent, k.Month, k.Index)));

    [Fact]
    public void An_event_happens_as_often_as_its_probability_says()
        // Hoeffding: off by more than 0.0084 with a probability below 2 exp(-2 * 100,000 * 0.0084^2) = 1.5e-6.
        => Assert.Equal(0.3, Enumerable.Range(0, 100_000).Count(i => Draws.Happens(0.3, Purpose, i, 1)) / 100_000.0, 0.0084);

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(800)]
    public void A_whole_number_below_a_count_is_any_of_them_with_equal_chance(int count)
    {
        if (count == 1) Assert.Equal(0, Draws.Below(1, Purpose, 3, 4));
        else Statistics.AssertEquallyLikely(count, 200_000, i => Draws.Below(count, Purpose, i, 2));
    }

    [Fact]
    public void Uniform_numbers_fill_the_unit_interval_evenly_along_every_coordinate()
    {
        static int Cell(double u) => (int)(u * 1024);
        Statistics.AssertEquallyLikely(1024, 400_000, i => Cell(Draws.Uniform(Purpose, i, 0)));
        Statistics.AssertEquallyLikely(1024, 400_000, i => Cell(Draws.Uniform(Purpose, i >> 12, i & 4095)));
        Statistics.AssertEquallyLikely(1024, 400_000, i => Cell(Draws.Uniform(Purpose, 5, 0, i)));
        Statistics.AssertEquallyLikely(1024, 400_000, i => Cell(new Draws(1, (uint)i).Uniform(Purpose, 5, 0)));
        Statistics.AssertEquallyLikely(1024, 400_000, i => Cell(new Draws((ulong)i, 0).Uniform(Purpose, 5, 0)));
    }

    /// <summary>Pairs of draws whose keys differ in one coordinate fall evenly on a 32 x 32 grid. One test for each coordinate, each with the error probability of the others.</summary>
    [Fact]
    public void Draws_of_neighbouring_keys_are_independent()
    {
        static int Cell(double u, double v) => ((int)(u * 32) * 32) + (int)(v * 32);
        double Base(int i) => Draws.Uniform(Purpose, 4 * i, 20, 3);
        Statistics.AssertEquallyLikely(1024, 300_000, i => Cell(Base(i), Draws.Uniform(Other, 4 * i, 20, 3)));
        Statistics.AssertEquallyLikely(1024, 300_000, i => Cell(Base(i), Draws.Uniform(Purpose, (4 * i) + 1, 20, 3)));
        Statistics.AssertEquallyLikely(1024, 300_000, i => Cell(Base(i), Draws.Uniform(Purpose, 4 * i, 21, 3)));
        Statistics.AssertEquallyLikely(1024, 300_000, i => Cell(Base(i), Draws.Uniform(Purpose, 4 * i, 20, 4)));
        Statistics.AssertEquallyLikely(1024, 300_000, i => Cell(Base(i), new Draws(Draws.Seed, 10).Uniform(Purpose, 4 * i, 20, 3)));
        Statistics.AssertEquallyLikely(1024, 300_000, i => Cell(Base(i), Draws.Stream(Purpose, 4 * i, 20, 3).NextUniform()));
    }

    [Fact]
    public void A_stream_gives_the_words_of_its_key_one_after_the_other_and_never_those_of_the_single_draws()
        => Keys.Sample(k =>
        {
            DrawStream stream = Draws.Stream(Purpose, k.Agent, k.Month, k.Index);
            for (uint block = 1; block <= 3; block++)
            {
                PhiloxBlock words = Philox.Block((uint)k.Agent, (uint)k.Index, (7u << 24) | ((uint)k.Month << 12) | block, 9, 0x89ABCDEF, 0x01234567);
                for (int w = 0; w < 4; w++) Assert.Equal(words[w], stream.NextBits());
            }
        });

    [Fact]
    public void A_stream_ends_with_an_error_and_not_with_the_words_of_the_next_month()
    {
        DrawStream stream = Draws.Stream(Purpose, 1, 2);
        for (int i = 0; i < 16_380; i++) stream.NextBits();
        Assert.Throws<InvalidOperationException>(() => stream.NextBits());
    }
}
