using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Analysis.Sampling;

/// <summary>
/// Trajectories through a grid of p levels that move one factor at a time by D = p / (2 (p - 1)) (Morris 1991, Technometrics 33:161-174): r (k + 1) points give r elementary
/// effects of each of k factors.
/// </summary>
/// <param name="Trajectories">r.</param>
/// <param name="Dimensions">k, the number of factors.</param>
/// <param name="Levels">p.</param>
/// <param name="Points">[point][factor], within 0 and 1: k + 1 points of the first trajectory, then those of the second, and so on.</param>
/// <param name="Order">[trajectory][step]: the factor that is moved.</param>
public sealed record MorrisTrajectories(int Trajectories, int Dimensions, int Levels, IReadOnlyList<double[]> Points, IReadOnlyList<int[]> Order)
{
    /// <summary>The length of a step, D.</summary>
    public double Step => StepOf(Levels);

    /// <summary>Makes trajectories.</summary>
    /// <param name="trajectories">r, 1 or more.</param>
    /// <param name="dimensions">k, 1 or more.</param>
    /// <param name="levels">p, an even number of 2 or more; 4 is usual, and many levels lose factors that act periodically.</param>
    /// <param name="seed">Seed.</param>
    public static MorrisTrajectories Make(int trajectories, int dimensions, int levels, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trajectories, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        if (levels < 2 || levels % 2 != 0) throw new ArgumentOutOfRangeException(nameof(levels), levels, "The number of levels must be even, 2 or more.");
        var draws = new Draws(seed, 0);
        var points = new List<double[]>(trajectories * (dimensions + 1));
        var order = new List<int[]>(trajectories);
        double step = StepOf(levels);
        for (int t = 0; t < trajectories; t++)
        {
            var at = new double[dimensions];
            var signed = new double[dimensions];
            for (int i = 0; i < dimensions; i++)
            {
                // Each start and each end on the grid is as likely as any other: the lower half goes up, the upper half down.
                int level = draws.Below(levels, Chance.TrajectoryStart, i, 0, t);
                bool up = level < levels / 2;
                at[i] = (double)level / (levels - 1);
                signed[i] = up ? step : -step;
            }
            int[] moved = LatinHypercube.Shuffled(dimensions, i => draws.Bits(Chance.TrajectoryOrder, i, 0, t));
            order.Add(moved);
            points.Add([.. at]);
            foreach (int i in moved)
            {
                // Onto the grid exactly: sums of thirds are not.
                at[i] = Math.Round((at[i] + signed[i]) * (levels - 1)) / (levels - 1);
                points.Add([.. at]);
            }
        }
        return new(trajectories, dimensions, levels, points, order);
    }

    /// <summary>Elementary effects from the results at the points. A trajectory with a failed run (NaN) is left out as a whole.</summary>
    /// <param name="results">One result for each point, in their order.</param>
    /// <returns>[trajectory][factor], of the trajectories that are whole.</returns>
    /// <exception cref="ArgumentException">There is not one result for each point.</exception>
    public double[][] Effects(IReadOnlyList<double> results)
    {
        if (results.Count != Points.Count) throw new ArgumentException($"There are {Points.Count} points but {results.Count} results.", nameof(results));
        var effects = new List<double[]>(Trajectories);
        for (int t = 0; t < Trajectories; t++)
        {
            int first = t * (Dimensions + 1);
            if (Enumerable.Range(first, Dimensions + 1).Any(p => !double.IsFinite(results[p]))) continue;
            var own = new double[Dimensions];
            for (int s = 0; s < Dimensions; s++)
            {
                int i = Order[t][s];
                double moved = Points[first + s + 1][i] - Points[first + s][i];
                own[i] = (results[first + s + 1] - results[first + s]) / moved;
            }
            effects.Add(own);
        }
        return [.. effects];
    }

    private static double StepOf(int levels) => levels / (2.0 * (levels - 1));
}
