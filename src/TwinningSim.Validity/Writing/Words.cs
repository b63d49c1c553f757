using System.Collections.Immutable;
using System.Globalization;
using TwinningSim.Validity.Checks;

namespace TwinningSim.Validity.Writing;

/// <summary>Verdicts in a word.</summary>
public static class Words
{
    /// <summary>The word for a verdict.</summary>
    public static string Of(Verdict verdict) => verdict switch { Verdict.Holds => "holds", Verdict.Weak => "weak", _ => "fails" };
}

/// <summary>Numbers as short as they may be.</summary>
internal static class Numbers
{
    public static string Short(double value)
    {
        if (!double.IsFinite(value)) return "-";
        double size = Math.Abs(value);
        string format = size >= 1000 ? "#,0" : size >= 100 ? "0" : size >= 10 ? "0.#" : size >= 1 ? "0.##" : "0.###";
        string text = value.ToString(format, CultureInfo.InvariantCulture);
        return text is "-0" ? "0" : text;
    }
}

/// <summary>Names of the sections and how their verdicts come about.</summary>
public static class Titles
{
    /// <summary>The heading of a section.</summary>
    public static string Of(Section section) => section switch
    {
        Section.Patterns => "Patterns",
        Section.CalibrationFacts => "Facts that may have helped to choose values",
        Section.ValidationFacts => "Facts that never did",
        Section.Trials => "Published trials",
        Section.Mathematics => "Verification against mathematics",
        _ => "An independent implementation",
    };

    /// <summary>How the section's verdicts come about.</summary>
    public static string Explanation(Section section) => section switch
    {
        Section.Patterns => "A pattern holds if each of its tests has the stated sign at p < 0.01 (one-sided; paired t over replicates under the same luck, or exact binomial) and at least the size that was "
            + "called relevant before the runs. `weak`: the right sign, but too small or too unsure.",
        Section.CalibrationFacts or Section.ValidationFacts => "A figure holds if it lies between the 5 % and 95 % quantile of the simulated ones; a count out of few (2 of 22) between those of a beta-binomial "
            + "distribution fitted to the simulated counts; what happened once (or did not) if it comes out in at least one run of five; an order if it comes out in more than half. Sharpness: 1 less the width of "
            + "the range over the width of what could have been; for events and orders the share of runs.",
        _ => "Each row states its own rule.",
    };
}

/// <summary>The report in a few sentences.</summary>
public static class Summary
{
    /// <summary>One sentence for each section that there is, and what is not broken by its ablation.</summary>
    public static IEnumerable<string> Of(ValidityReport report)
    {
        foreach (IGrouping<Section, CheckResult> section in report.Results.GroupBy(r => r.Section))
        {
            int all = section.Count(), holds = section.Count(r => r.Verdict == Verdict.Holds);
            double[] sharpness = [.. section.Select(r => r.Sharpness).Where(double.IsFinite)];
            string sharp = sharpness.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", mean sharpness {sharpness.Average():0.00}");
            string others = string.Join(", ", section.Where(r => r.Verdict != Verdict.Holds).Select(r => $"{r.Id} ({Words.Of(r.Verdict)})"));
            yield return string.Create(CultureInfo.InvariantCulture, $"{Titles.Of(section.Key)}: {holds} of {all} hold{sharp}{(others.Length > 0 ? $"; not: {others}" : "")}.");
        }
        ImmutableArray<CheckResult> claimed = [.. report.Results.Where(r => r.Section == Section.Patterns && r.Verdict == Verdict.Holds)];
        if (claimed.IsEmpty) yield break;
        string[] unbroken = [.. claimed.Where(r => !r.RestsOn.Any(a => a.Breaks)).Select(r => r.Id)];
        yield return string.Create(CultureInfo.InvariantCulture,
            $"Of {claimed.Length} patterns that hold, {claimed.Length - unbroken.Length} have an ablation that breaks them{(unbroken.Length > 0 ? $"; none: {string.Join(", ", unbroken)}" : "")}.");
    }
}

/// <summary>A figure in one line of text.</summary>
public static class FigureText
{
    /// <summary>What was simulated, what was needed or recorded, and what it is about.</summary>
    public static string Of(CheckResult result, Figure figure)
    {
        string range = $"{Numbers.Short(figure.Median)} ({Numbers.Short(figure.Low)} to {Numbers.Short(figure.High)})";
        if (result.Recorded.Length > 0 && result.Recorded != "yes") return $"recorded {result.Recorded}, simulated {range}";
        string effect = $"{Numbers.Short(figure.Effect.Value)} {figure.Unit}".TrimEnd(), p = double.IsNaN(figure.P) ? "" : string.Create(CultureInfo.InvariantCulture, $", p {figure.P:0.0000}");
        return $"{effect}, needed {Numbers.Short(figure.Required)}{p}: {figure.Says}";
    }
}
