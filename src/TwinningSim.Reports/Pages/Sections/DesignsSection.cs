using TwinningSim.Analysis.Comparing;
using TwinningSim.Reports.Charts;

namespace TwinningSim.Reports.Pages.Sections;

/// <summary>The designs side by side: what each is, its outcomes, and its differences from the baseline.</summary>
/// <param name="comparison">What was compared.</param>
/// <param name="facts">What was run.</param>
public sealed class DesignsSection(Comparison comparison, ExperimentFacts facts) : ReportSection
{
    /// <inheritdoc/>
    public override string Id => "designs";

    /// <inheritdoc/>
    public override string Title => "The designs side by side";

    /// <inheritdoc/>
    public override IEnumerable<Chart> Figures => comparison.Designs.Length < 2 ? [] : comparison.Outcomes.Where(o => o.Kind != OutcomeKind.Occurrence && o.Better != Better.Neither).Take(2).Select(Differences).OfType<Chart>();

    internal override void Write(HtmlWriter html)
    {
        html.Open("dl");
        foreach (DesignResult design in comparison.Designs)
        {
            html.Open("dt").Name(design.Id).Close("dt").Open("dd").Name(design.Title);
            if (design.IsBaseline) html.Text(" (the baseline)");
            if (design.ChangesAssumptions) html.Text(" (changes what the world is like: it compares two worlds, not two programmes)");
            html.Close("dd");
        }
        html.Close("dl");
        NumberText[] numbers = [.. comparison.Outcomes.Select(o => NumberText.For(comparison, o))];
        string[] heads = ["Design", .. comparison.Outcomes.Zip(numbers, (o, n) => $"{o.Title}, {(o.Kind == OutcomeKind.Occurrence ? "% of runs; median month" : n.Unit)}")];
        int baseline = comparison.Designs.ToList().FindIndex(d => d.IsBaseline);
        html.Table($"Outcomes of each design, with {100 * comparison.Level:0.#} % intervals", heads,
            comparison.Designs.Select(d => (IReadOnlyList<string>)[d.Id, .. d.Outcomes.Zip(numbers, Level)]), new HashSet<int> { baseline });
        if (comparison.Designs.Length < 2) return;
        html.Table($"Differences from {comparison.Baseline} in the same replicates; ~ cannot be told from nothing, = is the same in every replicate", heads,
            comparison.Designs.Where(d => !d.IsBaseline).Select(d => (IReadOnlyList<string>)[d.Id, .. d.Outcomes.Zip(numbers, Difference)]));
        foreach (Chart chart in Figures) html.Figure(chart);
        html.Open("details").Element("summary", "What the outcomes are").Open("dl");
        foreach (Outcome outcome in comparison.Outcomes) html.Element("dt", outcome.Title).Element("dd", outcome.Meaning);
        html.Close("dl").Close("details");
    }

    private static string Level(OutcomeResult result, NumberText numbers)
    {
        if (!result.Estimate.HasValue) return "-";
        string when = result.When is { HasValue: true } month ? FormattableString.Invariant($"; {month.Value:0}") : "";
        return numbers.Value(result.Estimate.Value) + numbers.Interval(result.Estimate, "\u00b1") + when;
    }

    private static string Difference(OutcomeResult result, NumberText numbers) => result.Contrast switch
    {
        { Verdict: Verdict.Identical } => "=",
        { Difference.HasValue: true } c => (c.Verdict == Verdict.NotToldApart ? "~" : "") + numbers.Signed(c.Difference.Value) + numbers.Interval(c.Difference, "\u00b1"),
        _ => "-",
    };

    private IntervalChart? Differences(Outcome outcome)
    {
        NumberText numbers = NumberText.For(comparison, outcome);
        DesignResult[] others = [.. comparison.Designs.Where(d => d.Find(outcome.Name)!.Contrast is { Difference.HasValue: true })];
        if (others.Length == 0) return null;
        Interval[] rows =
        [
            .. others.Select(d => (d.Id, d.Find(outcome.Name)!.Contrast!)).OrderByDescending(r => r.Item2.Difference.Value * (outcome.Better == Better.Less ? -1 : 1))
                .Select(r => new Interval(r.Id, r.Item2.Difference.Value * numbers.Scale, r.Item2.Difference.Low * numbers.Scale, r.Item2.Difference.High * numbers.Scale)
                {
                    Words = numbers.Signed(r.Item2.Difference.Value) + (r.Item2.Verdict == Verdict.NotToldApart ? " (not told apart)" : ""), Style = r.Item2.IsTold ? 0 : 6,
                }),
        ];
        int told = rows.Count(r => r.Style == 0);
        return new IntervalChart(new ChartText
        {
            Title = $"{outcome.Title}: difference from {comparison.Baseline}",
            Description = $"Intervals of the difference of {rows.Length} designs from {comparison.Baseline} in {outcome.Title.ToLowerInvariant()}. {told} are told apart from it. "
                + $"The best is {rows[0].Name} with {rows[0].Words}, the worst {rows[^1].Name} with {rows[^1].Words}.",
            Horizontal = $"{outcome.Title}, difference from {comparison.Baseline}, {numbers.Unit}",
            Source = PlainWords.Source(comparison, facts),
        }, rows)
        {
            Reference = 0, Lines = "Lines: intervals of the difference, at a level that holds for all designs together (Bonferroni). Grey: not told from nothing.",
        };
    }
}
