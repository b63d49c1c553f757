using System.Runtime.CompilerServices;
using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Kernel.Numerics;

/// <summary>Samplers and quantiles that enter results. Built on <see cref="PortableMath"/>, so that they give the same bits on every machine.</summary>
public static class Distributions
{
    /// <summary>Quantile of the standard normal distribution, relative error about 1e-16. Source: Wichura 1988, algorithm AS 241 (PPND16).</summary>
    /// <param name="p">Probability, strictly between 0 and 1; NaN for any other.</param>
    public static double NormalQuantile(double p)
    {
        double q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double r = 0.180625 - (q * q);
            return q * Horner(r, CentralNumerator) / Horner(r, CentralDenominator);
        }
        double tail = Math.Sqrt(-PortableMath.Log(q < 0 ? p : 1 - p));
        double value = tail <= 5
            ? Horner(tail - 1.6, MiddleNumerator) / Horner(tail - 1.6, MiddleDenominator)
            : Horner(tail - 5, FarNumerator) / Horner(tail - 5, FarDenominator);
        return q < 0 ? -value : value;
    }

    // Coefficients of AS 241, highest power first.
    private static ReadOnlySpan<double> CentralNumerator => [2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
        13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608];

    private static ReadOnlySpan<double> CentralDenominator => [5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
        5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0];

    private static ReadOnlySpan<double> MiddleNumerator => [7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
        3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734];

    private static ReadOnlySpan<double> MiddleDenominator => [1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
        0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0];

    private static ReadOnlySpan<double> FarNumerator => [2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
        0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772];

    private static ReadOnlySpan<double> FarDenominator => [2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
        0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Horner(double x, ReadOnlySpan<double> coefficients)
    {
        // Eight coefficients written out: the compiler does not unroll the loop by itself.
        double sum = (coefficients[0] * x) + coefficients[1];
        sum = (sum * x) + coefficients[2];
        sum = (sum * x) + coefficients[3];
        sum = (sum * x) + coefficients[4];
        sum = (sum * x) + coefficients[5];
        sum = (sum * x) + coefficients[6];
        return (sum * x) + coefficients[7];
    }

    /// <summary>Gamma(shape, 1). Source: Marsaglia and Tsang 2000, with their boost for shapes below 1.</summary>
    /// <param name="shape">Shape, above 0.</param>
    /// <param name="stream">Where the uniforms come from.</param>
    public static double Gamma(double shape, ref DrawStream stream)
    {
        if (shape < 1)
        {
            double boost = PortableMath.Pow(stream.NextUniform(), 1 / shape);
            return boost * Gamma(shape + 1, ref stream);
        }
        double d = shape - (1.0 / 3), c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = NormalQuantile(stream.NextUniform()), v = 1 + (c * x);
            if (v <= 0) continue;
            v = v * v * v;
            double u = stream.NextUniform(), x2 = x * x;
            if (u < 1 - (0.0331 * x2 * x2)) return d * v;
            if (PortableMath.Log(u) < (0.5 * x2) + (d * (1 - v + PortableMath.Log(v)))) return d * v;
        }
    }

    /// <summary>Beta with the given mean and concentration (the sum of its two shapes).</summary>
    /// <param name="mean">Mean, strictly between 0 and 1.</param>
    /// <param name="concentration">Concentration, above 0.</param>
    /// <param name="stream">Where the uniforms come from.</param>
    public static double Beta(double mean, double concentration, ref DrawStream stream)
    {
        double a = Gamma(mean * concentration, ref stream), b = Gamma((1 - mean) * concentration, ref stream);
        // Two shapes close to 0 can both give numbers below the smallest double. The distribution then has all its weight at the two ends.
        if (a + b == 0) return stream.NextUniform() < mean ? 1 : 0;
        return a / (a + b);
    }

    /// <summary>Poisson by inversion of one uniform: a larger uniform never gives a smaller number.</summary>
    /// <param name="mean">Mean; 0 or less gives 0. Above 500 the quantile is an expansion (Giles 2016, ACM algorithm 955, equation for Q_N2) that is at most one off.</param>
    /// <param name="uniform">A uniform number, strictly between 0 and 1.</param>
    public static int Poisson(double mean, double uniform)
    {
        if (mean <= 0) return 0;
        if (mean > 500) return LargePoisson(mean, uniform);
        // e^-m is at least 1-m: most months of rare events need no exponential.
        if (uniform <= 1 - mean) return 0;
        double term = PortableMath.Exp(-mean), sum = term;
        int k = 0;
        while (uniform > sum && term > 0)
        {
            k++;
            term *= mean / k;
            sum += term;
        }
        return k;
    }

    private static int LargePoisson(double mean, double uniform)
    {
        double z = NormalQuantile(uniform), z2 = z * z, root = Math.Sqrt(mean);
        double quantile = mean + (root * z) + (1.0 / 3) + (z2 / 6) - (z * (2 + z2) / (72 * root)) + (((z2 * ((3 * z2) + 7)) - 16) / (810 * mean));
        return (int)quantile;
    }
}
