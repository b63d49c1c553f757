using System.Globalization;
using Spectre.Console;
using TwinningSim.Analysis.Comparing;

namespace TwinningSim.Reports;

/// <summary>The answer on a terminal: a table of designs, what the marks mean, and the answer in plain words.</summary>
public static class ComparisonTable
{
    /// <summary>Writes the report. Colours and special characters follow what the console can do; everything that matters is also said without them.</summary>
    /// <param name="console">Where to. Its width is not asked: the report always keeps to <see cref="TextLayout.Width"/>.</param>
    /// <param name="comparison">What was compared.</param>
    /// <param name="facts">What was run.</param>
    public static void Write(IAnsiConsole console, Comparison comparison, ExperimentFacts facts)
    {
        // Wider than anything written here, so that the console breaks no line by itself.
        console.Profile.Width = 10 * TextLayout.Width;
        string plusMinus = console.Profile.Capabilities.Unicode ? "\u00b1" : "+/-";
        console.WriteLine(facts.Title, new Style(decoration: Decoration.Bold));
        WriteWrapped(console, facts.Question, "");
        WriteWrapped(console, PlainWords.Setting(comparison, facts), "");
        console.WriteLine();
        TableOf(comparison, plusMinus).Write(console, TextLayout.Width);
        foreach (string note in Notes(comparison, plusMinus)) WriteWrapped(console, note, "  ");
        console.WriteLine();
        foreach (string sentence in PlainWords.Answer(comparison, facts)) WriteWrapped(console, sentence, "  ");
    }

    private static TextTable TableOf(Comparison comparison, string plusMinus)
    {
        OutcomeColumn[] columns = [.. comparison.Outcomes.Select(o => new OutcomeColumn(comparison, o, plusMinus))];
        var table = new TextTable(["Design"], [.. columns.SelectMany(c => c.Heads)]);
        table.Join(columns.SelectMany(c => c.Heads.Select((_, i) => i > 0)));
        foreach (DesignResult design in comparison.Designs)
        {
            string name = (design.ChangesAssumptions ? "* " : "") + design.Id;
            table.Add([new(name, new Style(decoration: Decoration.Bold)), .. columns.SelectMany(c => c.Values(design))]);
            table.Add([new(design.IsBaseline ? "  baseline" : "  difference", new Style(decoration: Decoration.Dim)), .. columns.SelectMany(c => c.Differences(design))]);
        }
        return table;
    }

    private static IEnumerable<string> Notes(Comparison comparison, string plusMinus)
    {
        int percent = (int)Math.Round(100 * comparison.Level);
        yield return $"{plusMinus} or (low-high): {percent} % interval. Difference: design less {comparison.Baseline}, the same replicate of both under the same luck; "
            + $"the intervals of all differences in an outcome hold together at {percent} % (Bonferroni).";
        if (double.IsFinite(comparison.MedianVarianceRatio))
        {
            yield return $"The same luck is worth {comparison.MedianVarianceRatio.ToString("0.0", CultureInfo.InvariantCulture)} times the replicates: variance of a difference with different luck "
                + "divided by its variance as it is, median over outcomes and designs.";
        }
        yield return $"~ cannot be told apart from {comparison.Baseline}.  = the same in every replicate.  - no value.";
        if (comparison.Outcomes.Any(o => o.Kind == OutcomeKind.Occurrence))
            yield return "Median month: over the replicates in which it happened; month 0 is the first.";
        if (comparison.Designs.Any(d => d.ChangesAssumptions))
            yield return "* changes assumptions about the world as well: its difference is not the effect of a policy alone, and it is left out where the best is named.";
        foreach (Outcome outcome in comparison.Outcomes)
        {
            string[] partly = [.. comparison.Designs.Select(d => (Design: d, Result: d.Find(outcome.Name)!))
                .Where(r => r.Result.Missing > 0 && r.Result.Estimate.HasValue)
                .Select(r => $"{r.Design.Id} {r.Result.Missing} of {r.Design.Runs}")];
            if (partly.Length > 0) yield return $"{outcome.Title}: replicates without a value are left out ({string.Join(", ", partly)}).";
        }
    }

    private static void WriteWrapped(IAnsiConsole console, string text, string indent)
    {
        foreach (string line in TextLayout.Wrap(text, indent)) console.WriteLine(line);
    }

    /// <summary>The one or two columns of an outcome.</summary>
    private sealed class OutcomeColumn
    {
        private readonly Outcome _outcome;
        private readonly NumberText _numbers;
        private readonly string _plusMinus;

        public OutcomeColumn(Comparison comparison, Outcome outcome, string plusMinus)
        {
            _outcome = outcome;
            _plusMinus = plusMinus;
            _numbers = NumberText.For(comparison, outcome);
            // A unit that only repeats the title is left out.
            string[] head = outcome.Title.Contains(_numbers.Unit, StringComparison.OrdinalIgnoreCase) ? Broken(outcome.Title) : [.. Broken(outcome.Title), _numbers.Unit];
            Heads = outcome.Kind == OutcomeKind.Occurrence ? [head, ["median", "month"]] : [head];
        }

        public string[][] Heads { get; }

        public IEnumerable<Cell> Values(DesignResult design)
        {
            OutcomeResult result = design.Find(_outcome.Name)!;
            yield return new(result.Estimate.HasValue ? _numbers.Value(result.Estimate.Value) + _numbers.Interval(result.Estimate, _plusMinus) : "-");
            if (result.When is { } when) yield return new(when.HasValue ? NumberText.Month.Value(when.Value) + NumberText.Month.Interval(when, _plusMinus) : "-");
        }

        public IEnumerable<Cell> Differences(DesignResult design)
        {
            PairedContrast? contrast = design.Find(_outcome.Name)!.Contrast;
            yield return contrast switch
            {
                null => new(""),
                { Verdict: Verdict.Identical } => new("="),
                { Difference.HasValue: false } => new("-"),
                { Verdict: Verdict.TooFew } => new(_numbers.Signed(contrast.Difference.Value)),
                { IsTold: false } => new("~" + Signed(contrast), new Style(decoration: Decoration.Dim)),
                _ => new(Signed(contrast), Colour(contrast.Verdict)),
            };
            if (_outcome.Kind == OutcomeKind.Occurrence) yield return new("");
        }

        private string Signed(PairedContrast contrast) => _numbers.Signed(contrast.Difference.Value) + _numbers.Interval(contrast.Difference, _plusMinus);

        private Style Colour(Verdict verdict)
            => _outcome.Better == Better.Neither ? Style.Plain : new Style((_outcome.Better == Better.More) == (verdict == Verdict.Higher) ? Color.Green : Color.Red);

        /// <summary>A title on at most two lines of about the same length.</summary>
        private static string[] Broken(string title)
        {
            int at = Enumerable.Range(0, title.Length).Where(i => title[i] == ' ').OrderBy(i => Math.Abs(2 * i - title.Length)).FirstOrDefault(-1);
            return at < 0 ? [title] : [title[..at], title[(at + 1)..]];
        }
    }
}
