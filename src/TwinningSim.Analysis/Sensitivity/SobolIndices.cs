using System.Collections.Immutable;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Sensitivity;

/// <summary>Results of a model at the rows of Sobol' matrices: A and B are independent samples of the factors, A_B^(i) is A with column i from B. NaN is a failed row.</summary>
/// <param name="A">f(A), one for each row.</param>
/// <param name="B">f(B).</param>
/// <param name="Mixed">f(A_B^(i)), [factor][row].</param>
public sealed record SobolResults(IReadOnlyList<double> A, IReadOnlyList<double> B, IReadOnlyList<IReadOnlyList<double>> Mixed);

/// <summary>How much of the variance of an outcome comes from one factor.</summary>
/// <param name="First">First-order index: what would be gone, on average, if the factor were known.</param>
/// <param name="Total">Total index: what would be left, on average, if everything but the factor were known.</param>
public sealed record SobolIndex(Estimate First, Estimate Total)
{
    /// <summary>Whether the factor matters at all, as far as the interval tells. An estimate below 0 is chance: the index itself is never negative.</summary>
    public bool IsTold => Total.Low > 0;
}

/// <summary>
/// Sobol' indices: first order after Saltelli and others (2010, Computer Physics Communications 181:259-270, table 2 b), total after Jansen (1999, CPC 117:35-43). Intervals by a
/// bootstrap that draws rows of all matrices together.
/// </summary>
/// <param name="Indices">One for each factor, in their order.</param>
/// <param name="Mean">Mean of the outcome over the rows of A and B.</param>
/// <param name="Variance">Its variance.</param>
/// <param name="Rows">Rows used.</param>
/// <param name="Dropped">Rows that were dropped in all matrices because one of their runs failed.</param>
public sealed record SobolIndices(ImmutableArray<SobolIndex> Indices, double Mean, double Variance, int Rows, int Dropped)
{
    /// <summary>Sum of the first-order indices: what is missing to 1 is interactions.</summary>
    public double SumOfFirst => Indices.Sum(i => i.First.Value);

    /// <summary>Estimates the indices.</summary>
    /// <param name="results">The model's results.</param>
    /// <param name="level">Level of the intervals, above 0 and below 1.</param>
    /// <param name="resamples">Number of bootstrap resamples.</param>
    /// <param name="seed">Seed of the resamples.</param>
    /// <exception cref="ArgumentException">The matrices differ in their number of rows, or fewer than two rows are whole.</exception>
    public static SobolIndices Of(SobolResults results, double level = Estimates.UsualLevel, int resamples = 1000, ulong seed = 0)
    {
        int n = results.A.Count, k = results.Mixed.Count;
        if (results.B.Count != n || results.Mixed.Any(m => m.Count != n)) throw new ArgumentException("All matrices need the same rows.", nameof(results));
        // One failed run spoils its row for every factor: dropping it in one matrix only would pair different rows.
        int[] rows = [.. Enumerable.Range(0, n).Where(j => double.IsFinite(results.A[j]) && double.IsFinite(results.B[j]) && results.Mixed.All(m => double.IsFinite(m[j])))];
        if (rows.Length < 2) throw new ArgumentException($"Only {rows.Length} of {n} rows have no failed run: too few for indices.", nameof(results));
        double[] a = [.. rows.Select(j => results.A[j])], b = [.. rows.Select(j => results.B[j])];
        double[][] mixed = [.. results.Mixed.Select(m => rows.Select(j => m[j]).ToArray())];
        int[] all = [.. Enumerable.Range(0, rows.Length)];
        double[] values = new double[2 * k];
        (double mean, double variance) = Compute(all, values);
        double[][] drawn = Bootstrap.Resample(rows.Length, 2 * k, (r, into) => Compute(r, into), resamples, seed);
        Estimate At(int s) => Bootstrap.Percentile(values[s], drawn[s], rows.Length, level);
        return new([.. Enumerable.Range(0, k).Select(i => new SobolIndex(At(2 * i), At(2 * i + 1)))], mean, variance, rows.Length, n - rows.Length);

        (double Mean, double Variance) Compute(ReadOnlySpan<int> chosen, Span<double> into)
        {
            double sum = 0;
            foreach (int j in chosen) sum += a[j] + b[j];
            double centre = sum / (2 * chosen.Length);
            double squares = 0;
            foreach (int j in chosen) squares += (a[j] - centre) * (a[j] - centre) + (b[j] - centre) * (b[j] - centre);
            double v = squares / (2 * chosen.Length);
            for (int i = 0; i < k; i++)
            {
                (double first, double total) = (0, 0);
                double[] m = mixed[i];
                foreach (int j in chosen)
                {
                    // Centred: without that an outcome far from 0 drowns its own variance.
                    first += (b[j] - centre) * (m[j] - a[j]);
                    total += (a[j] - m[j]) * (a[j] - m[j]);
                }
                into[2 * i] = v > 0 ? first / chosen.Length / v : double.NaN;
                into[2 * i + 1] = v > 0 ? total / (2 * chosen.Length) / v : double.NaN;
            }
            return (centre, v);
        }
    }
}
