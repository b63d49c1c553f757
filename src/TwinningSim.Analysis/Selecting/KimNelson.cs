using System.Collections.Immutable;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Kernel.Numerics;

namespace TwinningSim.Analysis.Selecting;

/// <summary>Hands a procedure the replicates that it asks for.</summary>
/// <param name="designs">Positions of the designs wanted.</param>
/// <param name="first">First replicate.</param>
/// <param name="count">Number of replicates, 1 or more.</param>
/// <returns>For each design wanted, in their order, the outcome in those replicates.</returns>
public delegate double[][] ReplicateSource(IReadOnlyList<int> designs, int first, int count);

/// <summary>What a procedure promises.</summary>
public enum SelectionPromise
{
    /// <summary>The probability of a correct selection, proven for normal outcomes, however the designs are correlated (Kim and Nelson 2001).</summary>
    Proven,

    /// <summary>The same, but only in the limit of a small indifference (Kim and Nelson 2006).</summary>
    Asymptotic,

    /// <summary>Nothing: a rule of thumb that spends a given number of runs well (Chen and others 2000).</summary>
    Heuristic,
}

/// <summary>How a design fared.</summary>
/// <param name="Design">Its position.</param>
/// <param name="Mean">The mean of its replicates and its interval, each design for itself.</param>
/// <param name="OutAfter">Replicates after which it was eliminated; null if it stayed to the end.</param>
/// <param name="OutBy">The design that eliminated it; null if none did.</param>
public sealed record Candidate(int Design, Estimate Mean, int? OutAfter, int? OutBy);

/// <summary>The outcome of a selection.</summary>
/// <param name="Selected">Position of the design that was selected, or of the one that leads if the replicates ran out.</param>
/// <param name="Decided">Whether the procedure came to its end; if not, nothing is promised.</param>
/// <param name="Promise">What is promised.</param>
/// <param name="Confidence">Probability of selecting the best if it leads by the indifference or more.</param>
/// <param name="Indifference">The smallest difference worth detecting.</param>
/// <param name="FirstStage">Replicates of each design before the first elimination.</param>
/// <param name="Candidates">All designs, in their order.</param>
/// <param name="Runs">Runs that the procedure used, over all designs.</param>
public sealed record Selection(
    int Selected, bool Decided, SelectionPromise Promise, double Confidence, double Indifference, int FirstStage, ImmutableArray<Candidate> Candidates, int Runs)
{
    /// <summary>The designs that were still there at the end.</summary>
    public IEnumerable<Candidate> Survivors => Candidates.Where(c => c.OutAfter is null);
}

/// <summary>
/// Selects the best of several designs, one replicate at a time: a design is out as soon as another one is ahead by more than chance explains. Valid with common random
/// numbers, from which it gains: it looks at the variance of differences. KN of Kim and Nelson (2001, ACM TOMACS 11:251-273); with <c>update</c> KN++ (2006, Operations Research 54:475-488).
/// </summary>
public static class KimNelson
{
    /// <summary>Replicates of the first stage if nothing else is said.</summary>
    public const int UsualFirstStage = 20;

    /// <summary>Runs the procedure.</summary>
    /// <param name="designs">Number of designs, 2 or more.</param>
    /// <param name="source">Gives replicates. Replicate r must have the same luck in every design.</param>
    /// <param name="indifference">The smallest difference worth detecting, above 0.</param>
    /// <param name="better">Whether more or less is better.</param>
    /// <param name="confidence">Probability of a correct selection, above 1/designs and below 1.</param>
    /// <param name="firstStage">Replicates of each design before the first elimination, 3 or more.</param>
    /// <param name="most">Replicates of a design after which it gives up, at least the first stage.</param>
    /// <param name="block">Replicates that are asked for at once after the first stage, 1 or more. More make better use of many processors; the answer stays the same.</param>
    /// <param name="update">Estimate the variances anew with every replicate (KN++): fewer runs after a small first stage, but the promise holds only in the limit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static Selection Select(
        int designs, ReplicateSource source, double indifference, Better better, double confidence = Estimates.UsualLevel, int firstStage = UsualFirstStage, int most = 100_000,
        int block = 1, bool update = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(designs, 2);
        if (!(indifference > 0 && double.IsFinite(indifference))) throw new ArgumentOutOfRangeException(nameof(indifference), indifference, "Above 0 is allowed.");
        if (!(confidence > 1.0 / designs && confidence < 1)) throw new ArgumentOutOfRangeException(nameof(confidence), confidence, $"Above {1.0 / designs} and below 1 is allowed.");
        ArgumentOutOfRangeException.ThrowIfLessThan(firstStage, 3);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, firstStage);
        ArgumentOutOfRangeException.ThrowIfLessThan(block, 1);
        double sign = better == Better.Less ? -1 : 1;
        double share = (1 - confidence) / (designs - 1);
        var values = Enumerable.Range(0, designs).Select(_ => new List<double>()).ToArray();
        var outAfter = new int?[designs];
        var outBy = new int?[designs];
        var difference = new Moments[designs, designs];
        List<int> left = [.. Enumerable.Range(0, designs)];
        Ask(source, left, values, firstStage);
        double[,] first = new double[designs, designs];
        for (int r = 1; ; r++)
        {
            if (r > values[left[0]].Count) Ask(source, left, values, Math.Min(block, most - r + 1));
            foreach (int i in left)
            {
                foreach (int l in left)
                {
                    if (i < l) difference[i, l].Add(values[i][r - 1] - values[l][r - 1]);
                }
            }
            if (r < firstStage) continue;
            if (r == firstStage)
            {
                for (int i = 0; i < designs; i++)
                {
                    for (int l = i + 1; l < designs; l++) first[i, l] = difference[i, l].Variance;
                }
            }
            double hh = HSquared(share, update ? r : firstStage);
            var stay = new List<int>();
            bool open = false;
            foreach (int i in left)
            {
                int? by = null;
                double behindMost = 0;
                foreach (int l in left)
                {
                    if (l == i) continue;
                    (int a, int b) = i < l ? (i, l) : (l, i);
                    double behind = sign * (i < l ? -difference[a, b].Mean : difference[a, b].Mean);
                    double slack = Slack(r, indifference, hh, update ? difference[a, b].Variance : first[a, b]);
                    double over = behind - slack;
                    open |= slack > 0;
                    if (over > behindMost) (by, behindMost) = (l, over);
                }
                if (by is null) stay.Add(i);
                else (outAfter[i], outBy[i]) = (r, by);
            }
            left = stay;
            // Where no slack is left, those that remain are exactly equal: any of them is right.
            if (left.Count <= 1 || !open) return Result(r, decided: true);
            if (r >= most) return Result(r, decided: false);
        }

        Selection Result(int r, bool decided)
        {
            int Used(int i) => outAfter[i] ?? r;
            Moments[] means = [.. values.Select((v, i) => Moments.Of([.. v.Take(Used(i))]))];
            int selected = left.MaxBy(i => sign * means[i].Mean);
            return new(
                selected, decided, update ? SelectionPromise.Asymptotic : SelectionPromise.Proven, confidence, indifference, firstStage,
                [.. means.Select((m, i) => new Candidate(i, Estimates.FromMoments(m, confidence, IntervalMethod.StudentT), outAfter[i], outBy[i]))],
                Enumerable.Range(0, designs).Sum(Used));
        }
    }

    /// <summary>h^2 = 2 eta (n - 1) with eta = ((2 share)^(-2/(n - 1)) - 1)/2.</summary>
    /// <param name="share">Probability of error for each rival.</param>
    /// <param name="count">Replicates from which the variance is estimated.</param>
    internal static double HSquared(double share, int count) => (PortableMath.Pow(2 * share, -2.0 / (count - 1)) - 1) * (count - 1);

    /// <summary>W: how far a design may be behind after r replicates and still stay, max(0, d/(2r) (h^2 S^2/d^2 - r)).</summary>
    internal static double Slack(int r, double indifference, double hSquared, double variance)
        => Math.Max(0, indifference / (2 * r) * (hSquared * variance / (indifference * indifference) - r));

    private static void Ask(ReplicateSource source, List<int> left, List<double>[] values, int count)
    {
        double[][] more = source(left, values[left[0]].Count, count);
        for (int i = 0; i < left.Count; i++) values[left[i]].AddRange(more[i]);
    }
}
