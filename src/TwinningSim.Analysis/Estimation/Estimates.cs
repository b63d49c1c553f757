namespace TwinningSim.Analysis.Estimation;

/// <summary>Makes estimates from replicates. Values that are NaN are missing: leave them out before.</summary>
public static class Estimates
{
    /// <summary>The usual level of intervals.</summary>
    public const double UsualLevel = 0.95;

    /// <summary>A mean with its t interval: mean +/- t(1 - (1 - level)/2, n - 1) s / sqrt(n).</summary>
    /// <param name="values">One value for each replicate, in the order of replicates.</param>
    /// <param name="level">Level of the interval, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static Estimate Mean(ReadOnlySpan<double> values, double level = UsualLevel) => FromMoments(Moments.Of(values), level, IntervalMethod.StudentT);

    /// <summary>One mean over two crossed sources of chance, from the estimate over each: half-widths add as squares.</summary>
    internal static Estimate Crossed(Estimate one, Estimate other)
    {
        double half = Math.Sqrt((one.HalfWidth * one.HalfWidth) + (other.HalfWidth * other.HalfWidth));
        return one with { Low = one.Value - half, High = one.Value + half, Count = Math.Min(one.Count, other.Count), Method = IntervalMethod.Crossed };
    }

    /// <summary>A share with Wilson's score interval, which stays inside 0 and 1 and is right near both.</summary>
    /// <param name="successes">Number of replicates in which it happened.</param>
    /// <param name="count">Number of replicates.</param>
    /// <param name="level">Level of the interval, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static Estimate Share(int successes, int count, double level = UsualLevel)
    {
        CheckShare(successes, count, level);
        return Share((double)successes, count, level);
    }

    /// <summary>The same for successes of which some count as a half.</summary>
    internal static Estimate Share(double successes, int count, double level)
    {
        if (count == 0) return new(double.NaN, double.NaN, double.NaN, level, 0, IntervalMethod.Wilson);
        double share = successes / count;
        double z = Quantiles.Normal(0.5 + 0.5 * level);
        double zz = z * z;
        double middle = (successes + 0.5 * zz) / (count + zz);
        double half = z / (count + zz) * Math.Sqrt(count * share * (1 - share) + 0.25 * zz);
        return new(share, successes == 0 ? 0 : middle - half, successes == count ? 1 : middle + half, level, count, IntervalMethod.Wilson);
    }

    /// <summary>A share with the exact interval of Clopper and Pearson, for where the level must be guaranteed.</summary>
    /// <param name="successes">Number of replicates in which it happened.</param>
    /// <param name="count">Number of replicates.</param>
    /// <param name="level">Level of the interval, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static Estimate ExactShare(int successes, int count, double level = UsualLevel)
    {
        CheckShare(successes, count, level);
        if (count == 0) return new(double.NaN, double.NaN, double.NaN, level, 0, IntervalMethod.ClopperPearson);
        double tail = 0.5 * (1 - level);
        double low = successes == 0 ? 0 : Quantiles.Beta(successes, count - successes + 1, tail);
        double high = successes == count ? 1 : Quantiles.Beta(successes + 1, count - successes, 1 - tail);
        return new((double)successes / count, low, high, level, count, IntervalMethod.ClopperPearson);
    }

    /// <summary>
    /// The difference of two shares of the same replicates, with the interval that Newcombe (1998, Statistics in Medicine 17:2635, method 10) makes of their score
    /// intervals and their correlation. Stays inside -1 and 1 and does not collapse where the two agree in every replicate.
    /// </summary>
    /// <param name="both">Replicates in which it happened under both designs.</param>
    /// <param name="firstOnly">Replicates in which it happened under the first design only.</param>
    /// <param name="secondOnly">Replicates in which it happened under the second design only.</param>
    /// <param name="neither">Replicates in which it happened under neither.</param>
    /// <param name="level">Level of the interval, above 0 and below 1.</param>
    /// <returns>First less second.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static Estimate DifferenceOfShares(int both, int firstOnly, int secondOnly, int neither, double level = UsualLevel)
    {
        CheckBetween(level, nameof(level));
        ArgumentOutOfRangeException.ThrowIfNegative(Math.Min(Math.Min(both, firstOnly), Math.Min(secondOnly, neither)));
        int count = both + firstOnly + secondOnly + neither;
        if (count == 0) return new(double.NaN, double.NaN, double.NaN, level, 0, IntervalMethod.PairedShares);
        Estimate first = Share(both + firstOnly, count, level);
        Estimate second = Share(both + secondOnly, count, level);
        double margins = (double)(both + firstOnly) * (secondOnly + neither) * (both + secondOnly) * (firstOnly + neither);
        double product = (double)both * neither - (double)firstOnly * secondOnly;
        double correlation = margins == 0 ? 0 : (product > 0 ? Math.Max(0, product - 0.5 * count) : product) / Math.Sqrt(margins);
        double difference = (double)(firstOnly - secondOnly) / count;
        double Half(double own, double other) => Math.Sqrt(Math.Max(0, own * own - 2 * correlation * own * other + other * other));
        double down = Half(first.Value - first.Low, second.High - second.Value);
        double up = Half(first.High - first.Value, second.Value - second.Low);
        return new(difference, difference - down, difference + up, level, count, IntervalMethod.PairedShares);
    }

    /// <summary>A median with an interval of order statistics.</summary>
    /// <param name="values">One value for each replicate, in any order.</param>
    /// <param name="level">Level of the interval, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static Estimate Median(ReadOnlySpan<double> values, double level = UsualLevel) => Quantile(values, 0.5, level);

    /// <summary>A quantile (linear between order statistics, h = (n - 1)p) with an interval of order statistics, equal in both tails.</summary>
    /// <param name="values">One value for each replicate, in any order.</param>
    /// <param name="probability">Which quantile, above 0 and below 1.</param>
    /// <param name="level">Level that the interval reaches or exceeds, above 0 and below 1.</param>
    /// <returns>The estimate; without an interval if there are too few replicates to reach the level.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static Estimate Quantile(ReadOnlySpan<double> values, double probability, double level = UsualLevel)
    {
        CheckBetween(probability, nameof(probability));
        CheckBetween(level, nameof(level));
        if (values.IsEmpty) return new(double.NaN, double.NaN, double.NaN, level, 0, IntervalMethod.OrderStatistics);
        double[] own = values.ToArray();
        double h = (own.Length - 1) * probability;
        int below = (int)h;
        double value = Selection.Nth(own, below);
        if (below + 1 < own.Length) value += (h - below) * (Selection.Nth(own, below + 1) - value);
        (int low, int high) = OrderStatistics(own.Length, probability, level);
        return low == 0
            ? new(value, double.NaN, double.NaN, level, own.Length, IntervalMethod.OrderStatistics)
            : new(value, Selection.Nth(own, low - 1), Selection.Nth(own, high - 1), level, own.Length, IntervalMethod.OrderStatistics);
    }

    /// <summary>A ratio of two means over the same replicates. Its interval is the t interval of <see cref="RatioContributions"/> (delta method).</summary>
    /// <param name="numerators">One value for each replicate.</param>
    /// <param name="denominators">One value for each replicate, in the same order.</param>
    /// <param name="level">Level of the interval, above 0 and below 1.</param>
    /// <returns>The estimate; without a value if the denominator's mean cannot be told from 0 at that level.</returns>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static Estimate Ratio(ReadOnlySpan<double> numerators, ReadOnlySpan<double> denominators, double level = UsualLevel)
    {
        CheckBetween(level, nameof(level));
        double[]? contributions = RatioContributions(numerators, denominators, level);
        return contributions is null
            ? new(double.NaN, double.NaN, double.NaN, level, numerators.Length, IntervalMethod.RatioOfMeans)
            : FromMoments(Moments.Of(contributions), level, IntervalMethod.RatioOfMeans);
    }

    /// <summary>
    /// A ratio of two means over the same replicates with Fieller's interval: all ratios R for which the mean of y - R x cannot be told from 0.
    /// </summary>
    /// <param name="numerators">One value for each replicate.</param>
    /// <param name="denominators">One value for each replicate, in the same order.</param>
    /// <param name="level">Level of the interval, above 0 and below 1.</param>
    /// <returns>The estimate; without an interval if the denominator cannot be told from 0, since that set is then no interval (it reaches infinity).</returns>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static Estimate FiellerRatio(ReadOnlySpan<double> numerators, ReadOnlySpan<double> denominators, double level = UsualLevel)
    {
        CheckBetween(level, nameof(level));
        if (numerators.Length != denominators.Length) throw new ArgumentException("A ratio needs as many denominators as numerators.", nameof(denominators));
        int n = numerators.Length;
        Moments top = Moments.Of(numerators), bottom = Moments.Of(denominators);
        double ratio = n == 0 || bottom.Mean == 0 ? double.NaN : top.Mean / bottom.Mean;
        if (n < 2) return new(ratio, double.NaN, double.NaN, level, n, IntervalMethod.Fieller);
        double shared = 0;
        for (int i = 0; i < n; i++) shared += (numerators[i] - top.Mean) * (denominators[i] - bottom.Mean);
        shared /= n - 1;
        double t = Quantiles.StudentT(0.5 + 0.5 * level, n - 1);
        double tt = t * t / n;
        return Fieller(ratio, top.Mean, bottom.Mean, tt * top.Variance, tt * bottom.Variance, tt * shared) is var (low, high)
            ? new(ratio, low, high, level, n, IntervalMethod.Fieller)
            : new(ratio, double.NaN, double.NaN, level, n, IntervalMethod.Fieller);
    }

    /// <summary>The ends of the set of R with (top - R bottom)^2 at most topVariance - 2 R covariance + R^2 bottomVariance, the variances already times the squared quantile; null if it is no interval.</summary>
    internal static (double Low, double High)? Fieller(double ratio, double top, double bottom, double topVariance, double bottomVariance, double covariance)
    {
        double a = bottom * bottom - bottomVariance;
        if (!(a > 0)) return null;
        double b = top * bottom - covariance;
        double c = top * top - topVariance;
        double root = Math.Sqrt(Math.Max(0, b * b - a * c));
        return (Math.Min(ratio, (b - root) / a), Math.Max(ratio, (b + root) / a));
    }

    /// <summary>
    /// For each replicate the value R + (y - R x)/mean(x) with R = mean(y)/mean(x): their mean is the ratio of the means, and their spread is its error.
    /// Two designs' contributions can be paired by replicate like any other values.
    /// </summary>
    /// <returns>The values, or null if the denominator's mean cannot be told from 0 at that level.</returns>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    internal static double[]? RatioContributions(ReadOnlySpan<double> numerators, ReadOnlySpan<double> denominators, double level)
    {
        if (numerators.Length != denominators.Length) throw new ArgumentException("A ratio needs as many denominators as numerators.", nameof(denominators));
        Moments bottom = ColumnSums.Of(denominators);
        if (bottom.Count == 0 || bottom.Mean == 0) return null;
        if (bottom.Count > 1 && FromMoments(bottom, level, IntervalMethod.StudentT).Covers(0)) return null;
        double ratio = ColumnSums.Of(numerators).Mean / bottom.Mean;
        var contributions = new double[numerators.Length];
        for (int i = 0; i < contributions.Length; i++) contributions[i] = ratio + (numerators[i] - ratio * denominators[i]) / bottom.Mean;
        return contributions;
    }

    /// <summary>Probability that the order statistics of rank low and high (from 1) enclose a quantile: B(high - 1; n, p) - B(low - 1; n, p).</summary>
    internal static double OrderStatisticsCoverage(int count, double probability, int low, int high)
        => Quantiles.BinomialAtMost(high - 1, count, probability) - Quantiles.BinomialAtMost(low - 1, count, probability);

    /// <summary>The ranks (from 1) of the order statistics that enclose a quantile with at least a level, each tail holding at most half of the rest; (0, 0) if there are none.</summary>
    internal static (int Low, int High) OrderStatistics(int count, double probability, double level)
    {
        double tail = 0.5 * (1 - level);
        int low = First(0, count, k => Quantiles.BinomialAtMost(k, count, probability) > tail);
        int high = 1 + First(0, count, k => 1 - Quantiles.BinomialAtMost(k, count, probability) <= tail);
        return low == 0 || high > count ? (0, 0) : (low, high);

        // The first number for which something holds that holds for all after it.
        static int First(int from, int to, Func<int, bool> holds)
        {
            while (from < to)
            {
                int middle = from + (to - from) / 2;
                if (holds(middle)) to = middle;
                else from = middle + 1;
            }
            return from;
        }
    }

    internal static Estimate FromMoments(Moments moments, double level, IntervalMethod method)
    {
        CheckBetween(level, nameof(level));
        if (moments.Count == 0) return new(double.NaN, double.NaN, double.NaN, level, 0, method);
        if (moments.Count == 1) return new(moments.Mean, double.NaN, double.NaN, level, 1, method);
        double half = Quantiles.StudentT(0.5 + 0.5 * level, moments.Count - 1) * Math.Sqrt(moments.Variance / moments.Count);
        return new(moments.Mean, moments.Mean - half, moments.Mean + half, level, moments.Count, method);
    }

    internal static void CheckBetween(double value, string name)
    {
        if (!(value > 0 && value < 1)) throw new ArgumentOutOfRangeException(name, value, "Above 0 and below 1 is allowed.");
    }

    private static void CheckShare(int successes, int count, double level)
    {
        CheckBetween(level, nameof(level));
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (successes < 0 || successes > count) throw new ArgumentOutOfRangeException(nameof(successes), successes, $"0 to {count} is allowed.");
    }
}
