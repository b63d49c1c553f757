using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Tests.Estimation;

public class ChanceTests
{
    [Theory]
    [InlineData(0, 0.015233)] // t = 3.872983, 3 degrees of freedom: R's pt(3.872983, 3, lower.tail = FALSE)
    [InlineData(2.5, 0.5)]
    [InlineData(5, 0.984767)]
    public void A_mean_has_the_p_value_of_students_t(double atMost, double p) => Assert.Equal(p, ChanceProbability.OfMean([1, 2, 3, 4], atMost), 2e-6);

    [Fact]
    public void What_does_not_vary_is_sure()
    {
        Assert.Equal(0, ChanceProbability.OfMean([2, 2, 2]));
        Assert.Equal(1, ChanceProbability.OfMean([0, 0, 0]));
        Assert.Equal(double.NaN, ChanceProbability.OfMean([1]));
    }

    [Theory]
    [InlineData(3, 3, 0.5, 0.125)]
    [InlineData(2, 3, 0.5, 0.5)]
    [InlineData(0, 3, 0.5, 1)]
    public void A_share_has_the_p_value_of_the_binomial(int successes, int count, double atMost, double p) => Assert.Equal(p, ChanceProbability.OfShare(successes, count, atMost), 1e-12);

    [Fact]
    public void The_beta_binomial_has_the_probabilities_of_its_closed_forms()
    {
        // Beta(1, 1): every count is as likely. Beta(2, 3), n = 2: B(2, 5)/B(2, 3) = (1/30)/(1/12) = 0.4; 2 B(3, 4)/B(2, 3) = 0.4; B(4, 3)/B(2, 3) = 0.2.
        var even = new BetaBinomial(1, 1);
        Assert.All(Enumerable.Range(0, 5), k => Assert.Equal(0.2, even.Probability(k, 4), 1e-12));
        var skew = new BetaBinomial(2, 3);
        Assert.Equal([0.4, 0.4, 0.2], Enumerable.Range(0, 3).Select(k => Math.Round(skew.Probability(k, 2), 12)));
        Assert.Equal((0, 1, 2), (skew.Quantile(0.4, 2), skew.Quantile(0.41, 2), skew.Quantile(0.81, 2)));
    }

    [Fact]
    public void A_fit_finds_the_mean_and_the_spread_of_the_counts()
    {
        // Shares 0.2 and 0.8 in turn, n = 10: mean 0.5, variance 0.09 (1000/999); rho = (0.09009 * 10 / 0.25 - 1)/9 = 0.2893; A + B = 1/rho - 1 = 2.457.
        double[] successes = [.. Enumerable.Range(0, 1000).Select(r => r % 2 == 0 ? 2.0 : 8.0)], trials = [.. successes.Select(_ => 10.0)];
        var fitted = BetaBinomial.Fit(successes, trials);
        Assert.Equal(0.5, fitted.Mean, 1e-9);
        Assert.Equal(2.457, fitted.A + fitted.B, 0.005);
        // No more spread than chance allows: as good as binomial.
        var plain = BetaBinomial.Fit([5, 5, 5, 5], [10, 10, 10, 10]);
        Assert.Equal(0.24609375, plain.Probability(5, 10), 1e-4);
        Assert.InRange(BetaBinomial.Fit([0, 0, 0], [10, 0, 10]).Mean, 0.001, 0.05);
        Assert.Throws<ArgumentException>(() => BetaBinomial.Fit([0], [0]));
    }
}
