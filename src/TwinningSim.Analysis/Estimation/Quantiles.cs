using MathNet.Numerics.Distributions;
using TwinningSim.Kernel.Numerics;

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

    /// <summary>Probability that a standard normal number falls below a value.</summary>
    public static double NormalBelow(double value) => MathNet.Numerics.Distributions.Normal.CDF(0, 1, value);

    /// <summary>
    /// Points and weights for the mean of a function of a chi-square number with some degrees of freedom: the trapezium rule on its logarithm, where the density dies
    /// away at both ends faster than any power and the rule is exact to the last digits.
    /// </summary>
    public static (double Value, double Weight)[] ChiSquareRule(double degrees, int points = 200)
    {
        // Below this lies less than 1e-18: F(x) is at most (x/2)^(degrees/2) / Gamma(degrees/2 + 1).
        double low = PortableMath.Log(2) + 2 / degrees * (PortableMath.Log(1e-18) + MathNet.Numerics.SpecialFunctions.GammaLn(0.5 * degrees + 1));
        double high = PortableMath.Log(degrees + 12 * Math.Sqrt(2 * degrees) + 90);
        if (degrees > 200)
        {
            // The logarithm is nearly normal with this deviation: a wider rule would step over the density.
            double deviation = Math.Sqrt(2 / degrees);
            (low, high) = (Math.Max(low, PortableMath.Log(degrees) - 14 * deviation), Math.Min(high, PortableMath.Log(degrees) + 14 * deviation));
        }
        double step = (high - low) / (points - 1);
        double constant = -0.5 * degrees * PortableMath.Log(2) - MathNet.Numerics.SpecialFunctions.GammaLn(0.5 * degrees);
        var rule = new (double, double)[points];
        for (int i = 0; i < points; i++)
        {
            double t = low + i * step;
            double x = PortableMath.Exp(t);
            rule[i] = (x, step * PortableMath.Exp(constant + 0.5 * degrees * t - 0.5 * x));
        }
        return rule;
    }

    /// <summary>The place where an increasing function reaches a value, by halving.</summary>
    public static double Solve(Func<double, double> increasing, double target, double low, double high)
    {
        for (int i = 0; i < 200 && high - low > 1e-12 * Math.Max(1, Math.Abs(high)); i++)
        {
            double middle = 0.5 * (low + high);
            if (increasing(middle) < target) low = middle;
            else high = middle;
        }
        return 0.5 * (low + high);
    }

    public static double Beta(double a, double b, double probability) => MathNet.Numerics.Distributions.Beta.InvCDF(a, b, probability);

    /// <summary>Probability of at most k successes in n trials; 0 for negative k.</summary>
    public static double BinomialAtMost(int k, int n, double p) => k < 0 ? 0 : k >= n ? 1 : Binomial.CDF(p, n, k);
}
