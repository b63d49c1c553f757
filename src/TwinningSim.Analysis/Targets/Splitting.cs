using System.Collections.Immutable;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Targets;

/// <summary>The replicates of one mix of two levers.</summary>
/// <param name="First">Value of the first lever.</param>
/// <param name="Second">Value of the second lever.</param>
/// <param name="Trials">Its replicates, the same of all mixes.</param>
public sealed record MixRuns(double First, double Second, IReadOnlyList<Trial> Trials);

/// <summary>One mix of two levers.</summary>
/// <param name="First">Value of the first lever.</param>
/// <param name="Second">Value of the second lever.</param>
/// <param name="Probability">Share of replicates that reach the target.</param>
/// <param name="Outcome">Mean outcome.</param>
/// <param name="CostEur">Mean cost, EUR.</param>
/// <param name="WithinBudget">Whether the mean cost keeps to the budget.</param>
/// <param name="OnFrontier">Whether no other mix costs at most as much and reaches the target more often.</param>
/// <param name="LeftBehind">How much less often it reaches the target than the best mix within the budget, in the same replicates; null for the best itself.</param>
public sealed record Mix(double First, double Second, Estimate Probability, Estimate Outcome, Estimate CostEur, bool WithinBudget, bool OnFrontier, Estimate? LeftBehind)
{
    /// <summary>Whether it cannot be told from the best mix within the budget.</summary>
    public bool NotToldFromBest => LeftBehind is null || LeftBehind.Covers(0);
}

/// <summary>How two levers are best mixed under a budget.</summary>
/// <param name="Target">The target.</param>
/// <param name="BudgetEur">The budget, EUR.</param>
/// <param name="Level">Level of the intervals.</param>
/// <param name="Mixes">All mixes, by cost.</param>
/// <param name="Best">The mix within the budget that reaches the target most often; null if none keeps to the budget.</param>
public sealed record SplitAnswer(double Target, double BudgetEur, double Level, ImmutableArray<Mix> Mixes, Mix? Best)
{
    /// <summary>Compares mixes that were run under the same luck.</summary>
    /// <param name="mixes">The mixes.</param>
    /// <param name="target">The target.</param>
    /// <param name="better">Whether an outcome at least or at most as large reaches it.</param>
    /// <param name="budgetEur">The budget, EUR, above 0.</param>
    /// <param name="level">Level of the intervals; the differences from the best hold together (Bonferroni over all pairs within the budget, since the best is chosen by the same data).</param>
    public static SplitAnswer Of(IReadOnlyList<MixRuns> mixes, double target, Better better, double budgetEur, double level = Estimates.UsualLevel)
    {
        bool[][] reached = [.. mixes.Select(m => m.Trials.Select(t => better == Better.Less ? t.Outcome <= target : t.Outcome >= target).ToArray())];
        Mix[] plain = [.. mixes.Select((m, i) =>
        {
            Estimate cost = Estimates.Mean([.. m.Trials.Select(t => t.CostEur)], level);
            return new Mix(m.First, m.Second, Estimates.Share(reached[i].Count(x => x), reached[i].Length, level),
                Estimates.Mean([.. m.Trials.Select(t => t.Outcome).Where(double.IsFinite)], level), cost, cost.Value <= budgetEur, false, null);
        })];
        int[] within = [.. Enumerable.Range(0, plain.Length).Where(i => plain[i].WithinBudget)];
        int best = within.Length == 0 ? -1
            : within.OrderByDescending(i => plain[i].Probability.Value).ThenByDescending(i => plain[i].Outcome.Value).ThenBy(i => plain[i].CostEur.Value).First();
        double adjusted = 1 - (1 - level) / Math.Max(1, within.Length * (within.Length - 1) / 2);
        Mix[] all = [.. plain.Select((mix, i) => mix with
        {
            OnFrontier = !plain.Any(other => other.CostEur.Value <= mix.CostEur.Value && other.Probability.Value >= mix.Probability.Value
                && (other.CostEur.Value < mix.CostEur.Value || other.Probability.Value > mix.Probability.Value)),
            LeftBehind = best < 0 || i == best || !mix.WithinBudget ? null : Behind(reached[i], reached[best], adjusted),
        })];
        return new(target, budgetEur, level, [.. all.OrderBy(m => m.CostEur.Value).ThenBy(m => m.First)], best < 0 ? null : all[best]);
    }

    private static Estimate Behind(bool[] own, bool[] best, double level)
    {
        int Count(bool a, bool b) => Enumerable.Range(0, own.Length).Count(r => own[r] == a && best[r] == b);
        return Estimates.DifferenceOfShares(Count(true, true), Count(true, false), Count(false, true), Count(false, false), level);
    }
}
