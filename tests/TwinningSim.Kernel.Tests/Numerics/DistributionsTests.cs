using CsCheck;
using TwinningSim.Kernel.Numerics;
using TwinningSim.Kernel.Randomness;
using TwinningSim.Kernel.Tests.Randomness;
using MathNetBeta = MathNet.Numerics.Distributions.Beta;
using MathNetGamma = MathNet.Numerics.Distributions.Gamma;
using MathNetNormal = MathNet.Numerics.Distributions.Normal;
using MathNetPoisson = MathNet.Numerics.Distributions.Poisson;

namespace TwinningSim.Kernel.Tests.Numerics;

public sealed class DistributionsTests
{
    private static readonly Draws Draws = new(20070226, 5);
    private static readonly DrawPurpose Purpose = new(1);

    /// <summary>Expected values: mpmath 1.3, sqrt(2) erfinv(2p - 1) at 400 digits.</summary>
    [Theory]
    [InlineData(1e-300, -37.0470962993612)]
    [InlineData(1e-20, -9.262340089798407)]
    [InlineData(1.1641532182693481e-10, -6.3379577545537895)]
    [InlineData(1e-06, -4.753424308822899)]
    [InlineData(0.001, -3.0902323061678136)]
    [InlineData(0.02, -2.053748910631823)]
    [InlineData(0.075, -1.439531470938456)]
    [InlineData(0.0750001, -1.4395307645017297)]
    [InlineData(0.1, -1.2815515655446004)]
    [InlineData(0.25, -0.6744897501960817)]
    [InlineData(0.4, -0.2533471031357997)]
    [InlineData(0.5000001, 2.506628273311648e-07)]
    [InlineData(0.6, 0.2533471031357997)]
    [InlineData(0.9, 1.2815515655446006)]
    [InlineData(0.925, 1.4395314709384561)]
    [InlineData(0.975, 1.9599639845400538)]
    [InlineData(0.999, 3.090232306167813)]
    [InlineData(0.99999, 4.264890793923841)]
    [InlineData(0.9999999998835847, 6.3379577545537895)]
    public void The_normal_quantile_agrees_with_high_precision_to_15_digits(double p, double expected)
        => Assert.InRange(Math.Abs((Distributions.NormalQuantile(p) / expected) - 1), 0, p is > 0.49 and < 0.51 ? 1e-10 : 2e-15);

    [Fact]
    public void The_normal_quantile_inverts_the_distribution_function_of_MathNet()
        => Gen.Double[-8, 5].Sample(x => Assert.Equal(x, Distributions.NormalQuantile(MathNetNormal.CDF(0, 1, x)), 1e-9));

    [Fact]
    public void The_normal_quantile_rises()
        => Gen.Select(Gen.Double[1e-12, 1 - 1e-12], Gen.Double[1e-12, 1 - 1e-12])
            .Where((p, q) => Math.Abs(p - q) > 1e-9)
            .Sample((p, q) => Assert.Equal(p < q, Distributions.NormalQuantile(p) < Distributions.NormalQuantile(q)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void There_is_no_normal_quantile_outside_0_to_1(double p) => Assert.True(double.IsNaN(Distributions.NormalQuantile(p)));

    [Fact]
    public void Normal_draws_follow_the_normal_distribution()
        => Statistics.AssertFollows(i => Draws.Normal(Purpose, i, 3), x => MathNetNormal.CDF(0, 1, x));

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2.4)]
    [InlineData(50)]
    public void Gamma_draws_follow_the_gamma_distribution(double shape)
        => Statistics.AssertFollows(Stream(1, (ref DrawStream s) => Distributions.Gamma(shape, ref s)), x => MathNetGamma.CDF(shape, 1, x));

    [Theory]
    [InlineData(0.3, 8)]
    [InlineData(0.85, 8)]
    [InlineData(0.52, 20)]
    [InlineData(0.05, 8)]
    [InlineData(0.5, 1)]
    public void Beta_draws_follow_the_beta_distribution(double mean, double concentration)
        => Statistics.AssertFollows(
            Stream(2, (ref DrawStream s) => Distributions.Beta(mean, concentration, ref s)), x => MathNetBeta.CDF(mean * concentration, (1 - mean) * concentration, x));

    [Fact]
    public void A_beta_with_almost_no_concentration_has_its_weight_at_the_ends()
    {
        Func<int, double> draw = Stream(3, (ref DrawStream s) => Distributions.Beta(0.3, 1e-9, ref s));
        double[] values = [.. Enumerable.Range(0, 10_000).Select(draw)];
        Assert.All(values, v => Assert.True(v is 0 or 1));
        // Hoeffding: the share of ones errs by more than 0.03 with a probability below 2 exp(-2 * 10,000 * 0.03^2) = 3e-8.
        Assert.Equal(0.3, values.Average(), 0.03);
    }

    [Fact]
    public void Poisson_is_the_quantile_of_its_uniform()
        => Gen.Select(Gen.OneOf(Gen.Double[0.001, 3], Gen.Double[0.001, 500]), Gen.UInt).Sample((mean, bits) =>
        {
            double u = Draws.ToUniform(bits);
            int k = Distributions.Poisson(mean, u);
            Assert.True(MathNetPoisson.CDF(mean, k) >= u - 1e-11, $"{k} is too small");
            Assert.True(k == 0 || MathNetPoisson.CDF(mean, k - 1) <= u + 1e-11, $"{k} is too large");
        });

    [Fact]
    public void A_Poisson_with_a_large_mean_is_at_most_one_off_its_quantile()
        => Gen.Select(Gen.Double[500.001, 20_000], Gen.UInt).Sample((mean, bits) =>
        {
            double u = Draws.ToUniform(bits);
            int k = Distributions.Poisson(mean, u);
            Assert.True(MathNetPoisson.CDF(mean, k + 1) >= u - 1e-10, $"{k} is too small");
            Assert.True(MathNetPoisson.CDF(mean, k - 2) <= u + 1e-10, $"{k} is too large");
        });

    [Fact]
    public void The_two_ways_to_a_Poisson_number_meet_where_they_change()
    {
        for (double u = 0.0005; u < 1; u += 0.001) Assert.InRange(Distributions.Poisson(500.0000001, u) - Distributions.Poisson(500, u), 0, 1);
    }

    [Fact]
    public void A_Poisson_with_mean_0_is_0() => Assert.Equal(0, Distributions.Poisson(0, 0.999999));

    private delegate double Sampler(ref DrawStream stream);

    private static Func<int, double> Stream(int month, Sampler sample) => agent =>
    {
        DrawStream stream = Draws.Stream(Purpose, agent, month);
        return sample(ref stream);
    };
}
