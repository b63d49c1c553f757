namespace TwinningSim.Analysis.Runs;

/// <summary>The run that is most like the middle of all runs: the one to tell as a story.</summary>
public static class TypicalRun
{
    /// <summary>
    /// Position of the run whose values lie nearest to the medians: the least sum of squared distances, each divided by the column's standard deviation. A column that
    /// does not vary counts nothing; a missing value counts as one standard deviation away. Of equals the first.
    /// </summary>
    /// <param name="columns">[column][run], all of one length.</param>
    /// <exception cref="ArgumentException">There is no column or no run.</exception>
    public static int Of(IReadOnlyList<IReadOnlyList<double>> columns)
    {
        if (columns.Count == 0 || columns[0].Count == 0) throw new ArgumentException("There is no run to choose from.", nameof(columns));
        var distance = new double[columns[0].Count];
        foreach (IReadOnlyList<double> column in columns)
        {
            double[] sorted = [.. column.Where(double.IsFinite).Order()];
            if (sorted.Length == 0) continue;
            double median = MonthlyCourse.QuantileOf(sorted, 0.5), mean = sorted.Sum() / sorted.Length;
            double variance = sorted.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, sorted.Length - 1);
            if (variance <= 0) continue;
            for (int run = 0; run < distance.Length; run++)
                distance[run] += double.IsFinite(column[run]) ? (column[run] - median) * (column[run] - median) / variance : 1;
        }
        int best = 0;
        for (int run = 1; run < distance.Length; run++) best = distance[run] < distance[best] ? run : best;
        return best;
    }
}
