using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Analysis.Sampling;

/// <summary>Latin hypercube samples (McKay, Beckman and Conover 1979, Technometrics 21:239-245): in each column, each of n equal strata is hit exactly once.</summary>
public static class LatinHypercube
{
    /// <summary>Points of the unit cube.</summary>
    /// <param name="count">Number of points, 1 or more.</param>
    /// <param name="dimensions">Number of columns, 1 or more.</param>
    /// <param name="seed">Seed; another one gives another sample.</param>
    /// <returns>[point][dimension], strictly between 0 and 1.</returns>
    public static double[][] Points(int count, int dimensions, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        var draws = new Draws(seed, 0);
        double[][] points = [.. Enumerable.Range(0, count).Select(_ => new double[dimensions])];
        for (int j = 0; j < dimensions; j++)
        {
            int[] order = Shuffled(count, i => draws.Bits(Chance.Stratum, i, 0, j));
            for (int i = 0; i < count; i++) points[i][j] = (order[i] + draws.Uniform(Chance.WithinStratum, i, 0, j)) / count;
        }
        return points;
    }

    /// <summary>0 to count - 1 in an order by lot; equal lots keep their order.</summary>
    internal static int[] Shuffled(int count, Func<int, uint> lot) => [.. Enumerable.Range(0, count).OrderBy(lot)];
}
