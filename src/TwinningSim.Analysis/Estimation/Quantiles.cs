using MathNet.Numerics.Distributions;
using TwinningSim.Kernel.Numerics;

namespace TwinningSim.Analysis.Estimation;

/// <summary>Quantiles of the distributions that intervals need.</summary>
internal static class Quantiles
{
    /// <summary>The degrees of freedom from which on the expansion in 1/degrees is exact to nine digits or more, however far out in the tail.</summary>
    internal const int ManyDegrees = 1000;

    /// <summary>The value below which Student's t with some degrees of freedom falls with a probability.</summary>
    public static double StudentT(double probability, int degrees)
    {
        // Closed forms where the library's search, which looks no further than 800, would fail in the far tail.
        if (degrees == 1) return -1 / Math.Tan(Math.PI * probability);
        if (degrees == 2) return (2 * probability - 1) / Math.Sqrt(2 * probability * (1 - probability));
        return degrees < ManyDegrees ? MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, degrees, probability) : NearlyNormal(Normal(probability), degrees);
    }

    /// <summary>The expansion about the normal quantile (Abramowitz and Stegun 26.7.5): a thousand times as fast as a search.</summary>
    private static double NearlyNormal(double z, int degrees)
    {
        double s = z * z, d = degrees;
        double first = z * (s + 1) / 4;
        double second = z * ((((5 * s) + 16) * s) + 3) / 96;
        double third = z * ((((((3 * s) + 19) * s) + 17) * s) - 15) / 384;
        double fourth = z * ((((((((79 * s) + 776) * s) + 1482) * s) - 1920) * s) - 945) / 92160;
        return z + ((first + ((second + ((third + (fourth / d)) / d)) / d)) / d);
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
