using System.Collections.Immutable;
using System.Globalization;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Discovery;
using TwinningSim.Analysis.Economics;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Analysis.Optimising;
using TwinningSim.Analysis.Selecting;
using TwinningSim.Analysis.Sensitivity;
using TwinningSim.Analysis.Targets;

namespace TwinningSim.Reports;

/// <summary>What the procedures of decision found, in sentences that a planner can act on and a referee cannot break.</summary>
public static class DecisionWords
{
    /// <summary>Which design was selected, and what that promises.</summary>
    /// <param name="selection">The selection.</param>
    /// <param name="names">Identifiers of the designs.</param>
    /// <param name="outcome">On what.</param>
    public static IEnumerable<string> Of(Selection selection, IReadOnlyList<string> names, Outcome outcome)
    {
        Candidate best = selection.Candidates[selection.Selected];
        string title = outcome.Title.ToLowerInvariant();
        string name = names[selection.Selected];
        string mean = $"{Number(best.Mean.Value)} ({Number(best.Mean.Low)} to {Number(best.Mean.High)}) {outcome.Unit}";
        if (!selection.Decided)
        {
            yield return $"Not decided: after {Whole(best.Mean.Count)} replicates of each {Listed([.. selection.Survivors.Select(c => names[c.Design])])} are still in. {name} leads on {title} with {mean}, but nothing is promised. "
                + "Allow more with --most, or ask for a larger --indifference.";
            yield break;
        }
        if (selection.Promise == SelectionPromise.Heuristic)
        {
            yield return $"{name} leads on {title} with {mean}. A heuristic (OCBA) spent {Whole(selection.Runs)} runs where they help most; it promises no probability of being right.";
            yield break;
        }
        string d = $"{Number(selection.Indifference)} {outcome.Unit}";
        yield return $"{name} is selected as the best on {title} with {mean}, after {Whole(selection.Runs)} runs.";
        yield return $"If the best design leads by {d} or more, the selection is right with a probability of at least {Percent(selection.Confidence)}"
            + (selection.Promise == SelectionPromise.Asymptotic ? " (in the limit of small differences: KN++)." : " (KN, for outcomes about normal).");
        string[] near = [.. selection.Candidates.Where(c => c.Design != selection.Selected && Math.Abs(c.Mean.Value - best.Mean.Value) < selection.Indifference).Select(c => names[c.Design])];
        if (near.Length > 0)
        {
            yield return $"Close to it, within {d}, as far as their runs tell: {Listed(near)}. Between designs as close as that the procedure looks for a good one, not for the best: "
                + $"read it as '{name} is a good choice, about {d} from the best at the most'; the proof covers only a lead of {d} or more.";
        }
    }

    /// <summary>Which designs may be the best, all of them looked at together.</summary>
    /// <param name="comparison">Each design against the best of the others.</param>
    /// <param name="names">Identifiers of the designs.</param>
    /// <param name="outcome">On what.</param>
    public static IEnumerable<string> Of(ComparisonWithTheBest comparison, IReadOnlyList<string> names, Outcome outcome)
    {
        int[] possible = [.. Enumerable.Range(0, names.Count).Where(i => comparison.FromTheBest[i].High > 0)];
        string level = Percent(comparison.FromTheBest[0].Level);
        yield return possible.Length == 1
            ? $"All designs together (comparison with the best, {level}): {names[possible[0]]} is the best on {outcome.Title.ToLowerInvariant()}, by up to {Number(comparison.FromTheBest[possible[0]].High)} {outcome.Unit}."
            : $"All designs together (comparison with the best, {level}): the best on {outcome.Title.ToLowerInvariant()} is one of {Listed([.. possible.Select(i => names[i])])}; none of them is behind it by more than {Number(possible.Max(i => -comparison.FromTheBest[i].Low))} {outcome.Unit}.";
    }

    /// <summary>How much of a lever is enough.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="lever">Name of the lever.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="outcome">On what.</param>
    public static IEnumerable<string> Of(SizingAnswer answer, string lever, string unit, Outcome outcome)
    {
        SizingQuestion q = answer.Question;
        string goal = $"{(q.Better == Better.Less ? "at most" : "at least")} {Number(q.Target)} {outcome.Title.ToLowerInvariant()} with a probability of {Percent(q.Probability)}";
        SizingCheck check = answer.Check;
        string checkedBy = $"{Percent(check.Probability.Value)} ({Percent(check.Probability.Low)} to {Percent(check.Probability.High)}) of {Whole(check.Probability.Count)} fresh runs";
        if (answer.Contradicted is { IsDefaultOrEmpty: false } before)
        {
            yield return $"Fresh runs contradicted {(before.Length == 1 ? "the first answer" : $"the first {before.Length} answers")} ({string.Join("; ", before.Select(c => $"{Number(c.Lever)} {unit}: {Percent(c.Probability.Value)} of {Whole(c.Probability.Count)}"))}), "
                + $"so the sample was doubled {(before.Length == 1 ? "once" : $"{before.Length} times")}. What follows rests on all of it, and has fresh runs of its own as a check.";
        }
        switch (answer.End)
        {
            case SizingEnd.NotReachable:
                yield return $"Not reachable within the range: {goal} is not reached by {lever} up to {Number(q.Steps[^1])} {unit}. At {Number(check.Lever)} {unit} {checkedBy} reach the target.";
                yield break;
            case SizingEnd.AtTheEnd:
                yield return $"The range ends about where the answer lies: at its end, {Number(q.Steps[^1])} {unit}, {checkedBy} reach the target, which cannot be told from the {Percent(q.Probability)} that were asked for. Let the range of {lever} go further, or take more replicates.";
                break;
            case SizingEnd.LeastIsEnough:
                yield return $"The smallest value is enough: at {lever} = {Number(answer.Answer)} {unit} {checkedBy} reach the target; {goal} was asked for. Start the range lower to find the limit.";
                break;
            default:
                yield return $"{lever} = {Number(answer.Answer)} {unit} is the smallest value that reaches {goal}.";
                if (!double.IsNaN(answer.Lever.Low) || !double.IsNaN(answer.Lever.High))
                    yield return $"{Percent(answer.Lever.Level)} interval: {(double.IsNaN(answer.Lever.Low) ? "?" : Number(answer.Lever.Low))} to {(double.IsPositiveInfinity(answer.Lever.High) ? "beyond the range" : double.IsNaN(answer.Lever.High) ? "?" : Number(answer.Lever.High))} {unit}, "
                        + (answer.Method == SizingMethod.Thresholds ? "from the threshold of each run (order statistics, exact)."
                            : $"from probabilistic bisection and fresh runs around where it ended{(answer.Reversals > 0 ? $" (in {answer.Reversals} runs of the first looks more of the lever lost the target again)" : "")}.");
                break;
        }
        if (answer.End == SizingEnd.Found) yield return $"Check: {checkedBy} reach the target there{(answer.Confirmed ? "" : "; that is less than asked for, so take the upper end of the interval, or more replicates")}.";
        if (answer.Below is { } below)
            yield return $"One step below, at {Number(below.Lever)} {unit}: {Percent(below.Probability.Value)} ({Percent(below.Probability.Low)} to {Percent(below.Probability.High)}).";
        yield return $"Cost at the answer: {Money(check.CostEur.Value)} ({Money(check.CostEur.Low)} to {Money(check.CostEur.High)}), mean outcome {Number(check.Outcome.Value)} {outcome.Unit}.";
    }

    /// <summary>How two levers are best mixed.</summary>
    public static IEnumerable<string> Of(SplitAnswer answer, string first, string second, Outcome outcome)
    {
        if (answer.Best is not { } best)
        {
            yield return $"No mix keeps to {Money(answer.BudgetEur)}; the cheapest costs {Money(answer.Mixes[0].CostEur.Value)}.";
            yield break;
        }
        string target = $"{Number(answer.Target)} {outcome.Title.ToLowerInvariant()}";
        yield return $"Best mix within {Money(answer.BudgetEur)}: {first} = {Number(best.First)} and {second} = {Number(best.Second)}. It reaches {target} in {Percent(best.Probability.Value)} "
            + $"({Percent(best.Probability.Low)} to {Percent(best.Probability.High)}) of {Whole(best.Probability.Count)} runs and costs {Money(best.CostEur.Value)}.";
        Mix[] alike = [.. answer.Mixes.Where(m => m.WithinBudget && !ReferenceEquals(m, best) && m.NotToldFromBest)];
        int within = answer.Mixes.Count(m => m.WithinBudget);
        yield return alike.Length == 0 ? $"It is told apart from the {within - 1} other mixes within the budget."
            : $"{alike.Length} of the {within - 1} other mixes within the budget cannot be told from it, the cheapest of them at {Money(alike.Min(m => m.CostEur.Value))}.";
    }

    /// <summary>Which factors matter in a screening.</summary>
    public static IEnumerable<string> Of(MorrisScreening screening, IReadOnlyList<string> factors, Outcome outcome)
    {
        int[] order = [.. Enumerable.Range(0, factors.Count).OrderByDescending(i => screening.Effects[i].Absolute.Value)];
        yield return $"Screening (Morris, {screening.Trajectories} trajectories): {outcome.Title.ToLowerInvariant()} moves most with {Listed([.. order.Take(3).Select(i => $"{factors[i]} ({Number(screening.Effects[i].Absolute.Value)} {outcome.Unit} over its range)")])}.";
        if (screening.Dropped > 0) yield return $"{screening.Dropped} trajectories were dropped because a run of them failed or its values do not go together.";
    }

    /// <summary>Which factors the variance comes from.</summary>
    /// <param name="indices">The indices; the last factor is luck.</param>
    /// <param name="factors">Names of the factors without luck.</param>
    /// <param name="outcome">Of what.</param>
    /// <param name="replicates">Runs that each value is a mean of.</param>
    public static IEnumerable<string> Of(SobolIndices indices, IReadOnlyList<string> factors, Outcome outcome, int replicates)
    {
        SobolIndex luck = indices.Indices[^1];
        int[] told = [.. Enumerable.Range(0, factors.Count).Where(i => indices.Indices[i].IsTold).OrderByDescending(i => indices.Indices[i].Total.Value)];
        string of = replicates == 1 ? "a single run" : $"the mean of {replicates} runs";
        yield return $"Of the variance of {outcome.Title.ToLowerInvariant()} in {of}, {Percent(Math.Clamp(luck.Total.Value, 0, 1))} involves pure luck ({Percent(Math.Max(0, luck.Total.Low))} to {Percent(Math.Min(1, luck.Total.High))}); no knowledge of the factors removes it.";
        if (told.Length > 0)
            yield return $"By total index: {Listed([.. told.Select(i => $"{factors[i]} {Share(indices.Indices[i].Total)}")])}.";
        string[] nothing = [.. Enumerable.Range(0, factors.Count).Where(i => !indices.Indices[i].IsTold || indices.Indices[i].First.Low <= 0).Select(i => factors[i])];
        if (nothing.Length > 0) yield return $"First-order index not distinguishable from 0: {Listed(nothing)}. A value below 0 is chance, and is shown as it is.";
        if (indices.Dropped > 0) yield return $"{indices.Dropped} of {indices.Rows + indices.Dropped} rows were dropped in all matrices because a run of them failed or its values do not go together.";
    }

    /// <summary>Where the cases are.</summary>
    /// <param name="discovery">The boxes.</param>
    /// <param name="factors">Names of the factors.</param>
    /// <param name="what">What a case is: "fails to reach 30 firms", say.</param>
    public static IEnumerable<string> Of(Discovery discovery, IReadOnlyList<string> factors, string what)
    {
        ScenarioBox box = discovery.Proposed;
        if (box.AllCases == 0 || box.AllCases == box.AllPoints)
        {
            yield return box.AllCases == 0 ? $"The design never {what} in the ranges." : $"The design always {what} in the ranges.";
            yield break;
        }
        if (box.Limits.Length == 0)
        {
            yield return $"The design {what} in {box.AllCases} of {box.AllPoints} points, but no limits of the factors say where.";
            yield break;
        }
        yield return $"The design {what} when {string.Join(" and ", box.Limits.Select(l => Limit(factors[l.Factor], l)))}.";
        yield return $"This holds for {Percent(box.Coverage)} of the {box.AllCases} cases, and {Percent(box.Density)} of the {box.Points} points inside are cases (of all points {Percent((double)box.AllCases / box.AllPoints)}).";
        yield return $"Quasi-p values: {string.Join(", ", box.Limits.Select(l => $"{factors[l.Factor]} {l.QuasiP.ToString("0.000", CultureInfo.InvariantCulture)}"))}; found again in resamples: {string.Join(", ", box.Limits.Select(l => Percent(l.Repeated)))}.";
    }

    /// <summary>Which design is robust.</summary>
    public static IEnumerable<string> Of(Robustness robustness, Outcome outcome, double? target)
    {
        DesignRobustness least = robustness.Designs.First(d => d.Design == robustness.LeastRegret);
        yield return $"Over {robustness.Assumptions} sets of assumptions {least.Design} has the smallest largest regret on {outcome.Title.ToLowerInvariant()}: it is never more than {Number(least.MaxRegret)} {outcome.Unit} behind the design that is best in the same set.";
        if (target is { } t)
        {
            DesignRobustness enough = robustness.Designs.MaxBy(d => d.Satisficing!.Value)!;
            yield return $"{enough.Design} is good enough ({Number(t)} {outcome.Unit}) most often: in {Percent(enough.Satisficing!.Value)} ({Percent(enough.Satisficing.Low)} to {Percent(enough.Satisficing.High)}) of the sets.";
        }
        if (robustness.Dropped > 0) yield return $"{robustness.Dropped} sets were dropped for all designs because a run failed or its values do not go together.";
    }

    /// <summary>Which design is worth its money.</summary>
    public static IEnumerable<string> Of(CostEffectiveness result, Outcome effect)
    {
        string unit = effect.Unit;
        EconomicOption[] frontier = [.. result.Options.Where(o => o.Place.Standing == Standing.Frontier).OrderBy(o => o.Cost.Value)];
        yield return $"On the frontier, from cheap to dear: {string.Join(", ", frontier.Select(o => o.Icer is { } icer ? $"{o.Id} ({Money(icer.Value)} for each further unit, {(icer.HasInterval ? $"{Money(icer.Low)} to {Money(icer.High)}" : "interval without an end: the gain in effect cannot be told from 0")})" : o.Id))}. One unit is one of: {unit}.";
        string[] dominated = [.. result.Options.Where(o => o.Place.Standing == Standing.Dominated).Select(o => o.Id)], extended = [.. result.Options.Where(o => o.Place.Standing == Standing.ExtendedDominated).Select(o => o.Id)];
        if (dominated.Length > 0) yield return $"Dominated (another design costs no more and does no less): {Listed(dominated)}.";
        if (extended.Length > 0) yield return $"Dominated by a mixture of two others: {Listed(extended)}.";
        if (result is { AtPrice: { } at, Price: { } price })
        {
            EconomicOption best = result.Options[at.Best];
            yield return $"At {Money(price)} for a unit, {best.Id} has the highest mean net benefit: {Money(best.NetBenefit!.Value)} ({Money(best.NetBenefit.Low)} to {Money(best.NetBenefit.High)}). "
                + $"Probability that it is the best {Kind(result)}: {Percent(at.Probability[at.Best])}; perfect information about that would be worth {Money(at.Evpi)}.";
            if (result.LuckAtPrice is { } luck) yield return $"In a single run, luck included, it is the best with {Percent(luck[at.Best])}: that is the spread of luck, not of what is known.";
        }
        yield return result.Kind == UncertaintyKind.Simulation
            ? $"The curves show only how exactly {Whole(result.Options[0].Cost.Count)} replicates know the means; they say nothing about whether the assumptions are right. Give several folders, one for each set of parameter values, for that."
            : $"The curves are over {result.Samples} sets of parameter values, with the noise of replicates averaged out; what it leaves in a net benefit is a standard error of up to {Money(result.ResidualNoise)}.";
    }

    /// <summary>Which mix is best.</summary>
    public static IEnumerable<string> Of(SearchResult result, IReadOnlyList<string> levers, IReadOnlyList<ImmutableArray<double>> steps, IReadOnlyList<Outcome> goals, double budgetEur)
    {
        FinalMix start = result.Mixes.First(m => m.IsStart);
        if (result.Best is not { } best)
        {
            yield return $"No mix within {Money(budgetEur)} was found among {Whole(result.Tried)}.";
            yield break;
        }
        yield return best.IsStart
            ? $"None of {Whole(result.Tried)} mixes does better on {goals[0].Title.ToLowerInvariant()} than the design as it is, in fresh runs."
            : $"Best on {goals[0].Title.ToLowerInvariant()} within {Money(budgetEur)}: {string.Join(", ", levers.Select((l, i) => $"{l} = {Number(steps[i][best.Steps[i]])}"))}.";
        for (int g = 0; g < goals.Count; g++)
        {
            Estimate e = best.Goals[g];
            string from = best.IsStart ? "" : $", {Signed(best.FromStart[g].Value)} ({Signed(best.FromStart[g].Low)} to {Signed(best.FromStart[g].High)}) against the design as it is";
            yield return $"{goals[g].Title}: {Number(e.Value)} ({Number(e.Low)} to {Number(e.High)}) {goals[g].Unit}{from}.";
        }
        yield return $"Cost: {Money(best.CostEur.Value)} against {Money(start.CostEur.Value)}. All these numbers come from {Whole(best.CostEur.Count)} fresh runs that had no part in choosing the mix; {Whole(result.Runs)} runs in all.";
        int frontier = result.Mixes.Count(m => m.OnFrontier);
        if (frontier > 1) yield return $"{frontier} mixes of the final comparison are on the frontier of the goals: which of them is best depends on how much each goal counts.";
    }

    /// <summary>A number with about three digits.</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value)) return double.IsNaN(value) ? "-" : "without end";
        double size = Math.Abs(value);
        string format = size == 0 || size == Math.Round(size) || size >= 1000 ? "#,0" : size >= 100 ? "#,0.#" : size >= 1 ? "0.##" : size >= 0.01 ? "0.###" : "0.####";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>An estimate with its interval.</summary>
    public static string Interval(Estimate estimate) => estimate.HasInterval ? $"{Number(estimate.Value)} ({Number(estimate.Low)} to {Number(estimate.High)})" : Number(estimate.Value);

    /// <summary>A share in per cent.</summary>
    public static string Percent(double share) => double.IsNaN(share) ? "-" : (100 * share).ToString(share is > 0.995 and < 1 or > 0 and < 0.005 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %";

    /// <summary>An amount of money.</summary>
    public static string Money(double eur) => double.IsFinite(eur) ? $"{Round3(eur).ToString("#,0", CultureInfo.InvariantCulture)} EUR" : "-";

    private static double Round3(double value)
    {
        double unit = 1;
        while (Math.Abs(value) / unit >= 10_000) unit *= 10;
        return Math.Round(value / unit) * unit;
    }

    private static string Signed(double value) => (value >= 0 ? "+" : "") + Number(value);

    private static string Share(Estimate index) => $"{Percent(index.Value)} ({Percent(index.Low)} to {Percent(index.High)})";

    private static string Kind(CostEffectiveness result) => result.Kind == UncertaintyKind.Parameters ? "over the sets of parameters" : "as far as the replicates tell";

    private static string Limit(string factor, BoxLimit limit)
        => double.IsInfinity(limit.Low) ? $"{factor} < {Number(limit.High)}" : double.IsInfinity(limit.High) ? $"{factor} > {Number(limit.Low)}" : $"{Number(limit.Low)} < {factor} < {Number(limit.High)}";

    private static string Listed(string[] names) => names.Length <= 6 ? string.Join(", ", names) : string.Join(", ", names[..5]) + $" and {names.Length - 5} others";

    private static string Whole(long n) => n.ToString("#,0", CultureInfo.InvariantCulture);
}
