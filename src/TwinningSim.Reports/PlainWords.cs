using System.Globalization;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Analysis.Stopping;

namespace TwinningSim.Reports;

/// <summary>The answer in sentences.</summary>
public static class PlainWords
{
    /// <summary>What was run, in a line: horizon, replicates, seed, baseline, version.</summary>
    public static string Setting(Comparison comparison, ExperimentFacts facts)
        => $"{comparison.Designs.Length} designs x {Runs(comparison)} replicates, {facts.Months} months from {facts.Start}, seed {facts.Seed}, baseline {comparison.Baseline}, twinsim {facts.Version}.";

    /// <summary>What stands under every figure: baseline, horizon, seed, version and number of replicates.</summary>
    public static string Source(Comparison comparison, ExperimentFacts facts)
        => $"Baseline {comparison.Baseline}; {facts.Months} months from {facts.Start}; n = {Runs(comparison)} replicates of each design; seed {facts.Seed}; twinsim {facts.Version}.";

    /// <summary>What a stopping rule did: planned level, final number of replicates, and whether its targets were met.</summary>
    /// <param name="level">Level of the intervals.</param>
    /// <param name="most">The largest number of replicates.</param>
    /// <param name="state">What the rule says at the end.</param>
    public static string Stopping(double level, int most, StoppingState state)
    {
        string planned = $"Stopping rule: intervals at {(100 * level).ToString("0.##", CultureInfo.InvariantCulture)} %";
        return state.Replicates is { } enough
            ? $"{planned} were exact enough from {Whole(enough)} replicates on and stayed so up to {Whole(state.Looked)}."
            : $"{planned} are not all exact enough after {Whole(state.Looked)} replicates, the most allowed is {Whole(most)}: {string.Join(", ", state.Unmet.Take(5))}{(state.Unmet.Length > 5 ? $" and {state.Unmet.Length - 5} more" : "")}.";
    }

    /// <summary>Which design does best on what, by how much and how sure that is.</summary>
    public static IEnumerable<string> Answer(Comparison comparison, ExperimentFacts facts)
    {
        if (comparison.Designs.Length < 2)
        {
            yield return "One design alone: there is nothing to compare it with.";
            yield break;
        }
        if (comparison.Designs.Any(d => d.Runs < 2))
        {
            yield return "One replicate says nothing about chance: run more for intervals and comparisons.";
            yield break;
        }
        if (comparison.Designs.Min(d => d.Runs) < 20) yield return "Few replicates: take the intervals as rough, and run more before deciding.";
        foreach (Leader leader in comparison.Leaders) yield return Sentence(comparison, leader);
        if (Undecided(comparison) is { } undecided) yield return undecided;
        if (facts.WithoutProgramme is { } without && comparison.Designs.All(d => d.Id != without))
            yield return $"Net benefit and cost per added firm need the design {without} in the experiment.";
    }

    private static string Runs(Comparison comparison)
    {
        int least = comparison.Designs.Min(d => d.Runs);
        int most = comparison.Designs.Max(d => d.Runs);
        return least == most ? Whole(most) : $"{Whole(least)} to {Whole(most)}";
    }

    private static string Sentence(Comparison comparison, Leader leader)
    {
        DesignResult best = comparison.Designs.First(d => d.Id == leader.Design);
        OutcomeResult result = best.Find(leader.Outcome.Name)!;
        NumberText numbers = NumberText.For(comparison, leader.Outcome);
        string[] alike = [.. leader.NotToldFrom.Where(id => comparison.Designs.First(d => d.Id == id).Find(leader.Outcome.Name)!.Estimate == result.Estimate)];
        if (alike.Length > 0)
            return $"{leader.Outcome.Title}: {Listed([best.Id, .. alike])} do equally well with {numbers.Value(result.Estimate.Value)}{Unit(numbers)}{Range(numbers, result.Estimate)}.";
        string head = $"{leader.Outcome.Title}: {best.Id} does best with {numbers.Value(result.Estimate.Value)}{Unit(numbers)}{Range(numbers, result.Estimate)}";
        string middle = result.Contrast switch
        {
            null => ", the baseline itself",
            { Verdict: Verdict.Identical } => $", the same as {comparison.Baseline}",
            { IsTold: true } c => $", {Than(numbers, c.Difference)} than {comparison.Baseline}",
            { Difference.HasValue: true } => $", not told from {comparison.Baseline}",
            _ => "",
        };
        int candidates = comparison.Designs.Count(d => !d.ChangesAssumptions && d.Find(leader.Outcome.Name)!.Estimate.HasValue);
        int others = leader.NotToldFrom.Length;
        string tail = others == 0 ? "; told apart from every other design."
            : others == candidates - 1 ? "; but it cannot be told from any other design."
            : $"; it cannot be told from {Listed([.. leader.NotToldFrom])}.";
        return head + middle + tail;
    }

    private static string? Undecided(Comparison comparison)
    {
        if (comparison.Outcomes.Length == 0) return null;
        Outcome outcome = comparison.Outcomes[0];
        var open = comparison.Designs.Where(d => d.Find(outcome.Name)!.Contrast is { Verdict: Verdict.NotToldApart }).ToArray();
        if (open.Length == 0) return null;
        IEnumerable<string> needs = open.Select(d => d.Find(outcome.Name)!.Contrast!.ReplicatesToTell is { } n ? $"{d.Id} (about {About(n)} replicates would tell)" : $"{d.Id} (no sensible number would tell)");
        return $"Not told from {comparison.Baseline} on {outcome.Title.ToLowerInvariant()}: {string.Join(", ", needs)}.";
    }

    private static string Range(NumberText numbers, Estimate e) => e.HasInterval ? $" ({numbers.Value(e.Low)} to {numbers.Value(e.High)})" : "";

    private static string Unit(NumberText numbers) => numbers.Unit switch
    {
        "1 = start" or "0 to 1" or "share" => "",
        "1000 EUR" => " thousand EUR",
        var unit => " " + unit,
    };

    private static string Than(NumberText numbers, Estimate difference)
        => difference.Value > 0
            ? $"{numbers.Value(difference.Value)} more ({numbers.Value(difference.Low)} to {numbers.Value(difference.High)})"
            : $"{numbers.Value(-difference.Value)} less ({numbers.Value(-difference.High)} to {numbers.Value(-difference.Low)})";

    private static string Listed(IReadOnlyList<string> names)
        => names.Count <= 4 ? string.Join(", ", names) : string.Join(", ", names.Take(3)) + $" and {names.Count - 3} others";

    private static string Whole(int n) => n.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A number of replicates to two digits: more would pretend to know it.</summary>
    private static string About(int n)
    {
        int unit = 1;
        while (n / unit >= 100) unit *= 10;
        return Whole((int)Math.Ceiling((double)n / unit) * unit);
    }
}
