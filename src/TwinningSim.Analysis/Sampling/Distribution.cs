using System.Globalization;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Kernel.Numerics;

namespace TwinningSim.Analysis.Sampling;

/// <summary>
/// The distribution of a factor, as its quantile function. Values of continuous distributions are rounded to nine significant digits: they can be read, and are the same on
/// every machine although special functions differ there in their last bits.
/// </summary>
public sealed class Distribution
{
    private readonly Func<double, double> _quantile;

    private Distribution(double low, double high, Func<double, double> quantile) => (Low, High, _quantile) = (low, high, quantile);

    /// <summary>Smallest value.</summary>
    public double Low { get; }

    /// <summary>Largest value.</summary>
    public double High { get; }

    /// <summary>The value below which the factor lies with a probability.</summary>
    /// <param name="u">Probability, 0 to 1.</param>
    public double Quantile(double u)
    {
        if (!(u is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(u), u, "A probability lies between 0 and 1.");
        return _quantile(u);
    }

    /// <summary>Every value between two bounds as likely.</summary>
    public static Distribution Uniform(double low, double high)
    {
        CheckOrder(low, high);
        return Continuous(low, high, u => low + (u * (high - low)));
    }

    /// <summary>Every order of magnitude between two bounds above 0 as likely.</summary>
    public static Distribution LogUniform(double low, double high)
    {
        CheckOrder(low, high);
        if (!(low > 0)) throw new ArgumentOutOfRangeException(nameof(low), low, "The lower bound must lie above 0.");
        double start = PortableMath.Log(low), width = PortableMath.Log(high) - start;
        return Continuous(low, high, u => PortableMath.Exp(start + (u * width)));
    }

    /// <summary>Rising in a straight line to the mode and falling from there.</summary>
    public static Distribution Triangular(double low, double mode, double high)
    {
        CheckOrder(low, high);
        if (!(mode >= low && mode <= high)) throw new ArgumentOutOfRangeException(nameof(mode), mode, "The mode must lie between the bounds.");
        double width = high - low, turn = (mode - low) / width;
        return Continuous(low, high, u => u < turn ? low + Math.Sqrt(u * width * (mode - low)) : high - Math.Sqrt((1 - u) * width * (high - mode)));
    }

    /// <summary>A normal distribution cut off at two bounds.</summary>
    /// <param name="mean">Mean before cutting.</param>
    /// <param name="sd">Standard deviation before cutting, above 0.</param>
    /// <param name="low">Lower bound.</param>
    /// <param name="high">Upper bound.</param>
    public static Distribution TruncatedNormal(double mean, double sd, double low, double high)
    {
        CheckOrder(low, high);
        if (!(sd > 0)) throw new ArgumentOutOfRangeException(nameof(sd), sd, "The standard deviation must lie above 0.");
        // Far in the upper tail probabilities near 1 lose their digits: mirrored, they are small.
        bool mirrored = low > mean;
        double a = mirrored ? (mean - high) / sd : (low - mean) / sd, b = mirrored ? (mean - low) / sd : (high - mean) / sd;
        double below = MathNet.Numerics.Distributions.Normal.CDF(0, 1, a), within = MathNet.Numerics.Distributions.Normal.CDF(0, 1, b) - below;
        if (!(within > 0)) throw new ArgumentOutOfRangeException(nameof(low), low, "The bounds lie too far from the mean.");
        return Continuous(low, high, u =>
        {
            double p = below + ((mirrored ? 1 - u : u) * within);
            double z = p <= 0 ? a : p >= 1 ? b : Distributions.NormalQuantile(p);
            return mirrored ? mean - (sd * z) : mean + (sd * z);
        });
    }

    /// <summary>A beta distribution stretched between two bounds.</summary>
    /// <param name="alpha">First shape, above 0.</param>
    /// <param name="beta">Second shape, above 0.</param>
    /// <param name="low">Lower bound.</param>
    /// <param name="high">Upper bound.</param>
    public static Distribution Beta(double alpha, double beta, double low, double high)
    {
        CheckOrder(low, high);
        if (!(alpha > 0)) throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The shape must lie above 0.");
        if (!(beta > 0)) throw new ArgumentOutOfRangeException(nameof(beta), beta, "The shape must lie above 0.");
        return Continuous(low, high, u => u <= 0 ? low : u >= 1 ? high : low + ((high - low) * Quantiles.Beta(alpha, beta, u)));
    }

    /// <summary>Every whole number from one to another as likely.</summary>
    public static Distribution WholeNumbers(long low, long high)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(low, high);
        return new(low, high, u => Math.Min(high, low + Math.Floor(u * (high - low + 1))));
    }

    /// <summary>Every value of a list as likely, in its order.</summary>
    public static Distribution Levels(IReadOnlyList<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Count, 1);
        return new(values.Min(), values.Max(), u => values[Math.Min(values.Count - 1, (int)(u * values.Count))]);
    }

    private static Distribution Continuous(double low, double high, Func<double, double> quantile)
        => new(low, high, u => Math.Clamp(double.Parse(quantile(u).ToString("G9", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), low, high));

    private static void CheckOrder(double low, double high)
    {
        if (!(double.IsFinite(low) && double.IsFinite(high) && low < high)) throw new ArgumentOutOfRangeException(nameof(high), high, "The upper bound must lie above the lower one.");
    }
}
