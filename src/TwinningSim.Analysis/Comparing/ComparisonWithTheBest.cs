using System.Collections.Immutable;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Kernel.Numerics;

namespace TwinningSim.Analysis.Comparing;

/// <summary>How far each of several designs lies from the best of the others, all at once.</summary>
/// <param name="FromTheBest">For each design its mean less the best mean among the others, turned so that more is better. An interval that reaches up to 0 only: the
/// design is not the best. One that starts at 0: it is the best.</param>
/// <param name="HalfWidth">Half the width of the intervals before they are cut at 0.</param>
/// <param name="CriticalPoint">The quantile in it (one-sided, of Dunnett 1955).</param>
public sealed record ComparisonWithTheBest(ImmutableArray<Estimate> FromTheBest, double HalfWidth, double CriticalPoint)
{
    /// <summary>
    /// Multiple comparisons with the best under common random numbers (Nelson and Matejcik 1995, Management Science 41:1935), after Hsu (1984). Less wide than all pairs by
    /// Bonferroni, but exact only if the differences of all pairs vary alike (sphericity), and a good approximation where all designs are correlated much.
    /// </summary>
    /// <param name="values">[design][replicate], the same replicates of all; two designs or more, two replicates or more.</param>
    /// <param name="better">Which direction is the better one.</param>
    /// <param name="level">Level at which all intervals together cover the truth, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">There are too few designs or replicates, or they differ in number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static ComparisonWithTheBest Of(IReadOnlyList<IReadOnlyList<double>> values, Better better, double level = Estimates.UsualLevel) => Of(values, better, level, null);

    /// <summary>The same with a critical point that is known already, if it is.</summary>
    internal static ComparisonWithTheBest Of(IReadOnlyList<IReadOnlyList<double>> values, Better better, double level, double? known)
    {
        Estimates.CheckBetween(level, nameof(level));
        int k = values.Count;
        if (k < 2) throw new ArgumentException("Two designs or more can be compared.", nameof(values));
        int n = values[0].Count;
        if (n < 2 || values.Any(v => v.Count != n)) throw new ArgumentException("Each design needs the same two replicates or more.", nameof(values));
        double sign = better == Better.Less ? -1 : 1;
        double[] means = [.. values.Select(v => sign * Moments.Of([.. v]).Mean)];
        double grand = means.Average();
        double squares = 0;
        for (int r = 0; r < n; r++)
        {
            double replicate = 0;
            for (int i = 0; i < k; i++) replicate += sign * values[i][r] / k;
            for (int i = 0; i < k; i++)
            {
                double residual = sign * values[i][r] - means[i] - replicate + grand;
                squares += residual * residual;
            }
        }
        int degrees = (k - 1) * (n - 1);
        double point = known ?? OneSidedPoint(k - 1, degrees, level);
        double half = point * Math.Sqrt(2 * squares / degrees / n);
        return new(
            [.. Enumerable.Range(0, k).Select(i =>
            {
                double distance = means[i] - Enumerable.Range(0, k).Where(j => j != i).Max(j => means[j]);
                return new Estimate(distance, Math.Min(0, distance - half), Math.Max(0, distance + half), level, n, IntervalMethod.ComparisonWithTheBest);
            })],
            half, point);
    }

    /// <summary>The value below which the largest of several equally correlated (1/2) t numbers stays with a probability (Dunnett 1955).</summary>
    internal static double OneSidedPoint(int comparisons, int degrees, double level)
    {
        const int steps = 80;
        const double reach = 8;
        (double Value, double Weight)[] squares = Quantiles.ChiSquareRule(degrees, 120);
        double Below(double point)
        {
            double sum = 0;
            foreach ((double square, double weight) in squares)
            {
                if (weight < 1e-14) continue;
                double scaled = point * Math.Sqrt(2 * square / degrees);
                for (int i = 0; i <= steps; i++)
                {
                    double u = -reach + 2 * reach * i / steps;
                    double density = PortableMath.Exp(-0.5 * u * u) / Math.Sqrt(2 * Math.PI) * (2 * reach / steps);
                    sum += weight * density * PortableMath.Pow(Quantiles.NormalBelow(scaled + u), comparisons);
                }
            }
            return sum;
        }
        double low = 0, high = Quantiles.StudentT(1 - (1 - level) / comparisons, degrees) + 1;
        while (high - low > 1e-6)
        {
            double middle = 0.5 * (low + high);
            if (Below(middle) < level) low = middle;
            else high = middle;
        }
        return 0.5 * (low + high);
    }
}
