using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Analysis.Estimation;

/// <summary>What can be computed from some rows of the data: the positions of the rows, with repetitions, in; numbers out.</summary>
/// <param name="rows">Positions of the rows.</param>
/// <param name="results">Where the numbers go.</param>
public delegate void RowStatistics(ReadOnlySpan<int> rows, Span<double> results);

/// <summary>
/// Intervals from drawing the data again with replacement (Efron 1979). What is drawn are rows, so that everything that belongs to a replicate stays together: designs
/// that share their luck are paired by construction. A resample is a function of the seed and its number: the same seed gives the same interval.
/// </summary>
public static class Bootstrap
{
    /// <summary>The usual number of resamples.</summary>
    public const int UsualResamples = 2000;

    /// <summary>Draws rows and computes the statistics of each resample.</summary>
    /// <param name="rows">Number of rows of the data, 1 or more.</param>
    /// <param name="statistics">Number of statistics.</param>
    /// <param name="compute">Computes them from some rows.</param>
    /// <param name="resamples">Number of resamples, 1 or more.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <returns>For each statistic its value in every resample, in the order of resamples.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static double[][] Resample(int rows, int statistics, RowStatistics compute, int resamples = UsualResamples, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resamples);
        double[][] values = [.. Enumerable.Range(0, statistics).Select(_ => new double[resamples])];
        int[] drawn = new int[rows];
        double[] results = new double[statistics];
        for (int b = 0; b < resamples; b++)
        {
            var draws = new Draws(seed, (uint)b);
            for (int i = 0; i < rows; i++) drawn[i] = draws.Below(rows, Chance.Resampling, i, 0);
            compute(drawn, results);
            for (int s = 0; s < statistics; s++) values[s][b] = results[s];
        }
        return values;
    }

    /// <summary>The interval between two quantiles of the resamples. A resample without a value is left out.</summary>
    /// <param name="value">The estimate from the data themselves.</param>
    /// <param name="resampled">The statistic in every resample.</param>
    /// <param name="count">Number of rows of the data.</param>
    /// <param name="level">Level of the interval, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static Estimate Percentile(double value, ReadOnlySpan<double> resampled, int count, double level = Estimates.UsualLevel)
    {
        Estimates.CheckBetween(level, nameof(level));
        double[] sorted = SortedPresent(resampled);
        double tail = 0.5 * (1 - level);
        return sorted.Length == 0
            ? new(value, double.NaN, double.NaN, level, count, IntervalMethod.BootstrapPercentile)
            : new(value, Rank(sorted, tail), Rank(sorted, 1 - tail), level, count, IntervalMethod.BootstrapPercentile);
    }

    /// <summary>The same, corrected for the bias and the skewness of the resamples (BCa, Efron 1987).</summary>
    /// <param name="value">The estimate from the data themselves.</param>
    /// <param name="resampled">The statistic in every resample.</param>
    /// <param name="acceleration">How fast the standard error changes with the value: <see cref="Acceleration"/>.</param>
    /// <param name="count">Number of rows of the data.</param>
    /// <param name="level">Level of the interval, above 0 and below 1.</param>
    /// <returns>The estimate; without an interval if all resamples lie on one side of the value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static Estimate BiasCorrected(double value, ReadOnlySpan<double> resampled, double acceleration, int count, double level = Estimates.UsualLevel)
    {
        Estimates.CheckBetween(level, nameof(level));
        double[] sorted = SortedPresent(resampled);
        double bias = Bias(value, sorted);
        if (!double.IsFinite(bias) || !double.IsFinite(acceleration)) return new(value, double.NaN, double.NaN, level, count, IntervalMethod.BootstrapBiasCorrected);
        double z = Quantiles.Normal(0.5 + 0.5 * level);
        double At(double end)
        {
            double shifted = bias + end;
            return Rank(sorted, Quantiles.NormalBelow(bias + shifted / (1 - acceleration * shifted)));
        }
        return new(value, At(-z), At(z), level, count, IntervalMethod.BootstrapBiasCorrected);
    }

    /// <summary>The mean of some values with its bias-corrected interval.</summary>
    /// <param name="values">One value for each replicate, in the order of replicates.</param>
    /// <param name="level">Level of the interval, above 0 and below 1.</param>
    /// <param name="resamples">Number of resamples, 1 or more.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static Estimate Mean(IReadOnlyList<double> values, double level = Estimates.UsualLevel, int resamples = UsualResamples, ulong seed = 0)
    {
        if (values.Count == 0) return new(double.NaN, double.NaN, double.NaN, level, 0, IntervalMethod.BootstrapBiasCorrected);
        double Of(ReadOnlySpan<int> rows)
        {
            double sum = 0;
            foreach (int row in rows) sum += values[row];
            return sum / rows.Length;
        }
        double[] resampled = Resample(values.Count, 1, (rows, results) => results[0] = Of(rows), resamples, seed)[0];
        int[] all = [.. Enumerable.Range(0, values.Count)];
        return BiasCorrected(Of(all), resampled, Acceleration(values.Count, left => Of([.. all.Where(i => i != left)])), values.Count, level);
    }

    /// <summary>The acceleration of a statistic by the jackknife: sum (m - x_i)^3 / (6 (sum (m - x_i)^2)^1.5), x_i the statistic without row i, m their mean.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="without">The statistic without a row.</param>
    /// <returns>The acceleration; 0 if the statistic does not vary.</returns>
    public static double Acceleration(int rows, Func<int, double> without)
    {
        double[] values = [.. Enumerable.Range(0, rows).Select(without)];
        double mean = Moments.Of(values).Mean;
        (double squares, double cubes) = (0, 0);
        foreach (double value in values)
        {
            double d = mean - value;
            squares += d * d;
            cubes += d * d * d;
        }
        return squares == 0 ? 0 : cubes / (6 * squares * Math.Sqrt(squares));
    }

    /// <summary>z0: the normal quantile of the share of resamples below the value; of those equal to it a half counts.</summary>
    internal static double Bias(double value, double[] sorted)
    {
        double below = 0;
        foreach (double v in sorted) below += v < value ? 1 : v == value ? 0.5 : 0;
        return below == 0 || below == sorted.Length ? double.NaN : Quantiles.Normal(below / sorted.Length);
    }

    private static double[] SortedPresent(ReadOnlySpan<double> values)
    {
        var present = new List<double>(values.Length);
        foreach (double value in values)
        {
            if (!double.IsNaN(value)) present.Add(value);
        }
        double[] sorted = [.. present];
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>The smallest value that a share of the values does not exceed.</summary>
    private static double Rank(double[] sorted, double share) => sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
}
