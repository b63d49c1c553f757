using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Stopping;

/// <summary>How exactly a mean must be known.</summary>
/// <param name="HalfWidth">Largest half-width of its interval, above 0; null for a relative rule.</param>
/// <param name="Relative">Largest error relative to the true mean, above 0 and at most 1; null for an absolute rule.</param>
/// <param name="Level">Level of the interval, above 0 and below 1.</param>
public sealed record Precision(double? HalfWidth, double? Relative, double Level)
{
    /// <summary>An absolute rule: half-width at most d.</summary>
    public static Precision Absolute(double halfWidth, double level = Estimates.UsualLevel)
    {
        if (!(halfWidth > 0)) throw new ArgumentOutOfRangeException(nameof(halfWidth), halfWidth, "A half-width lies above 0.");
        Estimates.CheckBetween(level, nameof(level));
        return new(halfWidth, null, level);
    }

    /// <summary>
    /// A relative rule: half-width over the absolute mean at most g/(1 + g), so that the error relative to the <em>true</em> mean, which is not known, stays below g (Law 2015,
    /// Simulation Modeling and Analysis, 9.4.1). Of no use where the mean may be 0.
    /// </summary>
    public static Precision RelativeTo(double error, double level = Estimates.UsualLevel)
    {
        if (!(error is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(error), error, "A relative error lies above 0 and is at most 1.");
        Estimates.CheckBetween(level, nameof(level));
        return new(null, error, level);
    }

    /// <summary>Whether values are known exactly enough.</summary>
    public bool IsMet(in Moments moments) => IsMet(moments, moments.Count < 2 ? double.NaN : Quantile(moments.Count - 1));

    /// <summary>The same with the quantile of Student's t given, for loops over replicates.</summary>
    internal bool IsMet(in Moments moments, double quantile) => moments.Count >= 2 && quantile * Math.Sqrt(moments.Variance / moments.Count) <= Wanted(moments);

    internal double Quantile(int degrees) => Quantiles.StudentT(0.5 + (0.5 * Level), degrees);

    /// <summary>Half the width of the t interval; NaN for fewer than two values.</summary>
    public double HalfWidthOf(in Moments moments)
        => moments.Count < 2 ? double.NaN : Quantile(moments.Count - 1) * Math.Sqrt(moments.Variance / moments.Count);

    /// <summary>The half-width that n values of this variance would have; NaN for fewer than two values.</summary>
    /// <param name="moments">The values that there are.</param>
    /// <param name="n">Number of values that there will be, 2 or more.</param>
    public double HalfWidthAt(in Moments moments, int n) => n < 2 ? double.NaN : Quantile(n - 1) * Math.Sqrt(moments.Variance / n);

    /// <summary>About how many values are needed: ceil((t s / d)^2) with the t of the values that there are (the two-stage rule; Stein 1945); null if that cannot be said.</summary>
    public int? Needed(in Moments moments)
    {
        if (moments.Count < 2) return null;
        double t = Quantile(moments.Count - 1), wanted = Wanted(moments);
        double n = Math.Ceiling(t * t * moments.Variance / (wanted * wanted));
        return n is >= 0 and <= int.MaxValue / 2 ? (int)Math.Max(2, n) : null;
    }

    private double Wanted(in Moments moments) => HalfWidth ?? Math.Abs(moments.Mean) * (Relative!.Value / (1 + Relative.Value));
}
