using MathNet.Numerics.Distributions;
using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Kernel.Tests.Randomness;

public sealed class KeyedRandomSourceTests
{
    private static readonly Draws Draws = new(42, 1);
    private static readonly DrawPurpose Purpose = new(3);

    [Fact]
    public void The_distributions_of_MathNet_can_be_drawn_from_a_key()
    {
        Statistics.AssertFollows(agent => Gamma.Sample(Source(agent), 2.5, 1), x => Gamma.CDF(2.5, 1, x));
        Statistics.AssertFollows(agent => StudentT.Sample(Source(agent), 0, 1, 5), x => StudentT.CDF(0, 1, 5, x));
        Statistics.AssertFollows(agent => Source(agent).NextDouble(), x => x);
    }

    [Fact]
    public void The_same_key_gives_the_same_numbers_and_another_key_gives_others()
    {
        double[] first = Source(1).NextDoubles(10);
        Assert.Equal(first, Source(1).NextDoubles(10));
        Assert.Empty(first.Intersect(Source(2).NextDoubles(10)));
    }

    [Fact]
    public void A_number_is_the_middle_of_one_of_2_to_the_52_cells_and_its_leading_digits_are_the_first_word()
    {
        DrawStream words = Draws.Stream(Purpose, 1, 0);
        uint high = words.NextBits(), low = words.NextBits();
        Assert.Equal((high * Math.Pow(2, -32)) + ((low >> 12) * Math.Pow(2, -52)) + Math.Pow(2, -53), Source(1).NextDouble());
    }

    [Fact]
    public void The_source_leaves_the_stream_of_its_maker_alone()
    {
        DrawStream stream = Draws.Stream(Purpose, 5, 0), untouched = stream;
        new KeyedRandomSource(stream).NextDoubles(100);
        Assert.Equal(untouched.NextBits(), stream.NextBits());
    }

    private static KeyedRandomSource Source(int agent) => new(Draws.Stream(Purpose, agent, 0));
}
