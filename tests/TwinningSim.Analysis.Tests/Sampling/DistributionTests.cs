using TwinningSim.Analysis.Sampling;

namespace TwinningSim.Analysis.Tests.Sampling;

public sealed class DistributionTests
{
    /// <summary>Quantiles worked out by hand or taken from tables of the normal and the beta distribution.</summary>
    [Fact]
    public void Quantiles_are_the_known_ones()
    {
        Assert.Equal([2, 3, 6], Quantiles(Distribution.Uniform(2, 6)));
        Assert.Equal([1, 3.16227766, 100], Quantiles(Distribution.LogUniform(1, 100)));
        // Density 2 (x - 0) / (10 * 4) up to the mode: F(2) = 4/40 and F(4) = 0.4; u = 0.25 gives sqrt(0.25 * 40).
        Assert.Equal([0, 3.16227766, 10], Quantiles(Distribution.Triangular(0, 4, 10)));
        // Symmetric bounds keep the middle; at u = 0.25 the probability is 0.0227501 + 0.25 * 0.9544997 = 0.2613751, by bisection of erfc.
        Assert.Equal([-2, -0.639112, 2], Quantiles(Distribution.TruncatedNormal(0, 1, -2, 2)).Select(x => Math.Round(x, 6)));
        // Beta(2, 1) has F = x^2.
        Assert.Equal([10, 15, 20], Quantiles(Distribution.Beta(2, 1, 10, 20)));
        Assert.Equal([1, 2, 4], Quantiles(Distribution.WholeNumbers(1, 4)));
        Assert.Equal([7, 1.0 / 3, 5], Quantiles(Distribution.Levels([7, 1.0 / 3, 9, 5])));
    }

    [Fact]
    public void Each_whole_number_and_each_level_is_as_likely()
    {
        double[] us = [.. Enumerable.Range(0, 60).Select(i => (i + 0.5) / 60)];
        Assert.Equal([20, 20, 20], us.GroupBy(Distribution.WholeNumbers(3, 5).Quantile).Select(g => g.Count()));
        Assert.Equal([30, 30], us.GroupBy(Distribution.Levels([1, 0]).Quantile).Select(g => g.Count()));
    }

    [Fact]
    public void Values_never_fall_as_the_probability_rises_and_stay_within_their_bounds()
    {
        Distribution[] all =
        [
            Distribution.Uniform(0.1, 0.3), Distribution.LogUniform(1e-5, 1e5), Distribution.Triangular(0, 0, 1), Distribution.Triangular(0, 1, 1),
            Distribution.TruncatedNormal(0, 1, 5, 9), Distribution.TruncatedNormal(0, 1, -9, -5), Distribution.Beta(0.5, 0.5, -1, 1), Distribution.WholeNumbers(-3, 3),
        ];
        foreach (Distribution d in all)
        {
            double[] values = [.. Enumerable.Range(0, 1001).Select(i => d.Quantile(i / 1000.0))];
            Assert.Equal(values.Order(), values);
            Assert.Equal((d.Low, d.High), (values[0], values[^1]));
        }
    }

    [Fact]
    public void Values_of_continuous_distributions_have_nine_digits()
        => Assert.Equal(0.333333333, Distribution.Uniform(0, 1).Quantile(1.0 / 3));

    /// <summary>The median of a normal between 5 and 9, by halving erfc.</summary>
    [Fact]
    public void The_far_tail_of_a_normal_distribution_keeps_its_digits()
    {
        Assert.Equal(5.132018, Distribution.TruncatedNormal(0, 1, 5, 9).Quantile(0.5), 1e-6);
        Assert.Equal(-5.132018, Distribution.TruncatedNormal(0, 1, -9, -5).Quantile(0.5), 1e-6);
    }

    [Fact]
    public void What_cannot_be_a_distribution_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.Uniform(2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.LogUniform(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.Triangular(0, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.TruncatedNormal(0, 0, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.TruncatedNormal(0, 1, 50, 60));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.Beta(0, 1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.WholeNumbers(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.Levels([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.Uniform(0, 1).Quantile(1.1));
    }

    private static double[] Quantiles(Distribution d) => [d.Quantile(0), d.Quantile(0.25), d.Quantile(1)];
}
