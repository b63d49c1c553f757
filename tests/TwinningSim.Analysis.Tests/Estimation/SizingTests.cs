using CsCheck;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Tests.Estimation;

public class SizingTests
{
    [Theory]
    [InlineData(.05, 385, 738)]
    [InlineData(.02, 2401, 4612)]
    [InlineData(.01, 9604, 18445)]
    public void A_share_needs_so_many_replicates(double halfWidth, int usual, int guaranteed)
    {
        Assert.Equal(usual, Sizing.ForShare(halfWidth));
        Assert.Equal(guaranteed, Sizing.ForShareGuaranteed(halfWidth));
    }

    /// <summary>Wilks 1941.</summary>
    [Theory]
    [InlineData(.95, .95, false, 59)]
    [InlineData(.95, .95, true, 93)]
    [InlineData(.90, .95, false, 29)]
    public void A_tolerance_bound_needs_so_many_replicates(double share, double confidence, bool twoSided, int expected)
        => Assert.Equal(expected, Sizing.ForToleranceBound(share, confidence, twoSided));

    [Fact]
    public void The_two_stage_procedure_of_the_textbook_asks_for_45()
    {
        Assert.Equal(2.50959, Quantiles.StudentT(1 - .05 / 3, 9), 5);
        Assert.Equal(45, Sizing.TwoStage(28.498, difference: 2, firstStage: 10, comparisons: 3));
    }

    [Fact]
    public void The_number_needed_to_tell_gives_the_chance_it_promises()
    {
        // Difference of half a standard deviation. Known: a paired t test at 5 % with power 0.8 needs 34 pairs.
        Assert.InRange(Sizing.ReplicatesToTell(0.5, 1, 0.95)!.Value, 33, 35);
        // Large n: (1.959964 + 0.841621)^2 / 0.05^2 = 3139.6
        Assert.InRange(Sizing.ReplicatesToTell(0.05, 1, 0.95)!.Value, 3139, 3143);
    }

    [Fact]
    public void The_number_needed_is_the_smallest_that_does()
        => Gen.Select(Gen.Double[0.001, 3], Gen.Double[0.5, 0.9999], Gen.Double[0.1, 0.99]).Sample((effect, level, power) =>
        {
            int n = Sizing.ReplicatesToTell(effect, 1, level, power)!.Value;
            bool Enough(int count) => Math.Sqrt(count) * effect >= Quantiles.StudentT(0.5 + 0.5 * level, count - 1) + Quantiles.StudentT(power, count - 1);
            Assert.True(n >= 2 && Enough(n) && (n == 2 || !Enough(n - 1)), $"{n}");
        }, iter: 300);

    [Fact]
    public void No_number_is_given_where_none_would_do()
    {
        Assert.Null(Sizing.ReplicatesToTell(0, 1, 0.95));
        Assert.Null(Sizing.ReplicatesToTell(1e-6, 1, 0.95));
        Assert.Null(Sizing.ReplicatesToTell(1, double.NaN, 0.95));
    }
}
