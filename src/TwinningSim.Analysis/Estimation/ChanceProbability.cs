using MathNet.Numerics.Distributions;

namespace TwinningSim.Analysis.Estimation;

/// <summary>One-sided p-values: how probable a result at least as large as the one seen is, if nothing but chance were behind it.</summary>
public static class ChanceProbability
{
    /// <summary>Of a mean at least as large as that of the values, if the true mean is at most some value (Student's t).</summary>
    /// <param name="values">One value for each replicate.</param>
    /// <param name="atMost">The true mean under chance.</param>
    /// <returns>The p-value; 0 or 1 where the values do not vary; NaN for fewer than two values.</returns>
    public static double OfMean(ReadOnlySpan<double> values, double atMost = 0)
    {
        Moments moments = Moments.Of(values);
        if (moments.Count < 2) return double.NaN;
        double error = Math.Sqrt(moments.Variance / moments.Count), distance = moments.Mean - atMost;
        if (error == 0) return distance > 0 ? 0 : 1;
        return StudentT.CDF(0, 1, moments.Count - 1, -distance / error);
    }

    /// <summary>Of at least so many successes, if the true share is at most some value (exact binomial).</summary>
    /// <param name="successes">Successes, 0 to the count.</param>
    /// <param name="count">Trials, 1 or more.</param>
    /// <param name="atMost">The true share under chance, 0 to 1.</param>
    public static double OfShare(int successes, int count, double atMost) => 1 - Quantiles.BinomialAtMost(successes - 1, count, atMost);
}
