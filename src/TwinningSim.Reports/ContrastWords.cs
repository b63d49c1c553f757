using System.Globalization;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Reports;

/// <summary>What can be said of each design against the baseline on one outcome.</summary>
public static class ContrastWords
{
    /// <summary>A sentence for each design that is compared with the baseline.</summary>
    /// <param name="comparison">What was compared.</param>
    /// <param name="outcome">On what; one of the comparison's.</param>
    public static IEnumerable<string> Sentences(Comparison comparison, Outcome outcome)
    {
        NumberText numbers = NumberText.For(comparison, outcome);
        foreach (DesignResult design in comparison.Designs)
        {
            if (design.Find(outcome.Name)?.Contrast is { } contrast) yield return Sentence(comparison, design.Id, outcome, contrast, numbers);
        }
    }

    /// <summary>A number of replicates to two digits: more would pretend to know it.</summary>
    internal static string About(int n)
    {
        int unit = 1;
        while (n / unit >= 100) unit *= 10;
        return ((int)Math.Ceiling((double)n / unit) * unit).ToString("#,0", CultureInfo.InvariantCulture);
    }

    private static string Sentence(Comparison comparison, string id, Outcome outcome, PairedContrast contrast, NumberText numbers)
    {
        string pair = $"{id} and {comparison.Baseline}";
        string on = outcome.Title.ToLowerInvariant();
        string runs = contrast.Difference.Count.ToString("#,0", CultureInfo.InvariantCulture);
        switch (contrast.Verdict)
        {
            case Verdict.TooFew:
                return $"{pair}: fewer than two runs in common have a value of {on}.";
            case Verdict.Identical:
                return $"{pair} have the same {on} in each of {runs} runs.";
            case Verdict.NotToldApart:
                string enough = contrast.ReplicatesToTell is { } n ? $"about {About(n)} would do" : "no sensible number would do";
                return $"{pair} cannot be told apart on {on} with {runs} runs; {enough}.{Luck(contrast)}";
            default:
                Estimate d = contrast.Difference;
                bool more = contrast.Verdict == Verdict.Higher;
                string less = outcome.Unit.StartsWith("EUR", StringComparison.Ordinal) || outcome.Unit.Contains(' ', StringComparison.Ordinal) || outcome.Unit == "share" ? "less" : "fewer";
                (double value, double low, double high) = more ? (d.Value, d.Low, d.High) : (-d.Value, -d.High, -d.Low);
                string often = contrast.Above is { } above ? $", {(more ? "more" : less)} in {Percent(more ? above.Value : 1 - above.Value)} of runs" : "";
                return $"{id} has {numbers.Value(value)} {(more ? "more" : less)} {on} than {comparison.Baseline} ({numbers.Value(low)} to {numbers.Value(high)} {numbers.Unit}){often}.{Luck(contrast)}";
        }
    }

    private static string Luck(PairedContrast contrast)
        => contrast.VarianceRatio >= 1.5 ? $" Common luck is worth {contrast.VarianceRatio.ToString(contrast.VarianceRatio < 10 ? "0.0" : "#,0", CultureInfo.InvariantCulture)} times the runs." : "";

    private static string Percent(double share) => $"{Math.Round(100 * share).ToString(CultureInfo.InvariantCulture)} %";
}
