using System.Collections.Immutable;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Validity.Checks;

/// <summary>
/// A pattern as an experiment: each of its tests compares designs replicate by replicate under the same luck. It holds if every test shows the stated sign at p &lt; 0.01 with a
/// relevant size. The ablations that it names are judged by the same rule.
/// </summary>
/// <param name="pattern">The pattern.</param>
/// <param name="worlds">Where its designs are.</param>
/// <param name="replicates">Replicates of a design, before the pattern's own factor.</param>
internal sealed class PatternCheck(PatternSource pattern, Worlds worlds, int replicates) : ICheck
{
    /// <summary>Error probability of each test.</summary>
    public const double Alpha = 0.01;

    private readonly int _replicates = replicates * pattern.Times;

    public Section Section => Section.Patterns;

    public string Id => pattern.Id;

    public IEnumerable<Need> Needs => pattern.RestsOn.Prepend("").SelectMany(a => NeedsUnder(a));

    public CheckResult Judge(Samples samples)
    {
        ImmutableArray<Figure> figures = FiguresUnder("", samples, _replicates);
        return new CheckResult
        {
            Section = Section,
            Id = Id,
            Claim = pattern.Claim,
            Source = pattern.Source,
            Kind = pattern.Strength,
            Figures = figures,
            Replicates = _replicates,
            Verdict = Worst(figures),
            RestsOn = [.. pattern.RestsOn.Select(a => (a, Worst(FiguresUnder(a, samples, _replicates)) != Verdict.Holds))],
        };
    }

    /// <summary>What is needed to judge the pattern with a mechanism taken out.</summary>
    public IEnumerable<Need> NeedsUnder(string ablation) => NeedsUnder(ablation, _replicates);

    public IEnumerable<Need> NeedsUnder(string ablation, int count)
        => pattern.Tests.SelectMany(t => DesignsOf(t).Select(d => new Need(worlds.Resolve(pattern, d, ablation), t.Measure, count)));

    /// <summary>The pattern's tests with a mechanism taken out.</summary>
    public ImmutableArray<Figure> FiguresUnder(string ablation, Samples samples, int count) => [.. pattern.Tests.Select(t => FigureOf(t, ablation, samples, count))];

    public static Verdict Worst(ImmutableArray<Figure> figures) => figures.Max(f => f.Verdict);

    private static IEnumerable<string> DesignsOf(TestSource test) => test.In is { } design ? [design] : test.Of is { } of ? test.Contrast!.Keys.Append(of).Distinct() : test.Contrast!.Keys;

    private Figure FigureOf(TestSource test, string ablation, Samples samples, int count)
    {
        ReadOnlySpan<double> Of(string design) => samples.Of(new Need(worlds.Resolve(pattern, design, ablation), test.Measure, count));
        if (test.In is { } design) return ShareOf(test, Of(design));
        var sums = new double[count];
        foreach ((string name, double weight) in test.Contrast!)
        {
            ReadOnlySpan<double> values = Of(name);
            for (int r = 0; r < count; r++) sums[r] += weight * values[r];
        }
        double scale = 1;
        if (test.Of is { } reference)
        {
            double[] there = Of(reference).ToArray();
            scale = Math.Abs(there.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average());
        }
        return ContrastOf(test, [.. sums.Where(double.IsFinite)], scale);
    }

    /// <summary>A contrast of designs: its mean must be positive, and large enough.</summary>
    internal static Figure ContrastOf(TestSource test, double[] differences, double scale)
    {
        Estimate mean = Estimates.Mean(differences);
        // Without anything to be relative to, any difference is infinitely large: it is not judged on its size then.
        bool relative = test.Of is not null && scale > 0;
        double by = relative ? scale : 1, p = ChanceProbability.OfMean(differences);
        Estimate effect = mean with { Value = mean.Value / by, Low = mean.Low / by, High = mean.High / by };
        bool sure = p < Alpha, enough = effect.Value >= test.Relevant;
        return Spread(differences, by) with
        {
            Says = test.Says,
            Effect = effect,
            Unit = relative ? "of " + test.Of : "",
            Required = test.Relevant,
            P = p,
            Verdict = sure && enough ? Verdict.Holds : effect.Value > 0 ? Verdict.Weak : Verdict.Fails,
        };
    }

    /// <summary>A share of replicates that must be passed.</summary>
    internal static Figure ShareOf(TestSource test, ReadOnlySpan<double> happened)
    {
        int count = happened.Length, successes = 0;
        foreach (double value in happened) successes += value > 0 ? 1 : 0;
        Estimate share = Estimates.ExactShare(successes, count);
        double p = ChanceProbability.OfShare(successes, count, test.AtLeast);
        return Spread(happened, 1) with
        {
            Says = test.Says,
            Effect = share,
            Unit = "of runs",
            Required = test.AtLeast,
            P = p,
            Verdict = p < Alpha ? Verdict.Holds : share.Value >= test.AtLeast ? Verdict.Weak : Verdict.Fails,
        };
    }

    internal static Figure Spread(ReadOnlySpan<double> values, double by) => new()
    {
        Says = "",
        Median = Estimates.Quantile(values, 0.5).Value / by,
        Low = Estimates.Quantile(values, 0.05).Value / by,
        High = Estimates.Quantile(values, 0.95).Value / by,
        Effect = Estimates.Mean(values),
        Unit = "",
        Verdict = Verdict.Fails,
    };
}
