using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Selecting;

/// <summary>
/// Optimal computing budget allocation (Chen, Lin, Yucesan and Chick 2000, DEDS 10:251-270): more replicates for what is close to the best and noisy. A heuristic: it spends a given
/// number of runs well, but promises no probability of being right, and its derivation knows nothing of common random numbers.
/// </summary>
public static class BudgetAllocation
{
    /// <summary>How the runs are to be shared out: N_i/N_j = ((s_i/d_i)/(s_j/d_j))^2, N_b = s_b sqrt(sum N_i^2/s_i^2), b the best and d_i the distance from it.</summary>
    /// <param name="means">Mean of each design.</param>
    /// <param name="deviations">Standard deviation of each, above 0.</param>
    /// <param name="better">Whether more or less is better.</param>
    /// <returns>Shares that sum to 1.</returns>
    public static double[] Shares(IReadOnlyList<double> means, IReadOnlyList<double> deviations, Better better)
    {
        double sign = better == Better.Less ? -1 : 1;
        int best = Enumerable.Range(0, means.Count).MaxBy(i => sign * means[i]);
        double span = means.Max() - means.Min();
        var shares = new double[means.Count];
        double squares = 0;
        for (int i = 0; i < means.Count; i++)
        {
            if (i == best) continue;
            // A tie would ask for everything.
            double distance = Math.Max(Math.Abs(means[i] - means[best]), 1e-6 * (span > 0 ? span : 1));
            double deviation = Math.Max(deviations[i], double.Epsilon);
            shares[i] = deviation * deviation / (distance * distance);
            squares += shares[i] * shares[i] / (deviation * deviation);
        }
        shares[best] = deviations[best] * Math.Sqrt(squares);
        double sum = shares.Sum();
        return sum > 0 ? [.. shares.Select(s => s / sum)] : [.. shares.Select(_ => 1.0 / shares.Length)];
    }

    /// <summary>Spends a number of runs.</summary>
    /// <param name="designs">Number of designs, 2 or more.</param>
    /// <param name="source">Gives replicates.</param>
    /// <param name="better">Whether more or less is better.</param>
    /// <param name="budget">Runs over all designs, at least the first stage of all.</param>
    /// <param name="firstStage">Replicates of each design before runs are shared out, 3 or more.</param>
    /// <param name="step">Runs that are shared out at once, 1 or more.</param>
    /// <param name="level">Level of the intervals of the means.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static Selection Select(
        int designs, ReplicateSource source, Better better, int budget, int firstStage = KimNelson.UsualFirstStage, int step = 20, double level = Estimates.UsualLevel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(designs, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(firstStage, 3);
        ArgumentOutOfRangeException.ThrowIfLessThan(budget, designs * firstStage);
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        var moments = new Moments[designs];
        double[][] first = source([.. Enumerable.Range(0, designs)], 0, firstStage);
        for (int i = 0; i < designs; i++) moments[i] = Moments.Of(first[i]);
        for (int used = designs * firstStage; used < budget;)
        {
            int total = Math.Min(budget, used + step);
            double[] shares = Shares([.. moments.Select(m => m.Mean)], [.. moments.Select(m => Math.Sqrt(m.Variance))], better);
            // What a design is short of its share, those that are short most first, within the step.
            int[] order = [.. Enumerable.Range(0, designs).OrderByDescending(i => shares[i] * total - moments[i].Count)];
            int left = total - used;
            foreach (int i in order)
            {
                int more = Math.Min(left, (int)Math.Ceiling(shares[i] * total - moments[i].Count));
                if (i == order[0]) more = Math.Max(1, more);
                if (more <= 0) break;
                foreach (double value in source([i], moments[i].Count, more)[0]) moments[i].Add(value);
                left -= more;
            }
            used = total - left;
        }
        double sign = better == Better.Less ? -1 : 1;
        return new(
            Enumerable.Range(0, designs).MaxBy(i => sign * moments[i].Mean), true, SelectionPromise.Heuristic, double.NaN, double.NaN, firstStage,
            [.. moments.Select((m, i) => new Candidate(i, Estimates.FromMoments(m, level, IntervalMethod.StudentT), null, null))], moments.Sum(m => m.Count));
    }
}
