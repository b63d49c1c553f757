using System.Collections.Immutable;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Sensitivity;

/// <summary>How a design does over a set of assumptions.</summary>
/// <param name="Design">Identifier.</param>
/// <param name="Mean">Mean outcome over the assumptions.</param>
/// <param name="Worst">Outcome under the assumptions that suit it least.</param>
/// <param name="MeanRegret">How far it stays, on average, behind the design that is best under each of the assumptions (Savage 1951); 0 or more.</param>
/// <param name="MaxRegret">How far at the most.</param>
/// <param name="Satisficing">Share of the assumptions under which it reaches the target (Starr 1963); null without a target.</param>
/// <param name="BestIn">Share of the assumptions under which it is the best.</param>
public sealed record DesignRobustness(string Design, Estimate Mean, double Worst, Estimate MeanRegret, double MaxRegret, Estimate? Satisficing, double BestIn);

/// <summary>Designs across assumptions: which one is never far from the best, and which one is good enough most often.</summary>
/// <param name="Designs">The designs in their order.</param>
/// <param name="Assumptions">Number of sets of assumptions.</param>
/// <param name="Dropped">Sets of assumptions that were dropped for all designs because one of them had no result.</param>
/// <param name="LeastRegret">Identifier of the design with the smallest largest regret.</param>
public sealed record Robustness(ImmutableArray<DesignRobustness> Designs, int Assumptions, int Dropped, string LeastRegret)
{
    /// <summary>Compares designs over the same sets of assumptions.</summary>
    /// <param name="designs">Identifiers, two or more.</param>
    /// <param name="outcomes">[design][set of assumptions]: the mean outcome; NaN is a failed run.</param>
    /// <param name="better">Which direction is the better one.</param>
    /// <param name="target">What is good enough; null for none.</param>
    /// <param name="level">Level of the intervals over assumptions.</param>
    /// <exception cref="ArgumentException">There are too few designs, or their numbers of assumptions differ, or no set has results of all.</exception>
    public static Robustness Of(IReadOnlyList<string> designs, IReadOnlyList<IReadOnlyList<double>> outcomes, Better better, double? target = null, double level = Estimates.UsualLevel)
    {
        if (designs.Count < 2 || outcomes.Count != designs.Count) throw new ArgumentException("Two designs or more, with outcomes for each, can be compared.", nameof(designs));
        int n = outcomes[0].Count;
        if (outcomes.Any(o => o.Count != n)) throw new ArgumentException("Every design needs the same assumptions.", nameof(outcomes));
        int[] sets = [.. Enumerable.Range(0, n).Where(s => outcomes.All(o => double.IsFinite(o[s])))];
        if (sets.Length == 0) throw new ArgumentException("No set of assumptions has results of all designs.", nameof(outcomes));
        double sign = better == Better.Less ? -1 : 1;
        double[] best = [.. sets.Select(s => outcomes.Max(o => sign * o[s]))];
        ImmutableArray<DesignRobustness> results =
        [
            .. designs.Select((id, d) =>
            {
                double[] own = [.. sets.Select(s => outcomes[d][s])];
                double[] regret = [.. own.Select((x, i) => best[i] - sign * x)];
                int enough = target is { } t ? own.Count(x => sign * x >= sign * t) : 0;
                return new DesignRobustness(
                    id, Estimates.Mean(own, level), sign * own.Min(x => sign * x), Estimates.Mean(regret, level), regret.Max(),
                    target is null ? null : Estimates.Share(enough, own.Length, level), (double)regret.Count(r => r == 0) / own.Length);
            }),
        ];
        return new(results, sets.Length, n - sets.Length, results.MinBy(r => r.MaxRegret)!.Design);
    }
}
