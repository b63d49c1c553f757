using System.Globalization;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Validity.Checks;

/// <summary>
/// A published effect against the mean over repetitions of the trial, with the same parameters as everything else in the report.
/// </summary>
/// <param name="trial">The trial.</param>
/// <param name="replicates">Repetitions.</param>
internal sealed class TrialCheck(TrialSource trial, int replicates) : ICheck
{
    public Section Section => Section.Trials;

    public string Id => trial.Id;

    public IEnumerable<Need> Needs
    {
        get
        {
            yield return NeedOf(trial.Design);
            if (trial.Than is { } than) yield return NeedOf(than);
        }
    }

    private Need NeedOf(string design) => new(new RunKey(trial.World, design), trial.Measure, replicates);

    public CheckResult Judge(Samples samples)
    {
        double[] effects = samples.Of(NeedOf(trial.Design)).ToArray();
        Figure figure = trial.Than is { } than ? Above(effects, samples.Of(NeedOf(than)).ToArray()) : Inside(effects);
        return new CheckResult
        {
            Section = Section.Trials,
            Id = Id,
            Claim = trial.Says,
            Source = trial.Source,
            Recorded = trial.Than is null ? string.Create(CultureInfo.InvariantCulture, $"{trial.Effect:0.00} ({trial.Low:0.00} to {trial.High:0.00})") : "",
            Figures = [figure],
            Replicates = replicates,
            Verdict = figure.Verdict,
            Remark = trial.Arithmetic,
        };
    }

    /// <summary>The mean over repetitions must lie inside the published interval, with its own.</summary>
    private Figure Inside(double[] effects)
    {
        double[] finite = [.. effects.Where(double.IsFinite)];
        Estimate mean = Estimates.Mean(finite);
        bool inside = mean.Low >= trial.Low && mean.High <= trial.High, near = mean.High >= trial.Low && mean.Low <= trial.High;
        return PatternCheck.Spread(finite, 1) with
        {
            Says = "gain of treated less control, share of practices",
            Effect = mean,
            Unit = "share",
            Required = trial.Effect,
            Verdict = inside ? Verdict.Holds : near ? Verdict.Weak : Verdict.Fails,
        };
    }

    private Figure Above(double[] one, double[] other)
    {
        double[] differences = [.. one.Zip(other, (a, b) => a - b).Where(double.IsFinite)];
        return PatternCheck.ContrastOf(new TestSource($"{trial.Design} less {trial.Than}", trial.Measure, Relevant: trial.Effect), differences, 1);
    }
}
