using MathNet.Numerics.Distributions;

namespace TwinningSim.Analysis.Estimation;

/// <summary>Quantiles of the distributions that intervals need.</summary>
internal static class Quantiles
{
    /// <summary>The value below which Student's t with some degrees of freedom falls with a probability.</summary>
    public static double StudentT(double probability, int degrees)
    {
        // Closed forms where the library's search, which looks no further than 800, would fail in the far tail.
        if (degrees == 1) return -1 / Math.Tan(Math.PI * probability);
        if (degrees == 2) return (2 * probability - 1) / Math.Sqrt(2 * probability * (1 - probability));
        return MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, degrees, probability);
    }

    public static double Normal(double probability) => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, probability);

    public static double Beta(double a, double b, double probability) => MathNet.Numerics.Distributions.Beta.InvCDF(a, b, probability);

    /// <summary>Probability of at most k successes in n trials; 0 for negative k.</summary>
    public static double BinomialAtMost(int k, int n, double p) => k < 0 ? 0 : k >= n ? 1 : Binomial.CDF(p, n, k);
}
