using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Targets;

/// <summary>
/// The smallest value of a lever that reaches a target in each replicate. Where more of the lever never hurts under the same luck, P(target reached at x) is the share of
/// replicates with a threshold of at most x, so that the question "how much for a probability p?" is a plain quantile, with an exact interval and without any search for a root.
/// </summary>
public static class Thresholds
{
    /// <summary>Finds the threshold of every replicate by halving the list of steps.</summary>
    /// <param name="steps">Number of steps of the lever, 2 or more; step 0 is the least.</param>
    /// <param name="replicates">Number of replicates.</param>
    /// <param name="reaches">For some replicates and one step for each: whether the target is reached. Asked for all open replicates at once.</param>
    /// <returns>For each replicate the first step that reaches the target, or <paramref name="steps"/> if none does.</returns>
    public static int[] Find(int steps, int replicates, Func<IReadOnlyList<(int Replicate, int Step)>, bool[]> reaches)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 1);
        // Before low the target is missed, at high it is reached; step -1 would miss it and the step after the last would reach it.
        int[] low = new int[replicates], high = new int[replicates];
        Array.Fill(low, -1);
        Array.Fill(high, steps);
        while (true)
        {
            (int Replicate, int Step)[] open = [.. Enumerable.Range(0, replicates).Where(r => high[r] - low[r] > 1).Select(r => (r, Middle(low[r], high[r])))];
            if (open.Length == 0) return high;
            bool[] reached = reaches(open);
            for (int i = 0; i < open.Length; i++)
            {
                (int r, int step) = open[i];
                if (reached[i]) high[r] = step;
                else low[r] = step;
            }
        }

        // The ends first: most replicates that never reach the target are known after one run.
        int Middle(int below, int above) => above == steps ? steps - 1 : below + (above - below) / 2;
    }

    /// <summary>The quantile of thresholds that answers the question, with its interval of order statistics (David and Nagaraja 2003).</summary>
    /// <param name="thresholds">One for each replicate; positive infinity where the range was not enough.</param>
    /// <param name="probability">Probability with which the target is to be reached, above 0 and below 1.</param>
    /// <param name="level">Level that the interval reaches or exceeds, above 0 and below 1.</param>
    /// <returns>The smallest threshold that a share <paramref name="probability"/> of replicates does not exceed. Infinite where the range is not enough; so may the upper end be.</returns>
    /// <exception cref="ArgumentException">There are no thresholds.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static Estimate Quantile(IReadOnlyList<double> thresholds, double probability, double level = Estimates.UsualLevel)
    {
        Estimates.CheckBetween(probability, nameof(probability));
        Estimates.CheckBetween(level, nameof(level));
        if (thresholds.Count == 0) throw new ArgumentException("A quantile needs thresholds.", nameof(thresholds));
        double[] sorted = [.. thresholds.Order()];
        double value = sorted[Math.Clamp((int)Math.Ceiling(probability * sorted.Length) - 1, 0, sorted.Length - 1)];
        (int low, int high) = Estimates.OrderStatistics(sorted.Length, probability, level);
        return low == 0
            ? new(value, double.NaN, double.NaN, level, sorted.Length, IntervalMethod.OrderStatistics)
            : new(value, sorted[low - 1], sorted[high - 1], level, sorted.Length, IntervalMethod.OrderStatistics);
    }
}
