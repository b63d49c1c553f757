using System.Collections.Immutable;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Runs;

/// <summary>What the replicates of a design show of a column in one month.</summary>
/// <param name="Month">Months since the start.</param>
/// <param name="Mean">The mean with its interval.</param>
/// <param name="Spread">Quantiles of the runs at <see cref="MonthlyCourse.Quantiles"/>; NaN without a value.</param>
public sealed record MonthOfCourse(int Month, Estimate Mean, ImmutableArray<double> Spread);

/// <summary>A column of the table of months over time: the mean and how well it is known, and how far the runs lie apart.</summary>
public sealed class MonthlyCourse
{
    private MonthlyCourse(ImmutableArray<MonthOfCourse> months) => Months = months;

    /// <summary>Which quantiles of the runs are kept: 5, 25, 50, 75 and 95 %.</summary>
    public static ImmutableArray<double> Quantiles { get; } = [0.05, 0.25, 0.5, 0.75, 0.95];

    /// <summary>The months in their order.</summary>
    public ImmutableArray<MonthOfCourse> Months { get; }

    /// <summary>Makes the course.</summary>
    /// <param name="months">Month of each row, 0 or more.</param>
    /// <param name="values">Value of each row; a missing one is NaN and is left out.</param>
    /// <param name="level">Level of the intervals of the mean.</param>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static MonthlyCourse Of(IReadOnlyList<double> months, IReadOnlyList<double> values, double level = Estimates.UsualLevel)
    {
        if (months.Count != values.Count) throw new ArgumentException("Each row needs a month and a value.", nameof(values));
        var rows = new SortedDictionary<int, List<double>>();
        for (int i = 0; i < months.Count; i++)
        {
            if (!rows.TryGetValue((int)months[i], out List<double>? month)) rows.Add((int)months[i], month = []);
            if (!double.IsNaN(values[i])) month.Add(values[i]);
        }
        var course = ImmutableArray.CreateBuilder<MonthOfCourse>(rows.Count);
        foreach ((int month, List<double> present) in rows)
        {
            Estimate mean = Estimates.Mean(present.ToArray(), level);
            double[] sorted = [.. present.Order()];
            course.Add(new(month, mean, [.. Quantiles.Select(q => QuantileOf(sorted, q))]));
        }
        return new(course.MoveToImmutable());
    }

    /// <summary>A quantile by linear interpolation, h = (n-1)p (Hyndman and Fan 1996, type 7); NaN of nothing.</summary>
    /// <param name="sorted">Values in ascending order.</param>
    /// <param name="p">0 to 1.</param>
    public static double QuantileOf(IReadOnlyList<double> sorted, double p)
    {
        if (sorted.Count == 0) return double.NaN;
        double h = (sorted.Count - 1) * p;
        int below = (int)h;
        return below + 1 < sorted.Count ? sorted[below] + ((h - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
