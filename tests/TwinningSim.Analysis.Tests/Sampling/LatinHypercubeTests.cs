using CsCheck;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Analysis.Sampling;
using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Analysis.Tests.Sampling;

public sealed class LatinHypercubeTests
{
    [Fact]
    public void Each_stratum_of_each_column_is_hit_once()
        => Gen.Select(Gen.Int[1, 60], Gen.Int[1, 8], Gen.ULong).Sample((n, k, seed) =>
        {
            double[][] points = LatinHypercube.Points(n, k, seed);
            for (int j = 0; j < k; j++) Assert.Equal(Enumerable.Range(0, n), points.Select(p => (int)(p[j] * n)).Order());
        }, seed: "0N0XIzNsQ0O2", iter: 200);

    /// <summary>McKay, Beckman and Conover 1979: never worse than chance where f is monotone in each factor.</summary>
    [Fact]
    public void The_mean_of_a_monotone_function_varies_less_than_by_chance()
    {
        static double F(double[] x) => (x[0] * x[0]) + (2 * x[1]) + (x[0] * x[2]);
        double latin = Moments.Of([.. Enumerable.Range(0, 400).Select(seed => LatinHypercube.Points(20, 3, (ulong)seed).Average(F))]).Variance;
        double chance = Moments.Of(
        [
            .. Enumerable.Range(0, 400).Select(seed => Enumerable.Range(0, 20).Average(i => F([.. Enumerable.Range(0, 3).Select(j => new Draws((ulong)seed, 9).Uniform(Chance.Stratum, i, 1, j))]))),
        ]).Variance;
        Assert.InRange(latin / chance, 0, 0.1);
    }

    /// <summary>Two columns in the same order would be a line and not a sample. The correlation of 400 points is below 0.2 but for 1 in 10,000 pairs.</summary>
    [Fact]
    public void Columns_are_in_orders_of_their_own()
    {
        double[][] points = LatinHypercube.Points(400, 5, 3);
        for (int a = 0; a < 5; a++)
        {
            for (int b = a + 1; b < 5; b++) Assert.InRange(MathNet.Numerics.Statistics.Correlation.Pearson(points.Select(p => p[a]), points.Select(p => p[b])), -0.2, 0.2);
        }
    }

    /// <summary>The example of scipy.stats.qmc.discrepancy, which prints 0.0081.</summary>
    [Fact]
    public void The_centred_discrepancy_of_a_known_sample_is_the_known_one()
    {
        double[][] points = [.. new[] { (1, 3), (2, 6), (3, 2), (4, 5), (5, 1), (6, 4) }.Select(p => new[] { (p.Item1 - 0.5) / 6, (p.Item2 - 0.5) / 6 })];
        Assert.Equal(0.00814204, Discrepancy.Centred(points), 5e-9);
    }

    [Fact]
    public void A_scrambled_sobol_sample_is_more_even_than_a_latin_hypercube()
        => Assert.True(Discrepancy.Centred(SobolSequence.Scrambled(128, 3, 1)) < 0.5 * Discrepancy.Centred(LatinHypercube.Points(128, 3, 1)));
}
