using System.Collections.Immutable;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Analysis.Discovery;

/// <summary>One limit of a box.</summary>
/// <param name="Factor">Position of the factor.</param>
/// <param name="Low">Lower limit; negative infinity if there is none.</param>
/// <param name="High">Upper limit; positive infinity if there is none.</param>
/// <param name="QuasiP">Probability of as many cases in the box if the limit had nothing to do with them (Bryant and Lempert 2010): above 0.05 it may be chance.</param>
/// <param name="Repeated">Share of resamples in which the factor is limited again.</param>
public sealed record BoxLimit(int Factor, double Low, double High, double QuasiP, double Repeated);

/// <summary>A box: a rule "the cases are where these factors lie within these limits".</summary>
/// <param name="Limits">The limits, by factor; a factor without one is left out.</param>
/// <param name="Cases">Cases in the box.</param>
/// <param name="Points">Points in the box.</param>
/// <param name="AllCases">Cases in all.</param>
/// <param name="AllPoints">Points in all.</param>
public sealed record ScenarioBox(ImmutableArray<BoxLimit> Limits, int Cases, int Points, int AllCases, int AllPoints)
{
    /// <summary>Cases in the box, share of all cases.</summary>
    public double Coverage => AllCases == 0 ? double.NaN : (double)Cases / AllCases;

    /// <summary>Cases in the box, share of its points.</summary>
    public double Density => Points == 0 ? double.NaN : (double)Cases / Points;

    /// <summary>Points in the box, share of all points.</summary>
    public double Mass => (double)Points / AllPoints;
}

/// <summary>The boxes of a discovery, from the largest to the smallest, and the one that is proposed.</summary>
/// <param name="Trajectory">Boxes by peeling, the whole space first: less coverage, more density from one to the next.</param>
/// <param name="Proposed">The box with the largest harmonic mean of coverage and density, without limits that may be chance and at best with one more look: it is a proposal, the choice between coverage and density is the reader's.</param>
public sealed record Discovery(ImmutableArray<ScenarioBox> Trajectory, ScenarioBox Proposed);

/// <summary>
/// The patient rule induction method (Friedman and Fisher 1999) for scenario discovery (Bryant and Lempert 2010, Technological Forecasting and Social Change 77:34-49): finds limits of a
/// few factors inside which the cases of interest crowd ("this design fails when ..."). It peels a thin slice off the box again and again, the one whose loss raises the share of
/// cases most for each point lost, and at the end pastes slices back where that helps.
/// </summary>
public static class Prim
{
    /// <summary>A factor's name for limits that a box drops if its quasi-p value is above this.</summary>
    public const double MostQuasiP = 0.05;

    /// <summary>Finds boxes.</summary>
    /// <param name="factors">[factor][point].</param>
    /// <param name="cases">Whether each point is a case of interest.</param>
    /// <param name="peel">Share of the box's points that a slice takes, above 0 and below 0.5.</param>
    /// <param name="leastMass">Share of all points that a box keeps at the least.</param>
    /// <param name="resamples">Resamples for how often limits repeat; 0 for none.</param>
    /// <param name="seed">Seed of the resamples.</param>
    /// <exception cref="ArgumentException">The factors differ in their number of points.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static Discovery Find(
        IReadOnlyList<IReadOnlyList<double>> factors, IReadOnlyList<bool> cases, double peel = 0.1, double leastMass = 0.05, int resamples = 20, ulong seed = 0)
    {
        if (factors.Any(f => f.Count != cases.Count)) throw new ArgumentException("Every factor needs a value at every point.", nameof(factors));
        if (!(peel > 0 && peel < 0.5)) throw new ArgumentOutOfRangeException(nameof(peel), peel, "Above 0 and below 0.5 is allowed.");
        double[][] x = [.. factors.Select(f => f.ToArray())];
        bool[] y = [.. cases];
        var trajectory = Trajectory(x, y, peel, leastMass);
        Box chosen = WithoutChance(x, y, Paste(x, y, Propose(trajectory, y), peel));
        double[] repeated = new double[x.Length];
        for (int b = 0; b < resamples; b++)
        {
            var draws = new Draws(seed, (uint)b);
            int[] rows = [.. Enumerable.Range(0, y.Length).Select(i => draws.Below(y.Length, Chance.Resampling, i, 1))];
            double[][] xs = [.. x.Select(f => rows.Select(r => f[r]).ToArray())];
            bool[] ys = [.. rows.Select(r => y[r])];
            Box again = Propose(Trajectory(xs, ys, peel, leastMass), ys);
            for (int f = 0; f < x.Length; f++)
            {
                if (again.IsLimited(f)) repeated[f] += 1.0 / resamples;
            }
        }
        if (resamples == 0) Array.Fill(repeated, double.NaN);
        return new([.. trajectory.Select(t => Describe(x, y, t, null))], Describe(x, y, chosen, repeated));
    }

    private static List<Box> Trajectory(double[][] x, bool[] y, double peel, double leastMass)
    {
        var box = new Box(x.Length, [.. Enumerable.Range(0, y.Length)]);
        List<Box> found = [box];
        while (Peel(x, y, box, peel) is { } smaller && smaller.Points.Length >= leastMass * y.Length)
        {
            found.Add(smaller);
            box = smaller;
        }
        return found;
    }

    private static Box? Peel(double[][] x, bool[] y, Box box, double peel)
    {
        Box? best = null;
        double bestGain = 0;
        double share = ShareOf(y, box.Points);
        for (int f = 0; f < x.Length; f++)
        {
            double[] sorted = [.. box.Points.Select(i => x[f][i]).Order()];
            // The points up to the quantile, its own included.
            int slice = (int)Math.Floor(peel * (sorted.Length - 1)) + 1;
            foreach (bool low in new[] { true, false })
            {
                if (Cut(sorted, slice, low) is not { } cut) continue;
                int[] points = [.. box.Points.Where(i => low ? x[f][i] > cut : x[f][i] < cut)];
                double gain = (ShareOf(y, points) - share) / (box.Points.Length - points.Length);
                if (gain > bestGain) (best, bestGain) = (box.Limited(f, low, cut, points), gain);
            }
        }
        return best;
    }

    /// <summary>Half way between the last value that a slice takes and the first that it leaves; equal values stay together. Null if that would take everything.</summary>
    private static double? Cut(double[] sorted, int slice, bool low)
    {
        int at = low ? slice - 1 : sorted.Length - slice;
        double last = sorted[at];
        int next = at;
        while (next >= 0 && next < sorted.Length && sorted[next] == last) next += low ? 1 : -1;
        return next < 0 || next >= sorted.Length ? null : 0.5 * (last + sorted[next]);
    }

    private static Box Paste(double[][] x, bool[] y, Box box, double peel)
    {
        while (true)
        {
            Box? best = null;
            double bestShare = ShareOf(y, box.Points);
            foreach (int f in Enumerable.Range(0, x.Length).Where(box.IsLimited))
            {
                foreach (bool low in new[] { true, false })
                {
                    if (double.IsInfinity(low ? box.Low[f] : box.High[f])) continue;
                    // What lies inside all other limits, beyond this one.
                    Box open = box.Limited(f, low, low ? double.NegativeInfinity : double.PositiveInfinity, []);
                    double[] outside = [.. Enumerable.Range(0, y.Length).Where(i => open.Holds(x, i) && !box.Holds(x, i)).Select(i => x[f][i]).Order()];
                    if (outside.Length == 0) continue;
                    int slice = Math.Min(outside.Length, Math.Max(1, (int)Math.Round(peel * box.Points.Length)));
                    double limit = slice == outside.Length ? (low ? double.NegativeInfinity : double.PositiveInfinity)
                        : low ? 0.5 * (outside[^slice] + outside[^(slice + 1)]) : 0.5 * (outside[slice - 1] + outside[slice]);
                    Box larger = Filled(x, y, box.Limited(f, low, limit, []));
                    double share = ShareOf(y, larger.Points);
                    if (share > bestShare && larger.Points.Length > box.Points.Length) (best, bestShare) = (larger, share);
                }
            }
            if (best is null) return box;
            box = best;
        }
    }

    private static Box Propose(List<Box> boxes, bool[] y)
    {
        int all = y.Count(c => c);
        double Score(Box box)
        {
            int inside = box.Points.Count(i => y[i]);
            return inside == 0 ? 0 : 2.0 * inside / (all + box.Points.Length);
        }
        return boxes.MaxBy(Score)!;
    }

    /// <summary>Drops the limit that looks most like chance, as long as one does.</summary>
    private static Box WithoutChance(double[][] x, bool[] y, Box box)
    {
        while (true)
        {
            int worst = Enumerable.Range(0, x.Length).Where(box.IsLimited).OrderByDescending(f => QuasiP(x, y, box, f)).FirstOrDefault(-1);
            if (worst < 0 || QuasiP(x, y, box, worst) <= MostQuasiP) return box;
            box = Filled(x, y, box.Without(worst));
        }
    }

    private static double QuasiP(double[][] x, bool[] y, Box box, int factor)
    {
        Box without = Filled(x, y, box.Without(factor));
        int cases = box.Points.Count(i => y[i]);
        return 1 - Quantiles.BinomialAtMost(cases - 1, box.Points.Length, ShareOf(y, without.Points));
    }

    private static Box Filled(double[][] x, bool[] y, Box box) => box with { Points = [.. Enumerable.Range(0, y.Length).Where(i => box.Holds(x, i))] };

    private static double ShareOf(bool[] y, int[] points) => points.Length == 0 ? 0 : (double)points.Count(i => y[i]) / points.Length;

    private static ScenarioBox Describe(double[][] x, bool[] y, Box box, double[]? repeated) => new(
        [.. Enumerable.Range(0, x.Length).Where(box.IsLimited).Select(f => new BoxLimit(f, box.Low[f], box.High[f], QuasiP(x, y, box, f), repeated?[f] ?? double.NaN))],
        box.Points.Count(i => y[i]), box.Points.Length, y.Count(c => c), y.Length);

    private sealed record Box(double[] Low, double[] High, int[] Points)
    {
        public Box(int factors, int[] points)
            : this([.. Enumerable.Repeat(double.NegativeInfinity, factors)], [.. Enumerable.Repeat(double.PositiveInfinity, factors)], points)
        {
        }

        public bool IsLimited(int f) => double.IsFinite(Low[f]) || double.IsFinite(High[f]);

        public bool Holds(double[][] x, int point)
        {
            for (int f = 0; f < x.Length; f++)
            {
                if (!(x[f][point] > Low[f] && x[f][point] < High[f])) return false;
            }
            return true;
        }

        public Box Limited(int f, bool low, double limit, int[] points)
        {
            double[] lows = [.. Low], highs = [.. High];
            if (low) lows[f] = limit;
            else highs[f] = limit;
            return new(lows, highs, points);
        }

        public Box Without(int f) => Limited(f, true, double.NegativeInfinity, Points).Limited(f, false, double.PositiveInfinity, Points);
    }
}
