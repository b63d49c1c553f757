using CsCheck;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Tests.Estimation;

/// <summary>Textbook values; the sources stand beside them.</summary>
public class EstimatesTests
{
    [Theory]
    [InlineData(9, 2.262157)]
    [InlineData(4, 2.776445)]
    [InlineData(1, 12.706205)]
    [InlineData(2, 4.302653)]
    [InlineData(199, 1.971957)]
    public void Students_t_has_the_values_of_the_tables(int degrees, double expected) => Assert.Equal(expected, Quantiles.StudentT(0.975, degrees), 6);

    [Theory]
    [InlineData(1, 0.99975, 1273.2393)]
    [InlineData(2, 0.99975, 44.7046)]
    [InlineData(3, 0.99975, 16.3263)]
    public void Students_t_holds_in_the_far_tail_of_few_replicates(int degrees, double probability, double expected)
    {
        Assert.Equal(1, Quantiles.StudentT(probability, degrees) / expected, 5);
        Assert.Equal(probability, MathNet.Numerics.Distributions.StudentT.CDF(0, 1, degrees, Quantiles.StudentT(probability, degrees)), 9);
    }

    [Fact]
    public void A_mean_carries_its_t_interval()
    {
        Estimate estimate = Estimates.Mean([1, 2, 3, 4, 5]);
        Assert.Equal(3, estimate.Value);
        Assert.Equal(2.776445 * Math.Sqrt(2.5 / 5), estimate.HalfWidth, 6);
        Assert.Equal((0.95, 5, IntervalMethod.StudentT), (estimate.Level, estimate.Count, estimate.Method));
    }

    [Fact]
    public void One_replicate_gives_a_value_without_an_interval()
    {
        Estimate estimate = Estimates.Mean([7]);
        Assert.Equal(7, estimate.Value);
        Assert.False(estimate.HasInterval);
        Assert.False(Estimates.Mean([]).HasValue);
    }

    [Fact]
    public void The_variance_survives_a_large_offset()
    {
        Assert.Equal(30, Moments.Of([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]).Variance, 9);
    }

    /// <summary>Newcombe 1998, Statistics in Medicine 17:857-872, recomputed; 80/100 derived.</summary>
    [Theory]
    [InlineData(81, 263, .2553, .3662, .2527, .3676)]
    [InlineData(15, 148, .0624, .1605, .0578, .1617)]
    [InlineData(0, 20, 0, .1611, 0, .1684)]
    [InlineData(1, 29, .0061, .1718, .0009, .1776)]
    [InlineData(80, 100, .7112, .8666, .7082, .8733)]
    public void Shares_have_Wilsons_and_the_exact_interval(int successes, int count, double low, double high, double exactLow, double exactHigh)
    {
        Estimate wilson = Estimates.Share(successes, count);
        Estimate exact = Estimates.ExactShare(successes, count);
        Assert.Equal((low, high), (Math.Round(wilson.Low, 4), Math.Round(wilson.High, 4)));
        Assert.Equal((exactLow, exactHigh), (Math.Round(exact.Low, 4), Math.Round(exact.High, 4)));
        Assert.Equal((double)successes / count, wilson.Value);
    }

    [Fact]
    public void Intervals_of_shares_stay_inside_0_and_1_and_contain_the_share()
        => Gen.Select(Gen.Int[1, 400], Gen.Double[0, 1], Gen.Double[0.5, 0.999]).Sample((n, at, level) =>
        {
            int successes = (int)Math.Round(at * n);
            foreach (Estimate e in new[] { Estimates.Share(successes, n, level), Estimates.ExactShare(successes, n, level) })
            {
                Assert.InRange(e.Low, 0, e.Value);
                Assert.InRange(e.High, e.Value, 1);
            }
        });

    /// <summary>Derived from the binomial distribution.</summary>
    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(20_000)]
    public void Many_degrees_of_freedom_give_what_the_search_gives(int degrees)
    {
        foreach (double probability in new[] { 0.5, 0.8, 0.975, 0.99, 0.9999, 0.9999999, 0.025, 1e-6 })
        {
            double found = Quantiles.StudentT(probability, degrees);
            Assert.Equal(probability, MathNet.Numerics.Distributions.StudentT.CDF(0, 1, degrees, found), 11);
        }
        // From the incomplete beta function in 40 digits.
        Assert.Equal(1.9623390808264085, Quantiles.StudentT(0.975, 1000), 1e-12);
        Assert.Equal(4.781608620458351, Quantiles.StudentT(0.999999, 1000), 1e-10);
    }

    [Theory]
    [InlineData(10, .5, 2, 9, .978516)]
    [InlineData(20, .5, 6, 15, .958611)]
    [InlineData(100, .9, 85, 97, .952273)]
    [InlineData(100, .5, 40, 61, .964800)]
    public void Order_statistics_enclose_a_quantile_as_often_as_the_binomial_says(int n, double p, int low, int high, double expected)
        => Assert.Equal(expected, Estimates.OrderStatisticsCoverage(n, p, low, high), 6);

    [Theory]
    [InlineData(10, .5, 2, 9)]
    [InlineData(20, .5, 6, 15)]
    [InlineData(100, .5, 40, 61)]
    public void The_median_is_enclosed_by_the_narrowest_ranks_equal_in_both_tails(int n, double p, int low, int high)
        => Assert.Equal((low, high), Estimates.OrderStatistics(n, p, 0.95));

    [Fact]
    public void Ranks_reach_the_level_and_one_step_inward_leaves_a_tail_too_large()
        => Gen.Select(Gen.Int[6, 300], Gen.Double[0.1, 0.9], Gen.Double[0.5, 0.99]).Sample((n, p, level) =>
        {
            (int low, int high) = Estimates.OrderStatistics(n, p, level);
            if (low == 0) return;
            Assert.True(Estimates.OrderStatisticsCoverage(n, p, low, high) >= level - 1e-12);
            double tail = 0.5 * (1 - level);
            Assert.True(Quantiles.BinomialAtMost(low, n, p) > tail);
            Assert.True(1 - Quantiles.BinomialAtMost(high - 1, n, p) <= tail && 1 - Quantiles.BinomialAtMost(high - 2, n, p) > tail);
        });

    [Fact]
    public void A_median_of_ten_lies_between_the_second_and_the_ninth()
    {
        Estimate median = Estimates.Median([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
        Assert.Equal((5.5, 2, 9), (median.Value, median.Low, median.High));
    }

    [Fact]
    public void Five_values_are_too_few_for_an_interval_of_the_median()
    {
        Estimate median = Estimates.Median([3, 1, 2, 5, 4]);
        Assert.Equal(3, median.Value);
        Assert.False(median.HasInterval);
        Assert.True(Estimates.Median([3, 1, 2, 5, 4, 6]).HasInterval);
    }

    [Fact]
    public void A_ratio_of_means_is_not_the_mean_of_ratios()
    {
        // R = 20/7. Residuals y - R x are -30/7, 20/7, 10/7; divided by the mean 7 and squared they sum to 1400/2401, so s^2 = 700/2401.
        Estimate ratio = Estimates.Ratio([10, 20, 30], [5, 6, 10]);
        Assert.Equal(20.0 / 7, ratio.Value, 12);
        Assert.Equal(4.302653 * Math.Sqrt(700.0 / 2401 / 3), ratio.HalfWidth, 6);
    }

    [Fact]
    public void A_ratio_to_something_that_may_be_zero_has_no_value() => Assert.False(Estimates.Ratio([10, 20, 30], [-5, 0, 6]).HasValue);

    [Fact]
    public void A_level_outside_0_and_1_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Estimates.Mean([1, 2], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Estimates.Share(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Estimates.Quantile([1, 2], double.NaN));
    }

    /// <summary>10,000 intervals of 95 % from a skewed distribution; with p = 0.95 the share that covers has a standard error of 0.0022, so 5 of them are 0.011.</summary>
    [Fact]
    public void Intervals_of_the_median_cover_as_often_as_they_say()
    {
        var draws = new Random(1);
        int covered = 0;
        for (int k = 0; k < 10_000; k++)
        {
            double[] values = new double[25];
            for (int i = 0; i < values.Length; i++) values[i] = -Math.Log(1 - draws.NextDouble());
            if (Estimates.Median(values).Covers(Math.Log(2))) covered++;
        }
        double expected = Estimates.OrderStatisticsCoverage(25, 0.5, Estimates.OrderStatistics(25, 0.5, 0.95).Low, Estimates.OrderStatistics(25, 0.5, 0.95).High);
        Assert.InRange(covered / 10_000.0, expected - 0.011, expected + 0.011);
    }
}
