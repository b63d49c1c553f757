using CsCheck;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Analysis.Stopping;
using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Analysis.Tests.Stopping;

public sealed class StoppingRuleTests
{
    /// <summary>t(0.975, 9) = 2.262157 and t(0.975, 4) = 2.776445.</summary>
    [Theory]
    [InlineData(10, 2.262157)]
    [InlineData(5, 2.776445)]
    public void The_half_width_is_that_of_student(int n, double t)
    {
        double[] values = [.. Enumerable.Range(0, n).Select(i => (double)(i % 2))];
        Moments moments = Moments.Of(values);
        Assert.Equal(t * Math.Sqrt(moments.Variance / n), Precision.Absolute(1).HalfWidthOf(moments), 1e-6);
    }

    /// <summary>Vehicle inspection, designs 1 and 3 (Banks and others): t(1 - 0.05/3, 9) = 2.50959, R = ceil(2.50959^2 x 28.498 / 4) = 45.</summary>
    [Fact]
    public void The_two_stage_rule_finds_the_number_of_the_textbook()
    {
        double[] one = [63.72, 32.24, 40.28, 36.94, 36.29, 56.94, 34.10, 63.36, 49.29, 87.20], three = [57.74, 29.65, 36.52, 35.71, 33.81, 51.54, 31.39, 57.24, 42.63, 67.27];
        Moments difference = Moments.Of([.. one.Zip(three, (a, b) => a - b)]);
        Assert.Equal(28.4980, difference.Variance, 5e-5);
        Assert.Equal(45, Precision.Absolute(2, 1 - (2 * 0.05 / 3)).Needed(difference));
    }

    /// <summary>g = 0.1 allows a half-width of 1/11 of the mean. Mean 110 and s = 10 at n = 4: h = 3.182446 x 10/2 = 15.9 > 10; at n = 9: 2.306 x 10/3 = 7.69.</summary>
    [Fact]
    public void A_relative_rule_counts_from_the_true_mean()
    {
        Precision rule = Precision.RelativeTo(0.1);
        Assert.False(rule.IsMet(Moments.Of(Spread(4))));
        Assert.True(rule.IsMet(Moments.Of(Spread(9))));
        // Without the correction 11 would do; with it 10 is the limit.
        double edge = 10 / Precision.Absolute(1).HalfWidthOf(Moments.Of([-1, 1, -1, 1, -1, 1, -1, 1]));
        Assert.True(rule.IsMet(Moments.Of(Pair(edge * 0.999))));
        Assert.False(rule.IsMet(Moments.Of(Pair(edge * 1.001))));

        static double[] Pair(double d) => [110 - d, 110 + d, 110 - d, 110 + d, 110 - d, 110 + d, 110 - d, 110 + d];
        // Sample standard deviation 10 whatever n.
        static double[] Spread(int n)
        {
            double[] raw = [.. Enumerable.Range(0, n).Select(i => i - ((n - 1) / 2.0))];
            double s = Math.Sqrt(Moments.Of(raw).Variance);
            return [.. raw.Select(x => 110 + (10 * x / s))];
        }
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(100, 5)]
    [InlineData(119, 5)]
    [InlineData(120, 6)]
    [InlineData(1000, 50)]
    public void The_rule_looks_ahead_by_a_twentieth(int n, int expected) => Assert.Equal(expected, StoppingRule.LookAhead(n));

    [Fact]
    public void Enough_is_the_first_number_that_stays_enough()
    {
        // Narrow by chance at 5 to 7, then a value far out; wide until the tenth value of the calm that follows.
        double[] values = [1, 1.01, 0.99, 1, 1, 1, 1, 9, .. Enumerable.Repeat(1.0, 400)];
        StoppingState state = StoppingRule.Look([new Series("x", values, Precision.Absolute(0.5))]);
        int first = Enumerable.Range(9, 400).First(n => Precision.Absolute(0.5).IsMet(Moments.Of(values.AsSpan(0, n))));
        Assert.Equal(first, state.Replicates);
        Assert.Equal(first + StoppingRule.LookAhead(first), state.Looked);
        // With the calm only, five values and five more are enough.
        Assert.Equal((5, 10), (StoppingRule.Look([new Series("x", values[8..], Precision.Absolute(0.5))]).Replicates, StoppingRule.Look([new Series("x", values[8..], Precision.Absolute(0.5))]).Looked));
        Assert.Null(StoppingRule.Look([new Series("x", values[..10], Precision.Absolute(0.5))]).Replicates);
    }

    [Fact]
    public void All_series_must_be_exact_at_the_same_time()
    {
        double[] calm = [.. Normals(300, 1)], wild = [.. Normals(300, 2).Select(x => 5 * x)];
        Precision rule = Precision.Absolute(1);
        int slow = StoppingRule.Look([new Series("wild", wild, rule)]).Replicates!.Value;
        Assert.True(slow > StoppingRule.Look([new Series("calm", calm, rule)]).Replicates);
        Assert.Equal(slow, StoppingRule.Look([new Series("calm", calm, rule), new Series("wild", wild, rule)]).Replicates);
    }

    [Fact]
    public void Before_there_are_enough_it_says_about_how_many_are_needed_and_for_what()
    {
        double[] calm = [.. Normals(50, 1)], wild = [.. Normals(50, 2).Select(x => 5 * x)];
        StoppingState state = StoppingRule.Look([new Series("calm", calm, Precision.Absolute(0.5)), new Series("wild", wild, Precision.Absolute(0.5))]);
        Assert.Null(state.Replicates);
        Assert.Equal("wild", state.Slowest);
        Assert.Equal(["wild"], state.Unmet.AsEnumerable());
        int needed = Precision.Absolute(0.5).Needed(Moments.Of(wild))!.Value;
        Assert.Equal(needed + StoppingRule.LookAhead(needed), state.Expected);
        // (2 x 5 / 0.5)^2 = 400, give or take.
        Assert.InRange(needed, 250, 650);
    }

    [Fact]
    public void A_relative_rule_for_a_mean_of_zero_cannot_say_how_many_are_needed()
        => Assert.Null(StoppingRule.Look([new Series("x", [-1, 1, -1, 1, -1, 1], Precision.RelativeTo(0.1))]).Expected);

    [Fact]
    public void Replicates_without_a_value_count_but_say_nothing()
    {
        double[] half = [.. Normals(400, 3).Select((x, i) => i % 2 == 0 ? x : double.NaN)];
        StoppingState state = StoppingRule.Look([new Series("x", half, Precision.Absolute(0.3))]);
        Assert.InRange(state.Replicates!.Value, 40, 200);
        Assert.True(Precision.Absolute(0.3).IsMet(Moments.Of([.. half.Take(state.Replicates.Value).Where(x => !double.IsNaN(x))])));
    }

    [Theory]
    [InlineData(50, 180, 200)]
    [InlineData(50, 51, 75)]
    [InlineData(50, 5000, 200)]
    [InlineData(50, null, 100)]
    [InlineData(400, 1200, 1000)]
    [InlineData(60, 10, 75)]
    public void The_next_look_is_at_whole_blocks_not_too_many_at_once_and_never_above_the_cap(int looked, int? expected, int next)
        => Assert.Equal(next, StoppingRule.Next(new StoppingState(null, looked, expected, null, []), 25, 1000));

    [Fact]
    public void A_narrower_half_width_never_needs_fewer_replicates()
        => Gen.Select(Gen.Double[0.2, 2], Gen.Double[0.1, 1.0], Gen.ULong).Sample((d, share, seed) =>
        {
            double[] values = [.. Normals(600, seed)];
            int? wide = StoppingRule.Look([new Series("x", values, Precision.Absolute(d))]).Replicates;
            int? narrow = StoppingRule.Look([new Series("x", values, Precision.Absolute(d * share))]).Replicates;
            return narrow is null || wide <= narrow;
        }, seed: "0N0XIzNsQ0O2", iter: 100);

    internal static IEnumerable<double> Normals(int count, ulong seed)
    {
        var draws = new Draws(seed, 0);
        for (int i = 0; i < count; i++) yield return draws.Normal(Chance.Stratum, i, 0);
    }
}
