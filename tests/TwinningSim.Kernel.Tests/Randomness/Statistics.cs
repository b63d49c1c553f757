using MathNet.Numerics.Distributions;

namespace TwinningSim.Kernel.Tests.Randomness;

/// <summary>
/// Tests of a distribution. Each rejects a correct generator with a probability of at most <see cref="ErrorProbability"/>; with the fixed seeds of the tests the answer
/// is always the same, so a failure is a change of the code and never bad luck of the day.
/// </summary>
internal static class Statistics
{
    public const double ErrorProbability = 1e-6;

    /// <summary>Kolmogorov-Smirnov with the bound of Dvoretzky, Kiefer, Wolfowitz and Massart, P(D > e) &lt;= 2 exp(-2 n e^2), which holds for every n.</summary>
    public static void AssertFollows(Func<int, double> draw, Func<double, double> distributionFunction, int count = 50_000)
    {
        double[] values = [.. Enumerable.Range(0, count).Select(draw)];
        Array.Sort(values);
        double largest = 0;
        for (int i = 0; i < count; i++)
        {
            double p = distributionFunction(values[i]);
            largest = Math.Max(largest, Math.Max(p - ((double)i / count), ((i + 1.0) / count) - p));
        }
        Assert.InRange(largest, 0, Math.Sqrt(Math.Log(2 / ErrorProbability) / (2.0 * count)));
    }

    /// <summary>Pearson's chi-square: all cells equally likely. Two-sided, because numbers that are spread too evenly are not random either.</summary>
    public static void AssertEquallyLikely(int cells, int count, Func<int, int> cellOf)
    {
        var hits = new int[cells];
        for (int i = 0; i < count; i++) hits[cellOf(i)]++;
        double expected = (double)count / cells, sum = hits.Sum(h => (h - expected) * (h - expected) / expected);
        Assert.InRange(sum, ChiSquared.InvCDF(cells - 1, ErrorProbability / 2), ChiSquared.InvCDF(cells - 1, 1 - (ErrorProbability / 2)));
    }
}
