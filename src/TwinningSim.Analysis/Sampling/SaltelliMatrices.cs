namespace TwinningSim.Analysis.Sampling;

/// <summary>
/// The points at which Sobol' indices are estimated (Saltelli and others 2010, Computer Physics Communications 181:259-270): two independent samples A and B of the factors, and
/// for each factor i the matrix A_B^(i), which is A with column i from B. N (k + 2) points.
/// </summary>
/// <param name="Rows">N.</param>
/// <param name="Dimensions">k, the number of factors.</param>
/// <param name="Points">[point][factor]: the rows of A, then those of B, then those of A_B^(1) to A_B^(k).</param>
public sealed record SaltelliMatrices(int Rows, int Dimensions, IReadOnlyList<double[]> Points)
{
    /// <summary>Makes the matrices from one scrambled Sobol' sample of 2 k dimensions.</summary>
    /// <param name="rows">N, 1 or more; best a power of 2.</param>
    /// <param name="dimensions">k, 1 to half of <see cref="SobolSequence.MostDimensions"/>.</param>
    /// <param name="seed">Seed of the scrambling.</param>
    public static SaltelliMatrices Make(int rows, int dimensions, ulong seed)
    {
        double[][] both = SobolSequence.Scrambled(rows, 2 * dimensions, seed);
        var points = new List<double[]>(rows * (dimensions + 2));
        points.AddRange(both.Select(x => x[..dimensions]));
        points.AddRange(both.Select(x => x[dimensions..]));
        for (int i = 0; i < dimensions; i++)
        {
            for (int r = 0; r < rows; r++)
            {
                double[] mixed = both[r][..dimensions];
                mixed[i] = both[r][dimensions + i];
                points.Add(mixed);
            }
        }
        return new(rows, dimensions, points);
    }

    /// <summary>The results that belong to A, to B and to each A_B^(i).</summary>
    /// <param name="results">One result for each point, in their order.</param>
    /// <exception cref="ArgumentException">There is not one result for each point.</exception>
    public (double[] A, double[] B, double[][] Mixed) Split(IReadOnlyList<double> results)
    {
        if (results.Count != Points.Count) throw new ArgumentException($"There are {Points.Count} points but {results.Count} results.", nameof(results));
        double[] Part(int matrix) => [.. results.Skip(matrix * Rows).Take(Rows)];
        return (Part(0), Part(1), [.. Enumerable.Range(0, Dimensions).Select(i => Part(i + 2))]);
    }
}
