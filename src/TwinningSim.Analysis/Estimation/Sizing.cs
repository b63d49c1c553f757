namespace TwinningSim.Analysis.Estimation;

/// <summary>How many replicates a question needs.</summary>
public static class Sizing
{
    /// <summary>Answers above this are not worth giving as a number.</summary>
    public const int MostReplicates = 10_000_000;

    /// <summary>
    /// About how many replicates tell a difference from zero with a given probability, if it is as large as it looks now:
    /// the smallest n with sqrt(n) |difference| / s >= t(1 - (1 - level)/2, n - 1) + t(power, n - 1).
    /// </summary>
    /// <param name="difference">Mean difference of two designs in the same replicates.</param>
    /// <param name="variance">Variance of the differences, 0 or more.</param>
    /// <param name="level">Level of the interval that has to exclude zero, above 0 and below 1.</param>
    /// <param name="power">Probability of telling, above 0 and below 1.</param>
    /// <returns>A number of replicates, or null if it would be above <see cref="MostReplicates"/> or the difference is zero.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static int? ReplicatesToTell(double difference, double variance, double level, double power = 0.8)
    {
        Estimates.CheckBetween(level, nameof(level));
        Estimates.CheckBetween(power, nameof(power));
        if (!(variance >= 0) || difference == 0 || !double.IsFinite(difference)) return null;
        double effect = Math.Abs(difference) / Math.Sqrt(variance);
        bool Enough(int n) => Math.Sqrt(n) * effect >= Quantiles.StudentT(0.5 + 0.5 * level, n - 1) + Quantiles.StudentT(power, n - 1);
        if (!Enough(MostReplicates)) return null;
        // What normal quantiles say is a few replicates off at most: look further away only in growing steps.
        double normal = (Quantiles.Normal(0.5 + 0.5 * level) + Quantiles.Normal(power)) / effect;
        int no = (int)Math.Clamp(normal * normal, 2, MostReplicates - 1), yes = no + 1;
        for (int step = 1; yes < MostReplicates && !Enough(yes); step *= 2) (no, yes) = (yes, Math.Min(MostReplicates, yes + step));
        for (int step = 1; no > 1 && Enough(no); step *= 2) (no, yes) = (Math.Max(1, no - step), no);
        while (yes - no > 1)
        {
            int middle = no + (yes - no) / 2;
            if (Enough(middle)) yes = middle;
            else no = middle;
        }
        return yes;
    }

    /// <summary>Replicates of the two-stage procedure with Bonferroni's inequality: R = ceil(t(1 - alpha/comparisons, n0 - 1)^2 S^2 / d^2), at least n0.</summary>
    /// <param name="largestVariance">Largest variance of the differences of any pair in the first stage.</param>
    /// <param name="difference">The smallest difference worth detecting, above 0.</param>
    /// <param name="firstStage">Replicates of the first stage n0, 2 or more.</param>
    /// <param name="comparisons">Designs compared with the best, 1 or more.</param>
    /// <param name="level">1 - alpha, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static int TwoStage(double largestVariance, double difference, int firstStage, int comparisons, double level = Estimates.UsualLevel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(largestVariance);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(difference);
        ArgumentOutOfRangeException.ThrowIfLessThan(firstStage, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(comparisons, 1);
        Estimates.CheckBetween(level, nameof(level));
        double t = Quantiles.StudentT(1 - (1 - level) / comparisons, firstStage - 1);
        return Math.Max(firstStage, (int)Math.Ceiling(t * t * largestVariance / (difference * difference)));
    }

    /// <summary>Replicates after which a share near a half is known within +/- <paramref name="halfWidth"/>: ceil(z^2 / 4 h^2).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is not between 0 and 1.</exception>
    public static int ForShare(double halfWidth, double level = Estimates.UsualLevel)
    {
        Estimates.CheckBetween(halfWidth, nameof(halfWidth));
        Estimates.CheckBetween(level, nameof(level));
        double z = Quantiles.Normal(0.5 + 0.5 * level);
        return (int)Math.Ceiling(z * z / (4 * halfWidth * halfWidth));
    }

    /// <summary>The same with a guarantee for every distribution on 0 to 1 (Hoeffding 1963): ceil(ln(2/alpha) / 2 h^2).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is not between 0 and 1.</exception>
    public static int ForShareGuaranteed(double halfWidth, double level = Estimates.UsualLevel)
    {
        Estimates.CheckBetween(halfWidth, nameof(halfWidth));
        Estimates.CheckBetween(level, nameof(level));
        return (int)Math.Ceiling(Kernel.Numerics.PortableMath.Log(2 / (1 - level)) / (2 * halfWidth * halfWidth));
    }

    /// <summary>Replicates after which the largest value (or smallest and largest) bounds a share of all outcomes with a confidence (Wilks 1941).</summary>
    /// <param name="share">Share of outcomes inside the bound, above 0 and below 1.</param>
    /// <param name="confidence">Confidence, above 0 and below 1.</param>
    /// <param name="twoSided">Bound below and above.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not between 0 and 1.</exception>
    public static int ForToleranceBound(double share, double confidence, bool twoSided)
    {
        Estimates.CheckBetween(share, nameof(share));
        Estimates.CheckBetween(confidence, nameof(confidence));
        double power = share; // share^n
        for (int n = 1; ; n++, power *= share)
        {
            double missed = twoSided ? power + n * (1 - share) * power / share : power;
            if (1 - missed >= confidence) return n;
        }
    }
}
