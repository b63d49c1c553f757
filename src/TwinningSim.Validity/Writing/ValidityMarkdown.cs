using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TwinningSim.Validity.Checks;

namespace TwinningSim.Validity.Writing;

/// <summary>The report as a page of Markdown.</summary>
public static class ValidityMarkdown
{
    /// <summary>The page, ending with a line feed.</summary>
    public static string Write(ValidityReport report)
    {
        var page = new StringBuilder();
        page.Append("# Validity report\n\n");
        page.Append(CultureInfo.InvariantCulture, $"Written by `twinsim validate-model{(report.Options.Parameters is { } set ? " --parameters " + set : "")}` with {report.Options.Replicates} replicates (patterns; facts twice as many), seed {report.Options.Seed}. ");
        page.Append("How to read it, and what to make of it, stands in `docs/validity.md`.\n\n");
        page.Append("## Summary\n\n");
        foreach (string line in Summary.Of(report)) page.Append("- ").Append(line).Append('\n');
        foreach (IGrouping<Section, CheckResult> section in report.Results.GroupBy(r => r.Section))
        {
            page.Append("\n## ").Append(Titles.Of(section.Key)).Append("\n\n").Append(Titles.Explanation(section.Key)).Append("\n\n");
            WriteTable(page, section.Key, [.. section]);
        }
        if (!report.Ablations.IsEmpty) WriteAblations(page, report);
        return page.ToString();
    }

    private static void WriteTable(StringBuilder page, Section section, ImmutableArray<CheckResult> results)
    {
        bool facts = section is Section.CalibrationFacts or Section.ValidationFacts;
        page.Append(facts
            ? "| fact | record says | source | recorded | simulated median (5-95 %) | sharpness | verdict |\n|---|---|---|---|---|---|---|\n"
            : "| check | claim | source | what is compared | simulated median (5-95 %) | effect (95 % interval) | needed | p | runs | verdict |\n|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (CheckResult result in results)
        {
            if (facts)
            {
                Figure f = result.Figures[0];
                page.Append(CultureInfo.InvariantCulture,
                    $"| {result.Id} | {Text(result.Claim)} | {Text(result.Source)} | {Text(result.Recorded)} | {Range(f)} | {Number(result.Sharpness)} | {Words.Of(result.Verdict)} |\n");
                continue;
            }
            bool first = true;
            foreach (Figure f in result.Figures)
            {
                string claim = first ? Text(result.Claim) + (result.Kind.Length > 0 ? $" ({result.Kind})" : "") + (result.Remark.Length > 0 ? $" {Text(result.Remark)}" : "") : "";
                page.Append(CultureInfo.InvariantCulture,
                    $"| {(first ? result.Id : "")} | {claim} | {(first ? Text(result.Source) : "")} | {Text(f.Says)} | {Range(f)} | {Effect(f)} | {Number(f.Required)} | {PValue(f.P)} | {result.Replicates} | {(first ? $"**{Words.Of(result.Verdict)}**" : Words.Of(f.Verdict))} |\n");
                first = false;
            }
        }
        if (section != Section.Patterns) return;
        page.Append("\n### What each pattern rests on\n\nThe ablations that each pattern names as those that must break it (which of them were named after a look at runs stands in `docs/validity.md`), and whether they did.\n\n| pattern | verdict | ablation | without it |\n|---|---|---|---|\n");
        foreach (CheckResult result in results)
        {
            foreach ((string ablation, bool breaks) in result.RestsOn)
                page.Append(CultureInfo.InvariantCulture, $"| {result.Id} | {Words.Of(result.Verdict)} | `{ablation}`: {Text(Worlds.Ablation(ablation).Meaning)} | {(breaks ? "breaks" : "**still holds**")} |\n");
        }
    }

    private static void WriteAblations(StringBuilder page, ValidityReport report)
    {
        string[] columns = [.. report.Ablations.Select(a => a.Ablation).Distinct()];
        page.Append("\n## Ablations and rival models\n\nWhat is left of each pattern's smallest effect when a mechanism is taken out (1 = all of it, 0 = nothing, negative = turned round); `x` marks a pattern that no longer ")
            .Append(CultureInfo.InvariantCulture, $"holds by its own rule, with {report.Options.TableReplicates} replicates.\n\n");
        foreach (string ablation in columns) page.Append(CultureInfo.InvariantCulture, $"- `{ablation}`: {Text(Worlds.Ablation(ablation).Meaning)}\n");
        page.Append("\n| pattern | ").AppendJoin(" | ", columns).Append(" |\n|---|").Append(string.Concat(columns.Select(_ => "---|"))).Append('\n');
        foreach (IGrouping<string, AblationCell> row in report.Ablations.GroupBy(a => a.Pattern))
            page.Append("| ").Append(row.Key).Append(" | ").AppendJoin(" | ", row.Select(Cell)).Append(" |\n");
    }

    private static string Cell(AblationCell cell)
        => (double.IsNaN(cell.Kept) ? "-" : Math.Clamp(cell.Kept, -9.9, 9.9).ToString("0.0", CultureInfo.InvariantCulture)) + (cell.Verdict == Verdict.Holds ? "" : " x");

    private static string Range(Figure f) => $"{Number(f.Median)} ({Number(f.Low)} to {Number(f.High)})";

    private static string Effect(Figure f)
        => $"{Number(f.Effect.Value)}{(f.Effect.HasInterval ? $" ({Number(f.Effect.Low)} to {Number(f.Effect.High)})" : "")}{(f.Unit.Length > 0 ? " " + f.Unit : "")}";

    internal static string Number(double value) => Numbers.Short(value);

    private static string PValue(double p) => double.IsNaN(p) ? "" : p < 0.0001 ? "<0.0001" : p.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Text(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
